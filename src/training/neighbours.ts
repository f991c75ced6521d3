import type { PairCounts } from './pairs.ts'

/** Of each item the ones that most often stand next to it. */
export interface Neighbours {
  /** K, how many each item has. */
  readonly size: number
  /** K rows an item; an item with fewer is filled up with the padding row. */
  readonly items: Int32Array
  /** Share of the item's pairs that each neighbour has, 0 to 1. */
  readonly shares: Float64Array
}

/**
 * Keeps the K most frequent neighbours of each item.
 *
 * @param smoothing is added to each item's total, so that a rare item's few pairs stay a weak hint.
 */
export function keepNeighbours({ rows }: PairCounts, size: number, smoothing: number): Neighbours {
  const items = new Int32Array(rows.length * size).fill(rows.length)
  const shares = new Float64Array(rows.length * size)
  rows.forEach((row, item) => {
    const pairs = [...row].sort(([a, x], [b, y]) => y - x || a - b)
    const total = pairs.reduce((sum, [, count]) => sum + count, smoothing)
    pairs.slice(0, size).forEach(([neighbour, count], place) => {
      items[item * size + place] = neighbour
      shares[item * size + place] = count / total
    })
  })
  return { size, items, shares }
}
