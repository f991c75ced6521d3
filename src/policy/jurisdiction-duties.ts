import { type JurisdictionId, type Place, placeCode } from './jurisdictions.ts'

// What the law of a place asks beside a permission. Apart from the table of rules, because a page is
// served without it.

/** A length of time as statutes count it. */
export interface Period {
  readonly count: number
  readonly unit: 'days' | 'business-days' | 'months'
}

/** How long an answer to a shopper's request may take. */
export interface RequestClock {
  /** The full answer. */
  readonly answer: Period
  /** How much longer it may take, once, when the shopper is told why in time. */
  readonly extension?: Period
  /** When the request must be acknowledged. */
  readonly acknowledge?: Period
  /** When an opt-out must be in force. Absent: without delay, and by the end of `answer`. */
  readonly optOut?: Period
  /** What starts it: the request, or the proof of who asks (and what, if that had to be asked). */
  readonly startsAt: 'receipt' | 'identity'
  /** Whether a law sets it; otherwise we do. */
  readonly isStatutory: boolean
  /** Whether a simple answer (what is processed, yes or no) is due at once. */
  readonly simpleAnswerAtOnce?: true
}

const fortyFive: RequestClock = {
  answer: { count: 45, unit: 'days' },
  extension: { count: 45, unit: 'days' },
  startsAt: 'receipt',
  isStatutory: true,
}

/** The clock of each row. */
export const requestClocks: Readonly<Record<JurisdictionId, RequestClock>> = {
  eu: {
    answer: { count: 1, unit: 'months' },
    extension: { count: 2, unit: 'months' },
    startsAt: 'receipt',
    isStatutory: true,
  },
  uk: {
    answer: { count: 1, unit: 'months' },
    extension: { count: 2, unit: 'months' },
    startsAt: 'identity',
    isStatutory: true,
  },
  // Written out: a bundler would keep a spread for its side effects, and this table with it.
  'us-ca': {
    answer: { count: 45, unit: 'days' },
    extension: { count: 45, unit: 'days' },
    startsAt: 'receipt',
    isStatutory: true,
    // Some read calendar days: who sets an alarm sets it at ten of those.
    acknowledge: { count: 10, unit: 'business-days' },
    optOut: { count: 15, unit: 'business-days' },
  },
  'us-opt-out': fortyFive,
  'us-law': fortyFive,
  'us-none': {
    answer: { count: 45, unit: 'days' },
    startsAt: 'receipt',
    isStatutory: false,
  },
  'ca-qc': { answer: { count: 30, unit: 'days' }, startsAt: 'receipt', isStatutory: true },
  ca: {
    answer: { count: 30, unit: 'days' },
    extension: { count: 30, unit: 'days' },
    startsAt: 'receipt',
    isStatutory: true,
  },
  br: {
    answer: { count: 15, unit: 'days' },
    startsAt: 'receipt',
    isStatutory: true,
    simpleAnswerAtOnce: true,
  },
  // The shortest above.
  unknown: { answer: { count: 15, unit: 'days' }, startsAt: 'receipt', isStatutory: false },
}

/** What a shop must say beside a personal price: nothing by statute, that it is one, or fixed words. */
export type PricingDisclosure = 'none' | 'notice' | 'fixed-text'

const disclosures: ReadonlyMap<string, PricingDisclosure> = new Map([
  ['eu', 'notice'],
  ['uk', 'notice'],
  ['US-CT', 'notice'],
  ['US-NY', 'fixed-text'],
  // Nobody knows which law applies, so what any of them asks is said.
  ['unknown', 'fixed-text'],
])

/** What must be said beside a personal price at a place whose row is `id`. */
export function pricingDisclosureOf(id: JurisdictionId, place: Place): PricingDisclosure {
  return disclosures.get(placeCode(place)) ?? disclosures.get(id) ?? 'none'
}
