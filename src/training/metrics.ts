import type { Metric } from '../model/manifest.ts'

/** How many places of a ranking are looked at. */
export const depth = 20

/** Percent of the hidden items that are among the first 20, of min(20, hidden). */
export function recallAt20(ranking: ArrayLike<number>, hidden: ReadonlySet<number>): number {
  let found = 0
  for (let place = 0; place < Math.min(depth, ranking.length); place++) {
    if (hidden.has(ranking[place] as number)) found += 1
  }
  return (100 * found) / Math.min(depth, hidden.size)
}

/** Percent: 100 for a hidden item in first place, 50 in second, 0 if none is among the first 20. */
export function reciprocalRankAt20(
  ranking: ArrayLike<number>,
  hidden: ReadonlySet<number>,
): number {
  for (let place = 0; place < Math.min(depth, ranking.length); place++) {
    if (hidden.has(ranking[place] as number)) return 100 / (place + 1)
  }
  return 0
}

/** Percent: 100 if any hidden item is among the first 20. */
export function hitAt20(ranking: ArrayLike<number>, hidden: ReadonlySet<number>): number {
  return reciprocalRankAt20(ranking, hidden) > 0 ? 100 : 0
}

/** Sum of gains, each by 1 / log2(1 + place): discounted cumulated gain (Järvelin and Kekäläinen 2002). */
export function discountedGain(gains: ArrayLike<number>): number {
  let sum = 0
  for (let place = 0; place < gains.length; place++) {
    sum += (gains[place] as number) / Math.log2(place + 2)
  }
  return sum
}

/** Percent of the gain that a ranking with all hidden items first would have; a hidden item gains one. */
export function ndcgAt20(ranking: ArrayLike<number>, hidden: ReadonlySet<number>): number {
  let gain = 0
  for (let place = 0; place < Math.min(depth, ranking.length); place++) {
    if (hidden.has(ranking[place] as number)) gain += 1 / Math.log2(place + 2)
  }
  return (100 * gain) / (ideal[Math.min(depth, hidden.size)] as number)
}

/** The gain of so many hits in the first places. */
const ideal = Float64Array.from({ length: depth + 1 }, (_, hits) =>
  discountedGain(new Uint8Array(hits).fill(1)),
)

/** Percent of the items that were shown at all. */
export function coverage(exposures: ArrayLike<number>): number {
  let shown = 0
  for (let item = 0; item < exposures.length; item++)
    if ((exposures[item] as number) > 0) shown += 1
  return exposures.length === 0 ? 0 : (100 * shown) / exposures.length
}

/**
 * How unevenly exposure is spread: 0 if every item has the same, near 100 if one has all (Gini index of a
 * finite list, in percent: Σ (2i − n − 1) x_i / (n Σ x), x ascending).
 */
export function gini(exposures: ArrayLike<number>): number {
  const sorted = Float64Array.from(exposures).sort()
  const n = sorted.length
  let [sum, weighted] = [0, 0]
  sorted.forEach((value, index) => {
    sum += value
    weighted += (2 * (index + 1) - n - 1) * value
  })
  return sum === 0 ? 0 : (100 * weighted) / (n * sum)
}

/**
 * The mean over all values and its standard error, where values of one order hang together: orders are
 * what is drawn, so the error is that of a ratio of sums over orders (Cochran 1977, section 6.3).
 *
 * @param groups the values of each order.
 */
export function clusteredMean(groups: readonly (readonly number[])[]): Metric {
  const sums = groups.map((values) => values.reduce((sum, value) => sum + value, 0))
  return ratioMean(
    sums,
    groups.map((values) => values.length),
  )
}

/** The same from the sums of orders and how many values each has. */
export function ratioMean(sums: ArrayLike<number>, sizes: ArrayLike<number>): Metric {
  let [total, sum, n] = [0, 0, 0]
  for (let i = 0; i < sizes.length; i++) {
    if (sizes[i] === 0) continue
    total += sizes[i] as number
    sum += sums[i] as number
    n += 1
  }
  if (total === 0) return { value: 0, standardError: 0 }
  const value = sum / total
  if (n < 2) return { value, standardError: 0 }
  let squares = 0
  for (let i = 0; i < sizes.length; i++) {
    if (sizes[i] !== 0) squares += ((sums[i] as number) - value * (sizes[i] as number)) ** 2
  }
  return { value, standardError: Math.sqrt((squares * n) / (n - 1)) / total }
}

/**
 * A figure of all orders together and its standard error by the jackknife over parts of them (Efron and
 * Tibshirani 1993, section 11.5): how much it moves when a part is left out.
 *
 * @param withoutPart the figure with one part left out, for each part.
 */
export function jackknife(value: number, withoutPart: readonly number[]): Metric {
  const parts = withoutPart.length
  const mean = withoutPart.reduce((sum, each) => sum + each, 0) / parts
  const squares = withoutPart.reduce((sum, each) => sum + (each - mean) ** 2, 0)
  return { value, standardError: Math.sqrt(((parts - 1) / parts) * squares) }
}

/** A quantile of sorted values, and its standard error from the values beside it (binomial interval). */
export function quantile(sorted: ArrayLike<number>, share: number): Metric {
  const n = sorted.length
  if (n === 0) return { value: 0, standardError: 0 }
  const spread = Math.sqrt(n * share * (1 - share))
  const at = (place: number) => sorted[Math.min(n - 1, Math.max(0, Math.round(place)))] as number
  const middle = share * (n - 1)
  return { value: at(middle), standardError: (at(middle + spread) - at(middle - spread)) / 2 }
}
