import type { Purpose } from '../policy/index.ts'
import { everything } from './reach.ts'
import type { Said, TcString } from './tc-string.ts'

export interface TcRules {
  /** The oldest rules a string may follow. */
  readonly oldestPolicy: number
  /** Strings made from here on must name the vendors that were disclosed. */
  readonly vendorsDisclosedFrom?: Date
  /** Passes over what was said to the shop itself. */
  readonly ignoresPublisher: boolean
}

/**
 * The purposes of the framework that each of ours needs, all of them. 1 is storing on the device.
 * 10, improving services, leaves out work on profiles, so training needs those of a profile as well;
 * so do prices, of which the framework knows nothing.
 */
const needed: ReadonlyMap<Purpose, readonly number[]> = new Map<Purpose, readonly number[]>([
  ['behavioural', [1, 5, 6]],
  ['measurement', [1, 8, 9]],
  ['pricing', [1, 5, 6]],
  ['advertising', [1, 2, 3, 4, 7]],
  ['training', [1, 5, 6, 10]],
])

/** TCF Policies, Appendix A: these rest on consent alone, whatever a string says of interests. */
const consentOnly: ReadonlySet<number> = new Set([1, 3, 4, 5, 6])

const dayMs = 86_400_000
// TCF Policies: a shopper is asked again after 13 months at the latest.
const longestMs = 396 * dayMs

/** What a TC string denies. */
export function deniedByTc(tc: TcString, rules: TcRules, now: Date): ReadonlySet<Purpose> {
  if (!isValid(tc, rules, now)) return everything
  const { general, publisher } = tc
  const said = publisher && !rules.ignoresPublisher ? [general, publisher] : [general]
  const denied = new Set<Purpose>()
  for (const [purpose, numbers] of needed) {
    const isAllowed = numbers.every((number) => said.every((one) => allows(one, number)))
    if (!isAllowed) denied.add(purpose)
  }
  return denied
}

function isValid(tc: TcString, rules: TcRules, now: Date): boolean {
  const { created, lastUpdated } = tc
  const made = Math.max(created.getTime(), lastUpdated.getTime())
  const { vendorsDisclosedFrom } = rules
  return (
    tc.policyVersion >= rules.oldestPolicy &&
    // Strings carry the day and no more since 2.2, so the shopper's today may be our tomorrow.
    made <= now.getTime() + dayMs &&
    lastUpdated.getTime() >= now.getTime() - longestMs &&
    (!vendorsDisclosedFrom || made < vendorsDisclosedFrom.getTime() || tc.disclosesVendors)
  )
}

function allows({ consents, interests }: Said, number: number): boolean {
  const bit = 1 << (24 - number)
  return (consents & bit) !== 0 || (!consentOnly.has(number) && (interests & bit) !== 0)
}
