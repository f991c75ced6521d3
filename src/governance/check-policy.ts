import type { Declarations } from './declarations.ts'
import { featurePurpose, modelInputs, slotPurpose } from './feature-rules.ts'
import { priceSource, retention } from './limit-rules.ts'
import type { Breach, Rule } from './rule.ts'
import { segmentReview } from './segment-rules.ts'
import { vendorAgreement, vendorTransfer } from './vendor-rules.ts'

/** What `limen check` holds a policy to, in the order of its report. */
export const policyRules: readonly Rule[] = [
  featurePurpose,
  modelInputs,
  segmentReview,
  slotPurpose,
  vendorAgreement,
  vendorTransfer,
  retention,
  priceSource,
]

export interface PolicyFinding extends Breach {
  /** The id of the rule that is broken. */
  readonly rule: string
}

/**
 * Holds the declarations of a shop to every rule.
 *
 * @param today ISO 8601 date: agreements and reviews are judged as of this day.
 */
export function checkPolicy(declared: Declarations, today: string): readonly PolicyFinding[] {
  return policyRules.flatMap(({ id, find }) =>
    find(declared, today).map((breach) => ({ rule: id, ...breach })),
  )
}
