import type { Purpose } from '../policy/index.ts'
import type { Age, Basis, ConsentContent } from './claims.ts'

// What the law says of a verified choice, as data. Conservative: where a country's regions differ or
// a rule is open, the stricter one stands. The shop's counsel confirms it before anything loosens.

/** Countries where a notice and the chance to opt out suffice; everywhere else people opt in. */
const optOutSuffices: ReadonlyMap<string, ReadonlySet<Purpose>> = new Map([
  ['US', new Set<Purpose>(['behavioural', 'measurement', 'advertising', 'training'])],
  ['BR', new Set<Purpose>(['measurement'])],
])

const profiling: readonly Purpose[] = ['behavioural', 'advertising', 'training']

/** No shopper of this age may be asked; for an unknown age, no advertising to a likely minor. */
const forbiddenTo: ReadonlyMap<Age, ReadonlySet<Purpose>> = new Map([
  ['adult', new Set<Purpose>()],
  ['unknown', new Set<Purpose>(['advertising'])],
  ['u18', new Set(profiling)],
  ['u16', new Set(profiling)],
  ['u13', new Set(profiling)],
])

/** Under the age of consent (GDPR Art. 8, COPPA) a parent's consent is the only one. */
const needsParent: ReadonlySet<Age> = new Set(['u13', 'u16'])

/** Whether the law keeps a shopper of this age from a purpose, whatever was chosen. */
export function isForbidden(purpose: Purpose, { age, parental }: ConsentContent): boolean {
  return forbiddenTo.get(age)?.has(purpose) !== false || (needsParent.has(age) && !parental)
}

/** Whether a legal ground carries a purpose in a jurisdiction such as `EU-DE` or `US-CA`. */
export function isFitting(basis: Basis, purpose: Purpose, jurisdiction: string): boolean {
  if (basis === 'consent') return true
  const [country = ''] = jurisdiction.split('-', 1)
  return basis === 'optout' && optOutSuffices.get(country)?.has(purpose) === true
}
