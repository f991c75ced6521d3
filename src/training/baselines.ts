import type { Order } from './dataset.ts'
import { add, at } from './element.ts'
import type { Reading } from './examples.ts'
import type { Rank } from './protocols.ts'

/** Learns from orders in order of time and returns how it ranks. */
export type Baseline = (orders: readonly Order[], items: number) => Rank

/** The simple methods that every model is shown beside, as they stand, untuned. */
export const baselines: Readonly<Record<string, Baseline>> = {
  popularity,
  markov: (orders, items) => byLastLine(successors(orders, items, 1)),
  sequentialRules: (orders, items) => byLastLine(successors(orders, items, 10)),
  sequentialRulesSummed: (orders, items) => byAllLines(shares(successors(orders, items, 10))),
  itemKnn: (orders, items) => byLastLine(cosines(orders, items)),
  itemKnnSummed: (orders, items) => byAllLines(cosines(orders, items)),
  sessionKnn,
}

/** One number for each pair of items, row by row. Dense: a few items fill most of it. */
interface Square {
  readonly items: number
  readonly values: Float32Array
}

function popularity(orders: readonly Order[], items: number): Rank {
  const counts = new Float64Array(items)
  for (const order of orders) for (const item of order.items) add(counts, item, 1)
  return (_, scores) => scores.set(counts)
}

/** How often each item followed each other one within `steps` lines, one by the distance. */
function successors(orders: readonly Order[], items: number, steps: number): Square {
  const values = new Float32Array(items * items)
  for (const { items: lines } of orders) {
    for (let place = 0; place < lines.length; place++) {
      for (let step = 1; step <= steps && place + step < lines.length; step++) {
        add(values, at(lines, place) * items + at(lines, place + step), 1 / step)
      }
    }
  }
  return { items, values }
}

/** Each row by its sum. */
function shares({ items, values }: Square): Square {
  const scaled = values.slice()
  for (let row = 0; row < items; row++) {
    const start = row * items
    const total = values.subarray(start, start + items).reduce((sum, each) => sum + each, 0) || 1
    for (let x = start; x < start + items; x++) scaled[x] = at(values, x) / total
  }
  return { items, values: scaled }
}

/** Cosine of two items over the orders that hold them. */
function cosines(orders: readonly Order[], items: number): Square {
  const values = new Float32Array(items * items)
  for (const { items: lines } of orders) {
    for (const item of lines) for (const other of lines) add(values, item * items + other, 1)
  }
  const roots = Float64Array.from({ length: items }, (_, item) =>
    Math.sqrt(at(values, item * items + item) || 1),
  )
  for (let item = 0; item < items; item++) {
    for (let other = 0; other < items; other++) {
      const place = item * items + other
      values[place] = item === other ? 0 : at(values, place) / (at(roots, item) * at(roots, other))
    }
  }
  return { items, values }
}

function byLastLine({ items, values }: Square): Rank {
  return ({ visible }, scores) => {
    const start = (visible.at(-1) as number) * items
    scores.set(values.subarray(start, start + items))
  }
}

function byAllLines({ items, values }: Square): Rank {
  return ({ visible }, scores) => {
    scores.fill(0)
    for (const line of visible) {
      const start = line * items
      for (let item = 0; item < items; item++) add(scores, item, at(values, start + item))
    }
  }
}

/** How many lines back a sequence still counts for session-kNN. */
const remembered = 10

/**
 * Vector session-kNN (Ludewig and Jannach 2018): the 100 orders nearest to the visible lines, of the 1,000
 * newest that share one. In a sequence a line counts less by a tenth for each line after it.
 */
function sessionKnn(orders: readonly Order[], items: number): Rank {
  const [sample, neighbours] = [1000, 100]
  const ordersOf = Array.from({ length: items }, (): number[] => [])
  orders.forEach(({ items: lines }, index) => {
    for (const item of lines) ordersOf[item]?.push(index)
  })
  const shared = new Float64Array(orders.length)

  return ({ visible, reading }, scores) => {
    scores.fill(0)
    const lines = reading === 'set' ? visible : visible.subarray(-remembered)
    const near = newestSharing(lines, reading)
    const likeness = (index: number) =>
      (shared[index] as number) / Math.sqrt(orders[index]?.items.length ?? 1)
    near.sort((a, b) => likeness(b) - likeness(a) || b - a)
    for (const index of near.slice(0, neighbours)) {
      for (const item of orders[index]?.items ?? []) add(scores, item, likeness(index))
    }
  }

  /** The newest orders that hold one of the lines; leaves in `shared` what they have in common. */
  function newestSharing(lines: Int32Array, reading: Reading): number[] {
    const found: number[] = []
    shared.fill(0)
    lines.forEach((item, at) => {
      const weight = reading === 'set' ? 1 : 1 - (lines.length - 1 - at) / remembered
      for (const index of ordersOf[item]?.slice(-sample) ?? []) {
        if (shared[index] === 0) found.push(index)
        add(shared, index, weight)
      }
    })
    return found.sort((a, b) => b - a).slice(0, sample)
  }
}
