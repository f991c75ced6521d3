import type { Metric } from '../model/manifest.ts'
import {
  best,
  coverage,
  depth,
  gini,
  hitAt20,
  jackknife,
  ndcgAt20,
  type Protocol,
  type Question,
  type Rank,
  ratioMean,
  recallAt20,
  reciprocalRankAt20,
} from '../training/index.ts'

/** What is measured of each answer. */
const measures = {
  hr20: hitAt20,
  recall20: recallAt20,
  mrr20: reciprocalRankAt20,
  ndcg20: ndcgAt20,
} as const

export type Measure = keyof typeof measures
export const measureNames = Object.keys(measures) as Measure[]

/** How well one method answered the questions of one protocol; figures are in percent. */
export type Figures = Readonly<Record<Measure | 'coverage20' | 'gini20', Metric>>

/** What was counted, order by order. */
export interface Tally {
  /** Questions of each order. */
  readonly sizes: Float64Array
  readonly sums: Readonly<Record<Measure, Float64Array>>
  readonly figures: Figures
  readonly segments: ReadonlyMap<string, SegmentTally>
}

interface SegmentTally {
  readonly sizes: Float64Array
  readonly recall20: Float64Array
  readonly mrr20: Float64Array
}

/** Which segments a question belongs to, by order and place in it. */
export type SegmentsOf = (order: number, place: number) => readonly string[]

/** Parts of the orders, for the error of figures that are of all orders together. */
const parts = 10

/** The best rows for a question, at least 20 if there are so many; not those that it rules out. */
export type Ask = (
  question: Question,
  ruledOut: ReadonlySet<number>,
) => Int32Array | Promise<Int32Array>

/** Asks by what ranks all items. */
export function askRank(rank: Rank, items: number): Ask {
  const scores = new Float64Array(items)
  return (question, ruledOut) => {
    rank(question, scores)
    for (const item of ruledOut) scores[item] = Number.NEGATIVE_INFINITY
    return best(scores, depth)
  }
}

const nothing: ReadonlySet<number> = new Set()

/** Asks a method all questions of a protocol. */
export async function tally(
  { cases, repeats }: Protocol,
  items: number,
  ask: Ask,
  segmentsOf: SegmentsOf,
  onOrder: (done: number) => void = () => {},
): Promise<Tally> {
  const zeros = () => new Float64Array(cases.length)
  const sizes = zeros()
  const sums = { hr20: zeros(), recall20: zeros(), mrr20: zeros(), ndcg20: zeros() }
  const segments = new Map<string, SegmentTally>()
  const exposures = Array.from({ length: parts }, () => new Float64Array(items))

  for (const [order, group] of cases.entries()) {
    const seen = exposures[order % parts] as Float64Array
    for (const [place, { hidden, ...question }] of group.entries()) {
      const top = await ask(question, repeats ? nothing : new Set(question.visible))
      const answers = new Set(hidden)
      for (const name of measureNames) add(sums[name], order, measures[name](top, answers))
      add(sizes, order, 1)
      top.forEach((item, at) => {
        add(seen, item, 1 / Math.log2(at + 2))
      })
      for (const name of segmentsOf(order, place)) {
        const segment = segments.get(name) ?? { sizes: zeros(), recall20: zeros(), mrr20: zeros() }
        segments.set(name, segment)
        add(segment.sizes, order, 1)
        add(segment.recall20, order, recallAt20(top, answers))
        add(segment.mrr20, order, reciprocalRankAt20(top, answers))
      }
    }
    onOrder((order + 1) / cases.length)
  }

  const ofAnswers = Object.fromEntries(
    measureNames.map((name) => [name, ratioMean(sums[name], sizes)]),
  ) as Record<Measure, Metric>
  const figures = { ...ofAnswers, ...spread(exposures) }
  return { sizes, sums, figures, segments }
}

/** Coverage and Gini index of what all answers showed. */
function spread(exposures: readonly Float64Array[]) {
  const all = new Float64Array(exposures[0]?.length ?? 0)
  for (const part of exposures) {
    for (let item = 0; item < all.length; item++) add(all, item, part[item] as number)
  }
  const without = exposures.map((part) => {
    // A part's own weight comes back as a rest of rounding: that is not shown.
    const left = all.map((value, item) => value - (part[item] as number))
    return left.map((value) => (value < 1e-9 ? 0 : value))
  })
  return {
    coverage20: jackknife(coverage(all), without.map(coverage)),
    gini20: jackknife(gini(all), without.map(gini)),
  }
}

/** How much better one method answers than another, on the same questions. */
export function difference(a: Tally, b: Tally, measure: Measure): Metric {
  const gaps = a.sums[measure].map((sum, order) => sum - (b.sums[measure][order] as number))
  return ratioMean(gaps, a.sizes)
}

function add(list: Float64Array, at: number, value: number): void {
  list[at] = (list[at] as number) + value
}
