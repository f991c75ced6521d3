import { bootstrap, type Drawn, type Draws } from './bootstrap.ts'
import { normalPValue } from './interval.ts'

/** A price that somebody was shown or asked. */
export interface PriceSeen {
  readonly item: string
  /** What else sets a price: the minute, the shop. Only the same is compared. */
  readonly context: string
  readonly price: number
  readonly group: string
}

/** Prices of a group beside those that the others saw of the same items in the same contexts. */
export interface PriceGap {
  readonly group: string
  /** Prices of the group that others can be held against, and of how many items. */
  readonly shown: number
  readonly items: number
  /** Mean over pairs of the group's price over the others', minus 1; positive when it pays more. */
  readonly meanGap: Drawn
  readonly maxGap: number
  /** Largest distance between the distributions of price over the pair's mean (Kolmogorov and Smirnov). */
  readonly distance: number
  /** That the mean gap is none. */
  readonly pValue: number
}

/** Compares what groups pay for the same item in the same context. Items are what is drawn. */
export function comparePrices(seen: readonly PriceSeen[], draws: Draws): PriceGap[] {
  const labelled = seen.filter(({ group }) => group !== '')
  const cells = [
    ...Map.groupBy(labelled, ({ item, context }) => `${item}\n${context}`).values(),
  ].filter((cell) => cell.some(({ group }) => group !== cell[0]?.group))
  const groups = [...new Set(labelled.map(({ group }) => group))].sort()
  return groups.map((group) => compareGroup(group, cells, draws))
}

function compareGroup(
  group: string,
  cells: readonly (readonly PriceSeen[])[],
  draws: Draws,
): PriceGap {
  const pairs = cells.flatMap((cell) => {
    const own = cell.filter((each) => each.group === group).map(({ price }) => price)
    const others = cell.filter((each) => each.group !== group).map(({ price }) => price)
    if (own.length === 0) return []
    return [{ item: cell[0]?.item ?? '', own, others, gap: meanOf(own) / meanOf(others) - 1 }]
  })
  const units = [...Map.groupBy(pairs, ({ item }) => item).values()].map((each) => [
    each.reduce((sum, { gap }) => sum + gap, 0),
    each.length,
  ])
  const [meanGap] = bootstrap(units, ([gaps = 0, count = 0]) => [gaps / count], draws) as [Drawn?]
  const gap = meanGap ?? { value: 0, low: -Infinity, high: Infinity, standardError: Infinity }
  const relative = pairs.map(({ own, others }) => {
    const mean = meanOf([...own, ...others])
    return { own: own.map((price) => price / mean), others: others.map((price) => price / mean) }
  })
  return {
    group,
    shown: pairs.reduce((sum, { own }) => sum + own.length, 0),
    items: units.length,
    meanGap: gap,
    maxGap: pairs.reduce((most, pair) => Math.max(most, Math.abs(pair.gap)), 0),
    distance: kolmogorovSmirnov(
      relative.flatMap(({ own }) => own),
      relative.flatMap(({ others }) => others),
    ),
    pValue: pOf(gap),
  }
}

function pOf({ value, standardError }: Drawn): number {
  if (!Number.isFinite(standardError) || Number.isNaN(value)) return 1
  return standardError === 0 ? (value === 0 ? 1 : 0) : normalPValue(value / standardError)
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The largest distance between two empirical distribution functions. */
export function kolmogorovSmirnov(a: readonly number[], b: readonly number[]): number {
  if (a.length === 0 || b.length === 0) return 0
  const [first, second] = [a, b].map((values) => values.toSorted((x, y) => x - y)) as [
    number[],
    number[],
  ]
  let [i, j, most] = [0, 0, 0]
  while (i < first.length && j < second.length) {
    const value = Math.min(first[i] as number, second[j] as number)
    while (first[i] === value) i += 1
    while (second[j] === value) j += 1
    most = Math.max(most, Math.abs(i / first.length - j / second.length))
  }
  return most
}
