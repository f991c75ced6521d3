import type { Product } from '../catalogue/product.ts'
import type { ContextInput } from '../model/manifest.ts'
import type { Basket } from './baskets.ts'
import { createContexts } from './contexts.ts'

/** A basket as rows of the item table. */
export interface Order {
  /** Rows in recorded order, each once. */
  readonly items: Int32Array
  /** Days since 1970-01-01. */
  readonly day: number
  /** Rows of `hour_of_week` and `country` in the context table; a masked feature's row is its first. */
  readonly hour: number
  readonly country: number
}

/** The items that a model knows, by recent popularity, and what is known of each. */
export interface ItemTable {
  readonly ids: readonly string[]
  /** Orders of each item in the data window, a recent one counting more. */
  readonly popularity: Float64Array
  /** Row of each item's leaf category in the context table. */
  readonly category: Int32Array
  readonly contexts: readonly ContextInput[]
  /** First row of each context in the context table, and how many rows there are in all. */
  readonly firstRows: readonly number[]
  readonly contextRows: number
  toOrder(basket: Basket): Order
}

export interface ItemTableOptions {
  readonly products: readonly Product[]
  readonly baskets: readonly Basket[]
  /** An item in fewer baskets has no row. */
  readonly minBaskets: number
  /** A basket this many days older counts half. */
  readonly halfLifeDays: number
}

/** Chooses the items a model will know and gives each its row. */
export function createItemTable(options: ItemTableOptions): ItemTable {
  const { products, baskets, minBaskets, halfLifeDays } = options
  const product = new Map(products.map((each) => [each.id, each]))
  const counts = new Map<string, { baskets: number; recent: number }>()
  const last = lastDay(baskets)
  for (const { ts, items } of baskets) {
    const weight = 0.5 ** ((last - dayOf(ts)) / halfLifeDays)
    for (const id of items) {
      if (!product.has(id)) continue
      const count = counts.get(id) ?? { baskets: 0, recent: 0 }
      counts.set(id, { baskets: count.baskets + 1, recent: count.recent + weight })
    }
  }
  const known = [...counts]
    .filter(([, count]) => count.baskets >= minBaskets)
    .sort(([a, x], [b, y]) => y.recent - x.recent || (a < b ? -1 : 1))

  const ids = known.map(([id]) => id)
  const rows = new Map(ids.map((id, row) => [id, row]))
  const contexts = createContexts(products, baskets)
  return {
    ids,
    popularity: Float64Array.from(known, ([, { recent }]) => recent),
    category: Int32Array.from(ids, (id) =>
      contexts.row('category', product.get(id)?.categories.at(-1) ?? ''),
    ),
    contexts: contexts.inputs,
    firstRows: contexts.firstRows,
    contextRows: contexts.size,
    toOrder: ({ ts, country, items }) => ({
      items: Int32Array.from(items.flatMap((id) => rows.get(id) ?? [])),
      day: dayOf(ts),
      hour: contexts.row('hour_of_week', hourKey(ts)),
      country: contexts.row('country', country),
    }),
  }
}

/** Days since 1970-01-01 of the newest basket. */
export function lastDay(baskets: readonly Basket[]): number {
  return baskets.reduce((latest, { ts }) => Math.max(latest, dayOf(ts)), 0)
}

export function dayOf(ts: string): number {
  return Date.parse(ts.slice(0, 10)) / 86_400_000
}

/** The key that `hourOfWeek` gives for a moment, from a local time. */
export function hourKey(ts: string): string {
  // 1970-01-01 was a Thursday, the fourth day of the ISO week.
  const weekday = ((dayOf(ts) + 3) % 7) + 1
  const hour = Number(ts.slice(11, 13))
  return `${weekday}-${String(hour - (hour % 3)).padStart(2, '0')}`
}
