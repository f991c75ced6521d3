import type { Order } from './dataset.ts'
import { add } from './element.ts'
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

type Rows = readonly ReadonlyMap<number, number>[]

function popularity(orders: readonly Order[], items: number): Rank {
  const counts = new Float64Array(items)
  for (const order of orders) for (const item of order.items) add(counts, item, 1)
  return (_, scores) => scores.set(counts)
}

/** How often each item followed each other one within `steps` lines, one by the distance. */
function successors(orders: readonly Order[], items: number, steps: number): Rows {
  const rows = emptyRows(items)
  for (const { items: lines } of orders) {
    for (let at = 0; at < lines.length; at++) {
      for (let step = 1; step <= steps && at + step < lines.length; step++) {
        addPair(rows, lines[at] as number, lines[at + step] as number, 1 / step)
      }
    }
  }
  return rows
}

function shares(rows: Rows): Rows {
  return rows.map((row) => {
    const total = [...row.values()].reduce((sum, count) => sum + count, 0)
    return new Map([...row].map(([item, count]) => [item, count / total]))
  })
}

/** Cosine of two items over the orders that hold them. */
function cosines(orders: readonly Order[], items: number): Rows {
  const rows = emptyRows(items)
  const counts = new Float64Array(items)
  for (const { items: lines } of orders) {
    for (const item of lines) {
      add(counts, item, 1)
      for (const other of lines) if (other !== item) addPair(rows, item, other, 1)
    }
  }
  return rows.map((row, item) => {
    const root = (other: number) => Math.sqrt((counts[item] ?? 0) * (counts[other] ?? 0))
    return new Map([...row].map(([other, count]) => [other, count / root(other)]))
  })
}

function byLastLine(rows: Rows): Rank {
  return ({ visible }, scores) => {
    scores.fill(0)
    for (const [item, score] of rows[visible.at(-1) as number] ?? []) scores[item] = score
  }
}

function byAllLines(rows: Rows): Rank {
  return ({ visible }, scores) => {
    scores.fill(0)
    for (const line of visible) {
      for (const [item, score] of rows[line] ?? []) add(scores, item, score)
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

function emptyRows(items: number): Map<number, number>[] {
  return Array.from({ length: items }, () => new Map<number, number>())
}

function addPair(rows: Map<number, number>[], from: number, to: number, count: number): void {
  const row = rows[from]
  row?.set(to, (row.get(to) ?? 0) + count)
}
