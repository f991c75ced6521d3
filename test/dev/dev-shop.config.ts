import { smallConfig } from '../fixtures/small-shop.ts'

/** A small shop that knows consent, whose withdrawal it does not look up. */
export default await smallConfig({
  site: { origin: 'env:ORIGIN', languages: ['en'] },
  consent: {
    issuer: 'https://shop.example',
    audience: 'shop.example',
    keys: 'env:CONSENT_JWKS',
    insecureSkipRevocation: true,
  },
  limits: { rankingMs: 1000 },
})
