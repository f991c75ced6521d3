import type { ContextInput } from '../model/manifest.ts'
import type { FeatureName } from '../policy/index.ts'
import type { Basket } from './baskets.ts'
import type { Item } from './dataset.ts'

const maxRows = 64

export interface Contexts {
  readonly inputs: readonly ContextInput[]
  readonly firstRows: readonly number[]
  /** Rows of all context tables together. */
  readonly size: number
  /** Where a feature's value is, over all tables; an unknown value is at the feature's first row. */
  row(feature: FeatureName, value: string): number
}

/** Lays out the context tables one after the other, each with its empty row first. */
export function createContexts(products: readonly Item[], baskets: readonly Basket[]): Contexts {
  const inputs: ContextInput[] = [
    input('page_type', ['home', 'category', 'product', 'search', 'cart']),
    input('category', categoryKeys(products)),
    input('hour_of_week', hoursOfWeek()),
    input('device_class', ['desktop', 'mobile', 'tablet']),
    input('referrer_class', ['none', 'internal', 'search', 'social', 'mail', 'other']),
    input('country', byFrequency(baskets.map(({ country }) => country))),
  ]
  const firstRows: number[] = []
  const tables = new Map<FeatureName, { first: number; rows: Map<string, number> }>()
  let size = 0
  for (const { feature, rows } of inputs) {
    firstRows.push(size)
    tables.set(feature, { first: size, rows: new Map(rows.map((value, row) => [value, row])) })
    size += rows.length
  }
  return {
    inputs,
    firstRows,
    size,
    row(feature, value) {
      const table = tables.get(feature)
      return table ? table.first + (table.rows.get(value) ?? 0) : 0
    },
  }
}

function input(feature: FeatureName, values: readonly string[]): ContextInput {
  return { feature, rows: ['', ...values.slice(0, maxRows - 1)] }
}

/** Parents and leaves alike: a category page may be of either. */
function categoryKeys(products: readonly Item[]): string[] {
  return byFrequency(products.flatMap(({ categories }) => categories))
}

function hoursOfWeek(): string[] {
  const days = [1, 2, 3, 4, 5, 6, 7]
  const hours = ['00', '03', '06', '09', '12', '15', '18', '21']
  return days.flatMap((day) => hours.map((hour) => `${day}-${hour}`))
}

function byFrequency(values: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const value of values) if (value) counts.set(value, (counts.get(value) ?? 0) + 1)
  const sorted = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  return sorted.map(([value]) => value)
}
