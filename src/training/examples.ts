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

/** The examples of an epoch. They are drawn at once, and made when they are asked for. */
export interface Examples {
  readonly length: number
  /** Those from one place to another, which is left out. */
  slice(from: number, to: number): Example[]
  /** How often each item is an answer. */
  countTargets(items: number): Float64Array
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
  /** Whether what a visit holds may be its next item again, as a page may be opened twice. */
  readonly repeats?: boolean | undefined
  /** Share of the examples that miss the history of the visit; half of these miss its current item too. */
  readonly consentDropout?: number | undefined
}

/** Lines after the current one that count as its answer, the nearest one most. */
const ahead = 2
/** The place of a line that is no line but a hidden half. */
const half = 0

/**
 * Draws the examples of one epoch: from each order some of its lines, each to be told from those before
 * it, and one random half, to be told from the other. What was drawn takes a few bytes an example.
 */
export function drawExamples(
  orders: readonly Order[],
  table: ItemTable,
  options: ExampleOptions,
  random: Random,
): Examples {
  const draws = ({ items }: Order) => Math.min(items.length - 1, options.linesPerOrder)
  const drawable = orders.filter(({ items }) => items.length > 1)
  const most = drawable.reduce((sum, order) => sum + draws(order) + 1, 0)
  const orderOf = new Uint32Array(most)
  const placeOf = new Int32Array(most)
  const shownOf = new Uint16Array(most)
  const permittedOf = new Uint8Array(most)
  let length = 0

  const starts = new Uint32Array(drawable.length)
  const isHidden = new Uint8Array(drawable.reduce((sum, { set }) => sum + set.length, 0))
  let start = 0
  drawable.forEach((order, index) => {
    const lines = order.items.length
    const places = random.shuffle(Uint32Array.from({ length: lines - 1 }, (_, at) => at + 1))
    for (const place of places.subarray(0, draws(order))) {
      note(index, place, order.items[place - 1] as number)
    }
    starts[index] = start
    let hidden = 0
    let newest = 0
    for (const item of order.set) {
      const isOne = random.next() < 0.5
      isHidden[start++] = isOne ? 1 : 0
      if (isOne) hidden += 1
      else newest = item
    }
    if (hidden > 0 && hidden < order.set.length) note(index, half, newest)
  })
  const shuffled = random.shuffle(Uint32Array.from({ length }, (_, at) => at))

  return {
    length,
    slice: (from, to) => Array.from(shuffled.subarray(from, to), make),
    countTargets(items) {
      const counts = new Float64Array(items)
      const count = (row: number) => {
        counts[row] = (counts[row] as number) + 1
      }
      for (let at = 0; at < length; at++) {
        const { items: lines, set } = drawable[orderOf[at] as number] as Order
        const place = placeOf[at] as number
        const first = starts[orderOf[at] as number] as number
        if (place !== half) lines.subarray(place, place + ahead).forEach(count)
        else for (let i = 0; i < set.length; i++) if (isHidden[first + i]) count(set[i] as number)
      }
      return counts
    },
  }

  /** Consent dropout: what a shopper may have refused is missing at random. */
  function note(index: number, place: number, newest: number): void {
    const currentOnly = options.consentDropout ?? 0.3
    const nothing = currentOnly / 2
    const draw = random.next()
    orderOf[length] = index
    placeOf[length] = place
    shownOf[length] = draw < nothing ? 0 : draw < currentOnly ? 1 : options.history
    contextsOf(drawable[index] as Order, newest).forEach((row, at) => {
      if (!isEmptyRow(row) && random.next() < 0.5) {
        permittedOf[length] = (permittedOf[length] as number) | (1 << at)
      }
    })
    length += 1
  }

  function make(at: number): Example {
    const index = orderOf[at] as number
    const order = drawable[index] as Order
    const place = placeOf[at] as number
    const weight = recency(order, options.lastDay, options.halfLifeDays)
    return place === half ? makeHalf(order, at, weight) : makeNextLine(order, at, place, weight)
  }

  function makeNextLine(order: Order, at: number, place: number, age: number): Example {
    const before = order.items.subarray(0, place)
    const seen = options.repeats ? none : before
    const targets = order.items.subarray(place, place + ahead)
    const nearness = Float64Array.from(targets, (_, step) => 1 / (step + 1))
    const { shares, worth } = shareOut(nearness, targets, order)
    const weight = ((age * (order.items.length - 1)) / draws(order)) * worth
    return { reading: 'sequence', ...permitted(order, at, before), seen, targets, shares, weight }
  }

  function makeHalf(order: Order, at: number, age: number): Example {
    const first = starts[orderOf[at] as number] as number
    const seen = order.set.filter((_, i) => !isHidden[first + i])
    const targets = order.set.filter((_, i) => isHidden[first + i])
    const { shares, worth } = shareOut(new Float64Array(targets.length).fill(1), targets, order)
    const weight = age * options.setWeight * Math.sqrt(Math.min(targets.length, 20)) * worth
    return { reading: 'set', ...permitted(order, at, seen), seen, targets, shares, weight }
  }

  function permitted(order: Order, at: number, seen: Int32Array) {
    const shown = shownOf[at] as number
    const rows = contextsOf(order, seen.at(-1) as number)
    return {
      items: seen.subarray(Math.max(0, seen.length - shown)).toReversed(),
      contexts: rows.filter((_, place) => ((permittedOf[at] as number) >> place) & 1),
    }
  }

  function contextsOf(order: Order, newest: number): Int32Array {
    return Int32Array.of(table.category[newest] as number, ...order.contexts)
  }

  function isEmptyRow(row: number): boolean {
    return table.firstRows.includes(row)
  }
}

/** The part of each target in an answer, and what the answer is worth. */
function shareOut(parts: Float64Array, targets: Int32Array, { worth }: Order) {
  const weighed = worth
    ? parts.map((part, at) => part * (worth[targets[at] as number] as number))
    : parts
  const total = sumOf(weighed)
  return { shares: weighed.map((each) => each / total), worth: worth ? total / sumOf(parts) : 1 }
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, each) => sum + each, 0)
}

const none = new Int32Array()
