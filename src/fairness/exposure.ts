import { bootstrap, type Drawn, type Draws } from './bootstrap.ts'
import { normalPValue } from './interval.ts'
import { byShopper, type Showing } from './showing.ts'

/** How much a place is seen, from 0: `1 / log2(1 + rank)` (Singh and Joachims 2018). */
export function exposureAt(place: number): number {
  return 1 / Math.log2(2 + place)
}

/** What a group of items gets of what there is to be seen. */
export interface GroupExposure {
  readonly group: string
  /** Items of the group, and their share of all that could be shown. */
  readonly items: number
  readonly catalogueShare: number
  /** Share of what shoppers took, each showing counting the same. */
  readonly demandShare: number
  readonly exposureShare: Drawn
  /** Exposure of an item of this group over that of an item of the others (demographic parity). */
  readonly perItem: Drawn
  /** Exposure over demand of this group, over the same of the others (disparate treatment ratio). */
  readonly perDemand: Drawn
  /** That `perDemand` is 1. */
  readonly pValue: number
  /** Places it had, and how many of its items were taken. */
  readonly shown: number
  readonly positive: number
}

/**
 * Measures who is seen: exposure of each group of items against its share of the catalogue and of demand
 * (Singh and Joachims 2018, demographic parity and disparate treatment).
 *
 * @param groupOf the group of each row; an empty one is in no group and compared with none.
 */
export function measureExposure(
  showings: readonly Showing[],
  groupOf: readonly string[],
  draws: Draws,
): GroupExposure[] {
  const groups = [...new Set(groupOf)].filter((group) => group !== '').sort()
  const place = new Map(groups.map((group, index) => [group, index]))
  const size = groups.map((group) => groupOf.filter((each) => each === group).length)
  const total = size.reduce((sum, each) => sum + each, 0)
  const placeOf = groupOf.map((group) => place.get(group) ?? -1)
  const count = groups.length
  const [shown, positive] = [new Float64Array(count), new Float64Array(count)]

  // Exposure of each group, then demand.
  const units = byShopper(showings).map((seen) => {
    const unit = new Float64Array(2 * count)
    for (const showing of seen) addShowing(unit, showing)
    return unit
  })
  const figures = bootstrap(units, (sums) => groups.flatMap((_, at) => figuresOf(sums, at)), draws)
  const sums = units.reduce(
    (all, unit) => all.map((v, i) => v + (unit[i] as number)),
    new Float64Array(2 * count),
  )
  const demand = sums.subarray(count).reduce((sum, each) => sum + each, 0)

  return groups.map((group, at) => {
    const [share, logItem, logDemand] = figures.slice(3 * at, 3 * at + 3) as [Drawn, Drawn, Drawn]
    return {
      group,
      items: size[at] as number,
      catalogueShare: (size[at] as number) / total,
      demandShare: demand === 0 ? 0 : (sums[count + at] as number) / demand,
      exposureShare: share,
      perItem: fromLog(logItem),
      perDemand: fromLog(logDemand),
      pValue: pOf(logDemand),
      shown: shown[at] as number,
      positive: positive[at] as number,
    }
  })

  function addShowing(unit: Float64Array, { shown: rows, taken }: Showing): void {
    rows.forEach((row, rank) => {
      const at = placeOf[row] as number
      if (at === -1) return
      unit[at] = (unit[at] as number) + exposureAt(rank)
      shown[at] = (shown[at] as number) + 1
    })
    for (const row of taken) {
      const at = placeOf[row] as number
      if (at === -1) continue
      // A showing has one voice, however much was taken: wholesalers do not speak for all.
      unit[count + at] = (unit[count + at] as number) + 1 / taken.size
      positive[at] = (positive[at] as number) + 1
    }
  }

  function figuresOf(sums: Float64Array, at: number): number[] {
    const [exposure, demand] = [sums.subarray(0, count), sums.subarray(count)]
    const whole = (values: Float64Array) => values.reduce((sum, each) => sum + each, 0)
    const odds = (values: Float64Array) =>
      (values[at] as number) / (whole(values) - (values[at] as number))
    const items = (size[at] as number) / (total - (size[at] as number))
    return [
      (exposure[at] as number) / whole(exposure),
      Math.log(odds(exposure) / items),
      Math.log(odds(exposure) / odds(demand)),
    ]
  }
}

function fromLog({ value, low, high, standardError }: Drawn): Drawn {
  return { value: Math.exp(value), low: Math.exp(low), high: Math.exp(high), standardError }
}

function pOf({ value, standardError }: Drawn): number {
  // One group alone has nobody to be compared with.
  if (!Number.isFinite(value) || !Number.isFinite(standardError)) return 1
  return standardError === 0 ? (value === 0 ? 1 : 0) : normalPValue(value / standardError)
}

/** How unequally exposure is spread over items: 0 the same for all, near 1 all for one (Gini 1912). */
export function gini(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const n = sorted.length
  const sum = sorted.reduce((total, value) => total + value, 0)
  if (sum === 0) return 0
  const weighted = sorted.reduce((total, value, at) => total + (2 * (at + 1) - n - 1) * value, 0)
  return weighted / (n * sum)
}

/** Exposure of each item over all showings, by row. */
export function exposureOfItems(showings: readonly Showing[], items: number): Float64Array {
  const exposure = new Float64Array(items)
  for (const { shown } of showings) {
    shown.forEach((row, place) => {
      exposure[row] = (exposure[row] as number) + exposureAt(place)
    })
  }
  return exposure
}

/**
 * In how many prefixes of a ranking some group has fewer places than its share rounded down (Geyik,
 * Ambler and Kenthapadi 2019, `InfeasibleIndex`).
 */
export function infeasibleIndex(
  groups: readonly string[],
  shares: ReadonlyMap<string, number>,
): number {
  const counts = new Map<string, number>()
  let index = 0
  groups.forEach((group, place) => {
    counts.set(group, (counts.get(group) ?? 0) + 1)
    const lacks = [...shares].some(
      ([each, share]) => (counts.get(each) ?? 0) < Math.floor(share * (place + 1) + 1e-9),
    )
    if (lacks) index += 1
  })
  return index
}
