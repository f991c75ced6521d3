import type { Order } from './dataset.ts'
import { add } from './element.ts'
import type { Reading } from './examples.ts'
import type { Rank } from './protocols.ts'
import { createSquare, type Square } from './square.ts'
import { vmisKnn } from './vmis-knn.ts'

/** Learns from orders in order of time and returns how it ranks. */
export type Baseline = (
  orders: readonly Order[],
  items: number,
) => Rank & { readonly bytes?: number }

/** The simple methods that every model is shown beside, as they stand, untuned. */
export const baselines: Readonly<Record<string, Baseline>> = {
  popularity,
  markov: (orders, items) => byLastLine(successors(orders, items, 1)),
  sequentialRules: (orders, items) => byLastLine(successors(orders, items, 10)),
  sequentialRulesSummed: (orders, items) => byAllLines(shares(successors(orders, items, 10))),
  itemKnn: (orders, items) => byLastLine(cosines(orders, items)),
  itemKnnSummed: (orders, items) => byAllLines(cosines(orders, items)),
  sessionKnn,
  vmisKnn,
}

function popularity(orders: readonly Order[], items: number): Rank {
  const counts = new Float64Array(items)
  for (const { set } of orders) for (const item of set) add(counts, item, 1)
  return Object.assign(((_, scores) => scores.set(counts)) satisfies Rank, {
    bytes: counts.byteLength,
  })
}

/** How often each item followed each other one within `steps` lines, one by the distance. */
function successors(orders: readonly Order[], items: number, steps: number): Square {
  const square = createSquare(items)
  for (const { items: lines } of orders) {
    for (let place = 0; place < lines.length; place++) {
      for (let step = 1; step <= steps && place + step < lines.length; step++) {
        square.add(lines[place] as number, lines[place + step] as number, 1 / step)
      }
    }
  }
  return square
}

/** Each row by its sum. */
function shares(square: Square): Square {
  const totals = new Float64Array(square.items)
  square.replace((value, row) => {
    add(totals, row, value)
    return value
  })
  square.replace((value, row) => value / (totals[row] as number))
  return square
}

/** Cosine of two items over the orders that hold them. */
function cosines(orders: readonly Order[], items: number): Square {
  const square = createSquare(items)
  for (const { set } of orders) {
    for (const item of set) for (const other of set) square.add(item, other, 1)
  }
  const roots = Float64Array.from({ length: items }, (_, item) =>
    Math.sqrt(square.get(item, item) || 1),
  )
  square.replace((value, item, other) =>
    item === other ? 0 : value / ((roots[item] as number) * (roots[other] as number)),
  )
  return square
}

function byLastLine(square: Square): Rank {
  return Object.assign(
    (({ visible }, scores) => {
      scores.fill(0)
      square.addRow(visible.at(-1) as number, scores)
    }) satisfies Rank,
    { bytes: square.bytes },
  )
}

function byAllLines(square: Square): Rank {
  const sums = new Float64Array(square.items)
  let summed = new Int32Array()
  return Object.assign(
    (({ visible }, scores) => {
      // Line by line a basket grows by one: what was there is summed already.
      const grown = summed.length > 0 && summed.every((line, at) => line === visible[at])
      if (!grown) sums.fill(0)
      for (const line of visible.subarray(grown ? summed.length : 0)) square.addRow(line, sums)
      summed = visible.slice()
      scores.set(sums)
    }) satisfies Rank,
    { bytes: square.bytes },
  )
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
  orders.forEach(({ set }, index) => {
    for (const item of set) ordersOf[item]?.push(index)
  })
  const shared = new Float64Array(orders.length)

  return ({ visible, reading }, scores) => {
    scores.fill(0)
    const lines = reading === 'set' ? visible : visible.subarray(-remembered)
    const near = newestSharing(lines, reading)
    const likeness = (index: number) =>
      (shared[index] as number) / Math.sqrt(orders[index]?.set.length ?? 1)
    near.sort((a, b) => likeness(b) - likeness(a) || b - a)
    for (const index of near.slice(0, neighbours)) {
      for (const item of orders[index]?.set ?? []) add(scores, item, likeness(index))
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
