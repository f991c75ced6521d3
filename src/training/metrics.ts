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

/**
 * The mean over all values and its standard error, where values of one order hang together: orders are
 * what is drawn, so the error is that of a ratio of sums over orders (Cochran 1977, section 6.3).
 *
 * @param groups the values of each order.
 */
export function clusteredMean(groups: readonly (readonly number[])[]): Metric {
  const filled = groups.filter((values) => values.length > 0)
  const sizes = filled.map((values) => values.length)
  const sums = filled.map((values) => values.reduce((sum, value) => sum + value, 0))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  if (total === 0) return { value: 0, standardError: 0 }
  const value = sums.reduce((sum, each) => sum + each, 0) / total
  const n = filled.length
  if (n < 2) return { value, standardError: 0 }
  const squares = sums.reduce((sum, each, i) => sum + (each - value * (sizes[i] as number)) ** 2, 0)
  return { value, standardError: Math.sqrt((squares * n) / (n - 1)) / total }
}
