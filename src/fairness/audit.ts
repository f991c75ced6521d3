import { bootstrap, type Drawn, type Draws } from './bootstrap.ts'
import type { Cost } from './cost.ts'
import {
  exposureOfItems,
  type GroupExposure,
  gini,
  infeasibleIndex,
  measureExposure,
} from './exposure.ts'
import type { FlipResult } from './flip.ts'
import type { Interval } from './interval.ts'
import { ndcg } from './ndcg.ts'
import {
  compareRates,
  disparateImpact,
  type Gap,
  type GroupRate,
  gapsOf,
  type Parity,
  ratesByGroup,
  type Trial,
} from './parity.ts'
import { comparePrices, type PriceGap, type PriceSeen } from './prices.ts'
import { byShopper, type MinimumCell, minimumCell, type Showing, thinness } from './showing.ts'

/** What is asked of each group of shoppers. */
export const outcomes = {
  /** Demographic parity of quality: the ranking held something that the shopper took. */
  served: ({ shown, taken }: Showing) => [shown.some((row) => taken.has(row)) ? 1 : 0, 1],
  /** Equal opportunity: of what the shopper took, what was shown. */
  found: ({ shown, taken }: Showing) => [shown.filter((row) => taken.has(row)).length, taken.size],
  /** Demographic parity of offers: of the places that were shown, those that held an offer. */
  offered: ({ shown }: Showing, isOffer: (row: number) => boolean) => [
    shown.filter(isOffer).length,
    shown.length,
  ],
} as const satisfies Record<
  string,
  (showing: Showing, isOffer: (row: number) => boolean) => readonly [number, number] | number[]
>

export type Outcome = keyof typeof outcomes

export interface AuditOptions {
  readonly showings: readonly Showing[]
  /** How many items could be shown: rows of the model. */
  readonly items: number
  /** By attribute of items, the group of each row; empty if it is in none. */
  readonly itemGroups: ReadonlyMap<string, readonly string[]>
  /** Attributes whose groups have a claim to be seen: the gate holds for them. */
  readonly declared: ReadonlySet<string>
  /** Attributes of shoppers: labels of the showings. */
  readonly shopperGroups: readonly string[]
  /** By attribute of shoppers, the group that all others are held against. */
  readonly privileged?: ReadonlyMap<string, string>
  /** Which rows are offers, if offers are looked at. */
  readonly isOffer?: (row: number) => boolean
  /** Prices that were shown or asked, by attribute of shoppers. */
  readonly prices?: ReadonlyMap<string, readonly PriceSeen[]>
  readonly flip: FlipResult
  /** Of the re-ranking that the showings went through, if they did. */
  readonly cost?: Cost
  readonly minimum?: MinimumCell
  readonly draws: Draws
  readonly onStep?: (what: string) => void
}

export interface ItemAudit {
  readonly attribute: string
  readonly isDeclared: boolean
  readonly groups: readonly GroupExposure[]
  /** Prefixes of a ranking in which a group has less than its share of demand, of all; 0 to 1. */
  readonly infeasible: number
}

export interface OutcomeAudit {
  readonly outcome: Outcome
  readonly rates: readonly GroupRate[]
  /** Why a group is too thin to be compared, by its name. */
  readonly thin: Readonly<Record<string, string>>
  /** Of those that are not. */
  readonly parity?: Parity
  /** Disparate impact, where somebody named who is privileged; no group if that one is too thin. */
  readonly impact?: Impact
  readonly gaps: readonly Gap[]
}

/** Rates of groups over that of one that the caller named (AIF360's definition). */
export interface Impact {
  readonly privileged: string
  readonly ratios: readonly { readonly group: string; readonly ratio: Interval }[]
}

export interface ShopperAudit {
  readonly attribute: string
  /** Showings whose shopper's group is not known. They are in no figure below. */
  readonly unknown: number
  readonly outcomes: readonly OutcomeAudit[]
  /** Mean reciprocal rank and NDCG of each group, 0 to 1. */
  readonly quality: readonly {
    readonly group: string
    readonly mrr: Drawn
    readonly ndcg: Drawn
  }[]
}

/** All that an audit measured. It names groups; it holds nothing of one shopper. */
export interface AuditResult {
  readonly showings: number
  readonly shoppers: number
  readonly places: number
  readonly minimum: MinimumCell
  readonly items: readonly ItemAudit[]
  /** Share of the items that were ever shown, and how unequally they were. */
  readonly spread: { readonly coverage: number; readonly gini: number }
  readonly shopperGroups: readonly ShopperAudit[]
  readonly prices: readonly { readonly attribute: string; readonly gaps: readonly PriceGap[] }[]
  readonly flip: FlipResult
  readonly cost?: Cost
}

