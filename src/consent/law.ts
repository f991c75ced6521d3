import {
  foodPricingBans,
  type Jurisdiction,
  jurisdictionOf,
  type Place,
  type Purpose,
  placeCode,
  type Rule,
  stricterRule,
} from '../policy/index.ts'
import type { Age, ConsentContent } from './claims.ts'

/** The youngest that somebody of a band may be, in years. A band that is not here is of children. */
const youngest: ReadonlyMap<Age, number> = new Map([
  ['adult', 18],
  ['unknown', 18],
  ['u18', 16],
  ['u16', 13],
])

/** Nobody under 18 is profiled, wherever it may be lawful. */
const profiling: ReadonlySet<Purpose> = new Set([
  'behavioural',
  'pricing',
  'advertising',
  'training',
])

type Person = Pick<ConsentContent, 'age' | 'parental'>

/** Whether a shopper of this age is kept from a purpose, whatever was chosen. */
export function isTooYoung(
  purpose: Purpose,
  { age, parental }: Person,
  laws: readonly Jurisdiction[],
): boolean {
  // Contextual knows nobody, so it knows no age. Of an unknown age, a likely minor sees no ads.
  if (purpose === 'contextual') return false
  if (age === 'unknown') return purpose === 'advertising'
  const years = youngest.get(age) ?? 0
  if (years < 18 && profiling.has(purpose)) return true
  return laws.some(
    ({ minors }) =>
      years < minors.contextualUnder || (years < minors.parentUnder && parental !== true),
  )
}

/** The strictest that any of the laws asks before a purpose; of the young, opt-in where it is opt-out. */
export function ruleFor(purpose: Purpose, laws: readonly Jurisdiction[], age?: Age): Rule {
  const years = age === undefined ? 18 : (youngest.get(age) ?? 0)
  let strictest: Rule = 'N'
  for (const { rules, minors } of laws) {
    strictest = stricterRule(strictest, rules[purpose])
    if (years < minors.optInUnder && purpose !== 'contextual') {
      strictest = stricterRule(strictest, 'OI')
    }
  }
  return strictest
}

/** Whether a shop that sells much food may not make personal prices, or nobody knows whether it may. */
export function bansFoodPricing(places: readonly Place[]): boolean {
  return places.some(
    (place) => foodPricingBans.has(placeCode(place)) || jurisdictionOf(place).id === 'unknown',
  )
}
