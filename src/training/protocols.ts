import type { Metric } from '../model/manifest.ts'
import type { Order } from './dataset.ts'
import type { Reading } from './examples.ts'
import { clusteredMean, depth, recallAt20, reciprocalRankAt20 } from './metrics.ts'
import { createRandom } from './random.ts'

/** One question of a protocol: what may be seen of an order, and what it hides. */
export interface Case {
  readonly reading: Reading
  /** As of `Order`. */
  readonly contexts: Int32Array
  /** Rows in recorded order; at least one. */
  readonly visible: Int32Array
  readonly hidden: Int32Array
}

/** What a method is told of a case. */
export type Question = Omit<Case, 'hidden'>

/** Writes a score for every item, by row. */
export type Rank = (question: Question, scores: Float64Array) => void

/** Cases by order: the answers of one order hang together. */
export interface Protocol {
  readonly cases: readonly (readonly Case[])[]
  /** Whether what is visible can be an answer. */
  readonly repeats: boolean
}

export interface Quality {
  readonly recall20: Metric
  readonly mrr20: Metric
}

/** Each line of an order, to be told from those before it. What is in the basket is no answer. */
export function nextLine(orders: readonly Order[]): Protocol {
  const noRepeats = orders.map((order) => ({
    ...order,
    items: Int32Array.from(new Set(order.items)),
  }))
  return { cases: lineByLine(noRepeats), repeats: false }
}

/** Each click of a visit, to be told from those before it: any item can be next, the current one too. */
export function nextClick(orders: readonly Order[]): Protocol {
  return { cases: lineByLine(orders), repeats: true }
}

function lineByLine(orders: readonly Order[]): Case[][] {
  return orders.map(({ items, contexts }) =>
    Array.from({ length: Math.max(0, items.length - 1) }, (_, at) => ({
      contexts,
      reading: 'sequence',
      visible: items.subarray(0, at + 1),
      hidden: items.subarray(at + 1, at + 2),
    })),
  )
}

/** Half of each order's lines, drawn once by the seed, to be told from the other half. */
export function halfBasket(orders: readonly Order[], seed: number): Protocol {
  const random = createRandom(seed)
  const cases = orders.map(({ set, contexts }): Case[] => {
    const lines = set.length
    if (lines < 2) return []
    const drawn = random.shuffle(Array.from(set.keys()))
    const isHidden = new Set(drawn.slice(0, Math.floor(lines / 2)))
    return [
      {
        contexts,
        reading: 'set',
        visible: set.filter((_, at) => !isHidden.has(at)),
        hidden: set.filter((_, at) => isHidden.has(at)),
      },
    ]
  })
  return { cases, repeats: false }
}

/**
 * Measures a method: over the whole catalogue, without what is already in the basket.
 *
 * @param items how many rows the catalogue has.
 */
export function measure(protocol: Protocol, items: number, rank: Rank): Quality {
  return measureAll(protocol, items, [rank])[0] as Quality
}

/** Measures several methods, each asked a question before the next question comes. */
export function measureAll(protocol: Protocol, items: number, ranks: readonly Rank[]): Quality[] {
  const scores = new Float64Array(items)
  const measured = ranks.map(() => ({ recalls: [] as number[][], ranks: [] as number[][] }))
  for (const group of protocol.cases) {
    for (const each of measured) {
      each.recalls.push([])
      each.ranks.push([])
    }
    for (const { hidden, ...question } of group) {
      const answers = new Set(hidden)
      ranks.forEach((rank, index) => {
        rank(question, scores)
        if (!protocol.repeats) for (const item of question.visible) scores[item] = -Infinity
        const top = best(scores, depth)
        measured[index]?.recalls.at(-1)?.push(recallAt20(top, answers))
        measured[index]?.ranks.at(-1)?.push(reciprocalRankAt20(top, answers))
      })
    }
  }
  return measured.map((each) => ({
    recall20: clusteredMean(each.recalls),
    mrr20: clusteredMean(each.ranks),
  }))
}

/** Rows of the highest scores, best first; of equal ones, the lower row. */
export function best(scores: ArrayLike<number>, count: number): Int32Array {
  const rows = new Int32Array(count).fill(-1)
  let filled = 0
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row] as number
    if (score === -Infinity) continue
    if (filled === count && score <= (scores[rows[count - 1] as number] as number)) continue
    let place = filled < count ? filled++ : count - 1
    while (place > 0 && score > (scores[rows[place - 1] as number] as number)) {
      rows[place] = rows[place - 1] as number
      place -= 1
    }
    rows[place] = row
  }
  return rows.subarray(0, filled)
}
