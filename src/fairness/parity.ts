import {
  differencePValue,
  type Interval,
  katz,
  newcombe,
  type Proportion,
  wilson,
} from './interval.ts'

/** What could have happened to somebody, and how often it did. */
export interface Trial {
  /** Trials of one shopper hang together. */
  readonly shopper: string
  readonly group: string
  readonly trials: number
  readonly positive: number
}

/** How often something happened in a group. */
export interface GroupRate extends Proportion {
  readonly group: string
  readonly shoppers: number
  readonly trials: number
  readonly positive: number
  readonly rate: Interval
}

/** Rates of each group, by name; a trial without a group is in none. */
export function ratesByGroup(trials: readonly Trial[]): GroupRate[] {
  const groups = Map.groupBy(trials, ({ group }) => group)
  groups.delete('')
  return [...groups]
    .map(([group, each]) => ({ group, ...rateOf(each) }))
    .sort((a, b) => (a.group < b.group ? -1 : 1))
}

/** One rate over trials, with the number of independent trials that they are worth. */
export function rateOf(trials: readonly Trial[]): Omit<GroupRate, 'group'> {
  const count = trials.reduce((sum, each) => sum + each.trials, 0)
  const positive = trials.reduce((sum, each) => sum + each.positive, 0)
  const share = count === 0 ? 0 : positive / count
  const clusters = [...Map.groupBy(trials, ({ shopper }) => shopper).values()]
  const effective = effectiveTrials(clusters, share, count)
  return {
    shoppers: clusters.length,
    trials: count,
    positive,
    share,
    effective,
    rate: wilson({ share, effective }),
  }
}

/**
 * Trials over the design effect (Kish 1965): the variance of the share with shoppers as what is drawn
 * (Cochran 1977, section 6.3) against that of as many independent trials.
 */
function effectiveTrials(
  clusters: readonly (readonly Trial[])[],
  share: number,
  count: number,
): number {
  const n = clusters.length
  if (n < 2 || share <= 0 || share >= 1) return Math.min(n, count)
  const squares = clusters.reduce((sum, cluster) => {
    const residual = cluster.reduce((rest, each) => rest + each.positive - share * each.trials, 0)
    return sum + residual ** 2
  }, 0)
  const variance = (squares * n) / (n - 1) / count ** 2
  return variance === 0 ? count : Math.min(count, (share * (1 - share)) / variance)
}

/** Rates of groups, held against one another. */
export interface Parity {
  readonly highest: string
  readonly lowest: string
  /** Largest rate minus smallest (Fairlearn's `demographic_parity_difference`). */
  readonly difference: Interval
  /** Smallest rate over largest (Fairlearn's `demographic_parity_ratio`). */
  readonly ratio: Interval
}

/**
 * Compares the group that fares best with the one that fares worst. Of selection rates this is
 * demographic parity; of rates among those who should have been selected, equal opportunity.
 */
export function compareRates(rates: readonly GroupRate[]): Parity | undefined {
  const sorted = rates.toSorted((a, b) => b.share - a.share)
  const [highest, lowest] = [sorted[0], sorted.at(-1)]
  if (!highest || !lowest || rates.length < 2) return undefined
  return {
    highest: highest.group,
    lowest: lowest.group,
    difference: newcombe(highest, lowest),
    ratio: katz(lowest, highest),
  }
}

/**
 * The rate of an unprivileged group over that of a privileged one, both named by the caller (AIF360's
 * definition of disparate impact; it is not Fairlearn's ratio).
 */
export function disparateImpact(unprivileged: GroupRate, privileged: GroupRate): Interval {
  return katz(unprivileged, privileged)
}

/** How far a group stays behind all others together; positive when it fares worse. */
export interface Gap {
  readonly group: string
  readonly gap: Interval
  /** That there is none. */
  readonly pValue: number
}

/** The gap of each group to the others. */
export function gapsOf(trials: readonly Trial[]): Gap[] {
  const labelled = trials.filter(({ group }) => group !== '')
  return ratesByGroup(labelled).map((own) => {
    const others = rateOf(labelled.filter(({ group }) => group !== own.group))
    return {
      group: own.group,
      gap: newcombe(others, own),
      pValue: others.trials === 0 ? 1 : differencePValue(others, own),
    }
  })
}
