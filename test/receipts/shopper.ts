import type { ConsentOptions } from '../../src/consent/index.ts'
import { verifyConsent } from '../../src/consent/index.ts'
import type { ReceiptController } from '../../src/receipts/index.ts'
import { mint, now, trust } from '../consent/issuer.ts'

export const controller: ReceiptController = {
  name: 'Shop Ltd',
  contact: 'Privacy office',
  address: { street: '1 High Street', postalCode: 'N1 1AA', locality: 'London', country: 'GB' },
  email: 'privacy@shop.example',
  phone: '+44 20 7946 0000',
  service: 'shop.example',
  policyUrl: 'https://shop.example/privacy',
  withdrawUrl: 'https://shop.example/.limen/consent',
  storage: ['EU', 'GB'],
  recordDays: 180,
  purposes: {
    behavioural: { keeps: { class: 'profile', days: 30 } },
    measurement: { keeps: { class: 'counters', days: 365 }, recipients: ['Counting GmbH'] },
    advertising: { keeps: { class: 'ads', days: 14 } },
  },
}

/** What a shopper in Germany chose, out of a verified token. */
export async function choice(options: Partial<ConsentOptions> = {}) {
  const result = await verifyConsent(await mint(options), trust, now)
  if ('reason' in result) throw new Error(result.reason)
  return result.consent
}
