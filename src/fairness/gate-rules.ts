import type { AuditResult, ItemAudit, OutcomeAudit } from './audit.ts'
import { type Check, type GateLimits, shown } from './check.ts'
import { thinness } from './showing.ts'

/** What a rule is given besides the audit. */
export interface RuleContext {
  readonly limits: GateLimits
  /** The q-value of a tested difference. */
  readonly q: (id: string) => number
}

type Rule = (result: AuditResult, context: RuleContext) => readonly Check[]

/** What a release has to hold to. The gate holds an audit against each, in this order. */
export const gateRules: readonly Rule[] = [
  priceFlip,
  ({ items, minimum }, context) =>
    items
      .filter(({ isDeclared }) => isDeclared)
      .flatMap((each) => exposure(each, minimum, context)),
  ({ shopperGroups }, context) =>
    shopperGroups.flatMap(({ attribute, outcomes }) =>
      outcomes.flatMap((outcome) => [
        ...parity(attribute, outcome, context),
        ...(outcome.outcome === 'served' ? hitRate(attribute, outcome, context) : []),
      ]),
    ),
  pricesSeen,
  cost,
]

/** That every group has enough data: one check, whose detail names those that have not. */
function enough(of: string, thin: Readonly<Record<string, string>>): Check {
  const lacking = Object.entries(thin).map(([group, lacks]) => `${group} (${lacks})`)
  return lacking.length === 0
    ? { id: `enough.${of}`, verdict: 'passed', detail: 'every group has enough data' }
    : { id: `enough.${of}`, verdict: 'not-enough', detail: lacking.join(', ') }
}

function thinOf(
  cells: readonly { readonly group: string; readonly shown: number; readonly positive: number }[],
  minimum: AuditResult['minimum'],
  words?: { readonly shown: string; readonly positive: string },
): Record<string, string> {
  return Object.fromEntries(
    cells.flatMap((cell) => {
      const lacks = thinness(cell, minimum, words)
      return lacks ? [[cell.group, lacks]] : []
    }),
  )
}

function priceFlip({ flip }: AuditResult): Check[] {
  const id = 'price-flip'
  if (flip.compared === 0)
    return [{ id, verdict: 'not-enough', detail: 'no price was compared; a feed has prices' }]
  const [first] = flip.changed
  if (!first) {
    return [{ id, verdict: 'passed', detail: `${flip.compared} prices compared, none changed` }]
  }
  const detail = `${flip.changed.length} prices changed; ${first.flip} changes that of ${first.item}`
  return [{ id, verdict: 'failed', detail }]
}

function exposure(
  { attribute, groups }: ItemAudit,
  minimum: AuditResult['minimum'],
  { limits }: RuleContext,
): Check[] {
  const [low, high] = limits.exposure
  const thin = thinOf(groups, minimum)
  return [
    enough(`exposure.${attribute}`, thin),
    ...groups
      .filter(({ group }) => !Object.hasOwn(thin, group))
      .map(({ group, perDemand }): Check => {
        const isWithin = perDemand.low >= low && perDemand.high <= high
        return {
          id: `exposure.${attribute}.${group}`,
          verdict: isWithin ? 'passed' : 'failed',
          detail: `exposure over demand ${shown(perDemand)}, to be within ${low} to ${high}`,
        }
      }),
  ]
}

/** No correction is wanted here: what has to hold of all is not made easier by their number. */
function parity(attribute: string, audit: OutcomeAudit, { limits }: RuleContext): Check[] {
  const { outcome, parity: compared, thin, rates } = audit
  const about = `${outcome}.${attribute}`
  const first: Check =
    rates.length > 0
      ? enough(about, thin)
      : { id: `enough.${about}`, verdict: 'not-enough', detail: `nobody's ${attribute} is known` }
  const id = `parity.${about}`
  if (!compared) {
    return [first, { id, verdict: 'not-enough', detail: 'no two groups to compare' }]
  }
  const { difference, ratio, highest, lowest } = compared
  const isApart = difference.high > limits.parityDifference && ratio.low < limits.parityRatio
  const detail = `${lowest} against ${highest}: difference ${shown(difference)}, ratio ${shown(ratio)}`
  return [first, { id, verdict: isApart ? 'failed' : 'passed', detail }]
}

function hitRate(attribute: string, audit: OutcomeAudit, { limits, q }: RuleContext): Check[] {
  // With one group left there are no others.
  if (!audit.parity) return []
  return audit.gaps
    .filter(({ group }) => !Object.hasOwn(audit.thin, group))
    .map(({ group, gap }) => {
      const isBehind = gap.low > limits.hitRateGap && q(`served.${attribute}.${group}`) <= limits.q
      return {
        id: `hit-rate.${attribute}.${group}`,
        verdict: isBehind ? 'failed' : 'passed',
        detail: `behind the others by ${shown(gap)}, fails when surely over ${limits.hitRateGap}`,
      }
    })
}

function pricesSeen({ prices, minimum }: AuditResult, { limits, q }: RuleContext): Check[] {
  return prices.flatMap(({ attribute, gaps }) => {
    const thin = thinOf(
      gaps.map((gap) => ({ ...gap, positive: gap.items })),
      minimum,
      { shown: 'prices', positive: 'items' },
    )
    return [
      enough(`price.${attribute}`, thin),
      ...gaps
        .filter(({ group }) => !Object.hasOwn(thin, group))
        .map(({ group, meanGap }): Check => {
          const id = `price.${attribute}.${group}`
          const isApart = meanGap.low > limits.priceGap || meanGap.high < -limits.priceGap
          return {
            id,
            verdict: isApart && q(id) <= limits.q ? 'failed' : 'passed',
            detail: `price against the others' ${shown(meanGap, 4)}, fails when surely over ${limits.priceGap}`,
          }
        }),
    ]
  })
}

function cost({ cost: measured }: AuditResult, { limits }: RuleContext): Check[] {
  if (!measured) return []
  const isDear = measured.loss.value > limits.cost
  const detail = `the re-ranking costs ${shown(measured.loss, 4)} of NDCG, at most ${limits.cost}`
  return [{ id: 'cost', verdict: isDear ? 'failed' : 'passed', detail }]
}
