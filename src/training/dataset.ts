import type { Product } from '../catalogue/product.ts'
import type { ContextInput } from '../model/manifest.ts'
import type { FeatureName } from '../policy/index.ts'
import type { Basket } from './baskets.ts'
import { createContexts } from './contexts.ts'

/** What the trainer wants to know of a product. */
export type Item = Pick<Product, 'id' | 'title' | 'categories'>

/** A basket or a visit as rows of the item table. */
export interface Order {
  /** Rows in recorded order: of a basket each once, of a visit what was looked at, again and again. */
  readonly items: Int32Array
  /** Rows that belong together in no order, each once: a basket's lines, or what a visit ordered. */
  readonly set: Int32Array
  /** Days since 1970-01-01. */
  readonly day: number
  /** Rows in the context table of what is known of all the visit; an unknown value's is its feature's first. */
  readonly contexts: Int32Array
  /** By row, how much an item counts as an answer; each 1 if it is not there. */
  readonly worth?: Float64Array | undefined
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
  /** Row of an item's leaf category in the context table. */
  categoryOf(item: Item): number
}

export interface ItemTableOptions {
  readonly products: readonly Item[]
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
    for (const id of new Set(items)) {
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
  const categoryOf = ({ categories }: Pick<Item, 'categories'>) =>
    contexts.row('category', categories.at(-1) ?? '')
  return {
    ids,
    popularity: Float64Array.from(known, ([, { recent }]) => recent),
    category: Int32Array.from(ids, (id) => categoryOf(product.get(id) ?? { categories: [] })),
    categoryOf,
    contexts: contexts.inputs,
    firstRows: contexts.firstRows,
    contextRows: contexts.size,
    toOrder: (basket) => ({
      ...toRows(basket, rows),
      day: dayOf(basket.ts),
      contexts: Int32Array.from(visitFeatures, ([feature, read]) =>
        contexts.row(feature, read(basket)),
      ),
    }),
  }
}

/** What is known of a whole visit, in the order of `Order.contexts`. */
export const visitFeatures: readonly (readonly [FeatureName, (basket: Basket) => string])[] = [
  ['hour_of_week', ({ ts }) => hourKey(ts)],
  ['country', ({ country }) => country],
  ['device_class', ({ device_class }) => device_class ?? ''],
  ['referrer_class', ({ referrer_class }) => referrer_class ?? ''],
]

/** A basket is read both ways. Of a visit what was looked at is the sequence, and what was ordered the set. */
export function toRows(
  { items, kinds }: Pick<Basket, 'items' | 'kinds'>,
  rows: ReadonlyMap<string, number>,
): Pick<Order, 'items' | 'set'> {
  const known = (kind?: string) =>
    items.flatMap((id, at) =>
      kind === undefined || kinds?.[at] === kind ? (rows.get(id) ?? []) : [],
    )
  const unique = (list: readonly number[]) => Int32Array.from(new Set(list))
  if (kinds === undefined) {
    const lines = Int32Array.from(known())
    return { items: lines, set: lines }
  }
  const viewed = known('v')
  const taken = [known('o'), known('c')].find((list) => new Set(list).size > 1)
  const set = unique(taken ?? known())
  return { items: viewed.length > 0 ? Int32Array.from(viewed) : set, set }
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
