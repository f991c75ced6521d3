import type { Config, ConfigInput } from '../../../src/config/index.ts'
import {
  type LoadList,
  memoryRevocations,
  type RevocationStore,
  statusLists,
  storedLists,
} from '../../../src/consent/revocation.ts'
import { type ConsentServiceOptions, consentService } from '../../../src/notice/index.ts'
import { profile } from '../../../src/profile/index.ts'
import { receiptService } from '../../../src/receipts/index.ts'
import { consentModeDefaults } from '../../../src/signals/index.ts'
import { smallConfig } from '../../fixtures/small-shop.ts'

interface AskingOptions {
  readonly consent?: Partial<NonNullable<ConfigInput['consent']>>
  readonly service?: ConsentServiceOptions
  /** Where withdrawals are kept, by the Worker's variables. */
  readonly store?: (env: never) => RevocationStore
}

const receipt = receiptService({
  issuer: 'https://shop.example',
  controller: {
    name: 'Tuppence & Thistle',
    contact: 'Data protection',
    address: { street: '1 Mill Street', locality: 'Leeds', country: 'GB' },
    email: 'privacy@shop.example',
    phone: '+44 113 000000',
    service: 'shop.example',
    policyUrl: 'https://shop.example/privacy',
    withdrawUrl: 'https://shop.example/.limen/consent',
    storage: ['EU'],
    recordDays: 180,
    purposes: {
      behavioural: { keeps: { class: 'profile', days: 30 } },
      measurement: { keeps: { class: 'counters', days: 400 } },
      advertising: { keeps: { class: 'audiences', days: 30 }, recipients: ['Ads Ltd'] },
    },
  },
})

/** A shop that asks its shoppers. One slot is for everybody, one for those who may be known. */
export async function askingShop(options: AskingOptions = {}): Promise<Config> {
  const withdrawals = memoryRevocations()
  const { store = () => withdrawals } = options
  const load = ofASecond(storedLists(store))
  return smallConfig({
    site: { origin: 'env:ORIGIN', languages: ['en', 'de'] },
    routes: [
      { match: '/', mode: 'page', page: 'home' },
      { match: '/product/:product', mode: 'page', page: 'product' },
      { match: '/page/:name', mode: 'page', params: { name: ['rude', 'strict', 'quiet'] } },
    ],
    consent: {
      issuer: 'https://shop.example',
      audience: 'shop.example',
      keys: 'env:CONSENT_JWKS',
      revocation: statusLists({ load, waitMs: 250, cooldownSeconds: 0 }),
      head: consentModeDefaults,
      service: consentService({
        age: 'adult',
        purposes: ['behavioural', 'measurement', 'advertising'],
        privacyPolicy: '/privacy',
        revocations: store,
        receipt,
        ...options.service,
      }),
      ...options.consent,
    },
    profile: profile({ keys: 'env:PROFILE_KEYS' }),
    slots: {
      also: { select: 'section.also', heading: 'You may also like', limit: 3 },
      yours: {
        ...{ select: 'section.yours', heading: 'For you', limit: 3 },
        ...{ purpose: 'behavioural', ask: true },
      },
    },
    limits: { originMs: 5000, rankingMs: 1000 },
  })
}

/** A test does not wait five minutes for what became of a list. */
function ofASecond(load: LoadList): LoadList {
  return async (uri, question) => {
    const list = await load(uri, question)
    return { ...list, endsAt: list.madeAt + 1 }
  }
}
