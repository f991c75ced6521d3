import type { ItemTable, Order } from './dataset.ts'
import { recency } from './pairs.ts'
import type { Random } from './random.ts'

/**
 * The two ways to read an order. `sequence`: line after line, as a shopper goes from page to page; items
 * of kind `view` are read so. `set`: all at once; items of kind `cart` and `order`.
 */
export const readings = ['sequence', 'set'] as const
export type Reading = (typeof readings)[number]

/** One question to the network and its answers, as rows. */
export interface Example {
  readonly reading: Reading
  /** Newest first. */
  readonly items: Int32Array
  /** Rows of the context table that are permitted and known. */
  readonly contexts: Int32Array
  /** Items that can be no answer: the shopper has them. */
  readonly seen: Int32Array
  readonly targets: Int32Array
  /** How the answer is shared among the targets; sums to 1. */
  readonly shares: Float64Array
  readonly weight: number
}

export interface ExampleOptions {
  /** How many items of a visit the model looks at. */
  readonly history: number
  /** At most this many lines of an order are asked for in each epoch. */
  readonly linesPerOrder: number
  /** What a hidden half weighs against a line. */
  readonly setWeight: number
  readonly halfLifeDays: number
  readonly lastDay: number
}

/** Lines after the current one that count as its answer, the nearest one most. */
const ahead = 2

/**
 * Draws the examples of one epoch: from each order some of its lines, each to be told from those before
 * it, and one random half, to be told from the other.
 */
export function drawExamples(
  orders: readonly Order[],
  table: ItemTable,
  options: ExampleOptions,
  random: Random,
): Example[] {
  const examples: Example[] = []
  for (const order of orders) {
    const lines = order.items.length
    if (lines < 2) continue
    const weight = recency(order, options.lastDay, options.halfLifeDays)
    const draws = Math.min(lines - 1, options.linesPerOrder)
    const places = random.shuffle(Uint32Array.from({ length: lines - 1 }, (_, at) => at + 1))
    for (const place of places.subarray(0, draws)) {
      examples.push(askNextLine(order, place, (weight * (lines - 1)) / draws))
    }
    const half = askHalf(order, weight)
    if (half) examples.push(half)
  }
  return random.shuffle(examples)

  function askNextLine(order: Order, place: number, weight: number): Example {
    const seen = order.items.subarray(0, place)
    const targets = order.items.subarray(place, place + ahead)
    const nearness = Float64Array.from(targets, (_, at) => 1 / (at + 1))
    const total = nearness.reduce((sum, each) => sum + each, 0)
    const shares = nearness.map((each) => each / total)
    return { reading: 'sequence', ...permit(order, seen), seen, targets, shares, weight }
  }

  function askHalf(order: Order, weight: number): Example | undefined {
    const isHidden = Array.from(order.items, () => random.next() < 0.5)
    const seen = order.items.filter((_, at) => !isHidden[at])
    const targets = order.items.filter((_, at) => isHidden[at])
    if (seen.length === 0 || targets.length === 0) return
    const shares = new Float64Array(targets.length).fill(1 / targets.length)
    const setWeight = weight * options.setWeight * Math.sqrt(Math.min(targets.length, 20))
    return { reading: 'set', ...permit(order, seen), seen, targets, shares, weight: setWeight }
  }

  /** Consent dropout: what a shopper may have refused is missing at random. */
  function permit(order: Order, seen: Int32Array) {
    const [nothing, currentOnly] = [0.15, 0.3]
    const draw = random.next()
    const shown = draw < nothing ? 0 : draw < currentOnly ? 1 : options.history
    const newest = seen.at(-1) as number
    const rows = [table.category[newest] as number, order.hour, order.country]
    return {
      items: seen.subarray(Math.max(0, seen.length - shown)).toReversed(),
      contexts: Int32Array.from(rows.filter((row) => !isEmptyRow(row) && random.next() < 0.5)),
    }
  }

  function isEmptyRow(row: number): boolean {
    return table.firstRows.includes(row)
  }
}