/** Measures all four questions: who is seen, whom offers reach, whom it serves, and who pays what. */
export function audit(options: AuditOptions): AuditResult {
  const { showings, draws, minimum = minimumCell, prices = new Map(), flip, cost } = options
  const step = options.onStep ?? (() => {})
  const exposure = exposureOfItems(showings, options.items)
  const places = showings.reduce((most, { shown }) => Math.max(most, shown.length), 0)
  return {
    showings: showings.length,
    shoppers: new Set(showings.map(({ shopper }) => shopper)).size,
    places,
    minimum,
    items: [...options.itemGroups].map(([attribute, groupOf]) => {
      step(`exposure by ${attribute}`)
      return auditItems(attribute, groupOf, options)
    }),
    spread: {
      coverage: exposure.filter((each) => each > 0).length / Math.max(1, exposure.length),
      gini: gini([...exposure]),
    },
    shopperGroups: options.shopperGroups.map((attribute) => {
      step(`shoppers by ${attribute}`)
      return auditShoppers(attribute, places, minimum, options)
    }),
    prices: [...prices].map(([attribute, seen]) => {
      step(`prices by ${attribute}`)
      return { attribute, gaps: comparePrices(seen, draws) }
    }),
    flip,
    ...(cost && { cost }),
  }
}

function auditItems(
  attribute: string,
  groupOf: readonly string[],
  { showings, declared, draws }: AuditOptions,
): ItemAudit {
  const groups = measureExposure(showings, groupOf, draws)
  const shares = new Map(groups.map(({ group, demandShare }) => [group, demandShare]))
  const prefixes = showings.reduce((sum, { shown }) => sum + shown.length, 0)
  const lacking = showings.reduce(
    (sum, { shown }) =>
      sum +
      infeasibleIndex(
        shown.map((row) => groupOf[row] ?? ''),
        shares,
      ),
    0,
  )
  return {
    attribute,
    isDeclared: declared.has(attribute),
    groups,
    infeasible: prefixes === 0 ? 0 : lacking / prefixes,
  }
}

function auditShoppers(
  attribute: string,
  places: number,
  minimum: MinimumCell,
  { showings, isOffer, draws, privileged }: AuditOptions,
): ShopperAudit {
  const labelled = showings.filter(({ labels }) => labels.get(attribute))
  // Where everybody took one thing, to be served and to find are the same.
  const isManyTaken = labelled.some(({ taken }) => taken.size > 1)
  const isAsked = { served: true, found: isManyTaken, offered: isOffer !== undefined }
  const asked = (Object.keys(outcomes) as Outcome[]).filter((outcome) => isAsked[outcome])
  const groups = Map.groupBy(labelled, ({ labels }) => labels.get(attribute) ?? '')
  return {
    attribute,
    unknown: showings.length - labelled.length,
    outcomes: asked.map((outcome) => {
      const count = outcomes[outcome]
      const trials = labelled.map((showing): Trial => {
        const [positive = 0, trials = 0] = count(showing, isOffer ?? (() => false))
        return {
          shopper: showing.shopper,
          group: showing.labels.get(attribute) ?? '',
          positive,
          trials,
        }
      })
      return compareOutcome(outcome, trials, minimum, privileged?.get(attribute))
    }),
    quality: [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([group, seen]) => {
        const units = byShopper(seen).map((each) => [
          each.reduce((sum, { shown, taken }) => {
            const place = shown.findIndex((row) => taken.has(row))
            return sum + (place === -1 ? 0 : 1 / (place + 1))
          }, 0),
          each.reduce((sum, showing) => sum + ndcg(showing, places), 0),
          each.length,
        ])
        const [mrr, gain] = bootstrap(
          units,
          ([ranks = 0, gains = 0, count = 0]) => [ranks / count, gains / count],
          draws,
        ) as [Drawn, Drawn]
        return { group, mrr, ndcg: gain }
      }),
  }
}

function compareOutcome(
  outcome: Outcome,
  trials: readonly Trial[],
  minimum: MinimumCell,
  privileged?: string,
): OutcomeAudit {
  const rates = ratesByGroup(trials)
  const thin = rates.flatMap(({ group, effective, positive }) => {
    const lacks = thinness({ shown: effective, positive }, minimum)
    return lacks ? [[group, lacks] as const] : []
  })
  const tooThin = new Set(thin.map(([group]) => group))
  const sound = rates.filter(({ group }) => !tooThin.has(group))
  const parity = compareRates(sound)
  return {
    outcome,
    rates,
    thin: Object.fromEntries(thin),
    ...(parity && { parity }),
    ...(privileged !== undefined && { impact: impactOf(sound, privileged) }),
    gaps: gapsOf(trials),
  }
}

function impactOf(rates: readonly GroupRate[], privileged: string): Impact {
  const one = rates.find(({ group }) => group === privileged)
  const others = one ? rates.filter(({ group }) => group !== privileged) : []
  return {
    privileged,
    ratios: others.map((rate) => ({
      group: rate.group,
      ratio: disparateImpact(rate, one as GroupRate),
    })),
  }
}
