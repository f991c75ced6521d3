import { statusLists } from '../../../src/consent/revocation.ts'
import { smallConfig } from '../../fixtures/small-shop.ts'

/** A shop with one slot for everybody, and one for those who may be known. */
export default await smallConfig({
  site: { origin: 'env:ORIGIN', languages: ['en'] },
  consent: {
    issuer: 'https://shop.example',
    audience: 'shop.example',
    keys: 'env:CONSENT_JWKS',
    revocation: statusLists({ waitMs: 250 }),
  },
  slots: {
    also: { select: 'section.also', heading: 'You may also like', limit: 3 },
    yours: { select: 'section.yours', heading: 'For you', limit: 3, purpose: 'behavioural' },
  },
  limits: { originMs: 5000, rankingMs: 1000 },
})
