import type { Metric } from '../model/manifest.ts'
import type { Order } from './dataset.ts'
import type { Reading } from './examples.ts'
import { clusteredMean, depth, recallAt20, reciprocalRankAt20 } from './metrics.ts'
import { createRandom } from './random.ts'

/** One question of a protocol: what may be seen of an order, and what it hides. */
export interface Case {
  readonly reading: Reading
  /** Rows of the context table. */
  readonly hour: number
  readonly country: number
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
}

export interface Quality {
  readonly recall20: Metric
  readonly mrr20: Metric
}

/** Each line of an order, to be told from those before it. */
export function nextLine(orders: readonly Order[]): Protocol {
  return {
    cases: orders.map(({ items, hour, country }) =>
      Array.from({ length: Math.max(0, items.length - 1) }, (_, at) => ({
        hour,
        country,
        reading: 'sequence',
        visible: items.subarray(0, at + 1),
        hidden: items.subarray(at + 1, at + 2),
      })),
    ),
  }
}

/** Half of each order's lines, drawn once by the seed, to be told from the other half. */
export function halfBasket(orders: readonly Order[], seed: number): Protocol {
  const random = createRandom(seed)
  return {
    cases: orders.map(({ items, hour, country }) => {
      const lines = items.length
      if (lines < 2) return []
      const drawn = random.shuffle(Array.from(items.keys()))
      const isHidden = new Set(drawn.slice(0, Math.floor(lines / 2)))
      return [
        {
          hour,
          country,
          reading: 'set',
          visible: items.filter((_, at) => !isHidden.has(at)),
          hidden: items.filter((_, at) => isHidden.has(at)),
        },
      ]
    }),
  }
}

/**
 * Measures a method: over the whole catalogue, without what is already in the basket.
 *
 * @param items how many rows the catalogue has.
 */
export function measure({ cases }: Protocol, items: number, rank: Rank): Quality {
  const scores = new Float64Array(items)
  const recalls: number[][] = []
  const ranks: number[][] = []
  for (const group of cases) {
    const rankings = group.map(({ hidden, ...question }) => {
      rank(question, scores)
      for (const item of question.visible) scores[item] = -Infinity
      return { top: best(scores, depth), hidden: new Set(hidden) }
    })
    recalls.push(rankings.map(({ top, hidden }) => recallAt20(top, hidden)))
    ranks.push(rankings.map(({ top, hidden }) => reciprocalRankAt20(top, hidden)))
  }
  return { recall20: clusteredMean(recalls), mrr20: clusteredMean(ranks) }
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
