import type { Order } from './dataset.ts'

/** How often items stand near one another, row by row. */
export interface PairCounts {
  /** Of each row: neighbour → count. */
  readonly rows: readonly ReadonlyMap<number, number>[]
}

export interface PairOptions {
  readonly items: number
  /** Lines further apart than this are no pair; a pair counts one by its distance in lines. */
  readonly window: number
  readonly halfLifeDays: number
  /** What a pair counts for the later line, against 1 for the earlier one: 1 has no direction. */
  readonly backward: number
  /** Day from which age is counted. */
  readonly lastDay: number
  /** Whether a neighbour counts by what it is worth as an answer; this has a direction. */
  readonly byWorth?: boolean
}

/** Counts pairs of lines that stand near one another in an order; recent orders count more. */
export function countPairs(orders: readonly Order[], options: PairOptions): PairCounts {
  const { items, window, halfLifeDays, backward, lastDay, byWorth } = options
  const rows = Array.from({ length: items }, () => new Map<number, number>())
  for (const order of orders) {
    const weight = recency(order, lastDay, halfLifeDays)
    const worthOf = (row: number) => (byWorth ? (order.worth?.[row] ?? 1) : 1)
    order.items.forEach((earlier, at) => {
      const end = Math.min(at + window, order.items.length - 1)
      for (let next = at + 1; next <= end; next++) {
        const later = order.items[next] as number
        const count = weight / (next - at)
        add(rows[earlier], later, count * worthOf(later))
        if (backward > 0) add(rows[later], earlier, count * backward * worthOf(earlier))
      }
    })
  }
  return { rows }
}

/** What an order weighs for its age: 1 for the newest, half for each half-life. */
export function recency(
  { day }: Pick<Order, 'day'>,
  lastDay: number,
  halfLifeDays: number,
): number {
  return 0.5 ** ((lastDay - day) / halfLifeDays)
}

function add(row: Map<number, number> | undefined, key: number, count: number): void {
  row?.set(key, (row.get(key) ?? 0) + count)
}
