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
  readonly sums: Readonly<Record<Measure, Float64Array>>
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
  const zeroSums = () => ({ hr20: zeros(), recall20: zeros(), mrr20: zeros(), ndcg20: zeros() })
  const sums = zeroSums()
  const segments = new Map<string, SegmentTally>()
  const exposures = Array.from({ length: parts }, () => new Float64Array(items))

  for (const [order, group] of cases.entries()) {
    const seen = exposures[order % parts] as Float64Array
    for (const [place, { hidden, ...question }] of group.entries()) {
      const top = await ask(question, repeats ? nothing : new Set(question.visible))
      const answers = new Set(hidden)
      const found = measureNames.map((name) => [name, measures[name](top, answers)] as const)
      for (const [name, value] of found) add(sums[name], order, value)
      add(sizes, order, 1)
      top.forEach((item, at) => {
        add(seen, item, 1 / Math.log2(at + 2))
      })
      for (const name of segmentsOf(order, place)) {
        const segment = segments.get(name) ?? { sizes: zeros(), sums: zeroSums() }
        segments.set(name, segment)
        add(segment.sizes, order, 1)
        for (const [measure, value] of found) add(segment.sums[measure], order, value)
      }
    }
    onOrder((order + 1) / cases.length)
  }

  const figures = { ...meansOf({ sums, sizes }), ...spread(exposures) }
  return { sizes, sums, figures, segments }
}

/** What is measured of each answer, over all of them. */
export function meansOf({ sums, sizes }: SegmentTally): Record<Measure, Metric> {
  const means = measureNames.map((name) => [name, ratioMean(sums[name], sizes)])
  return Object.fromEntries(means)
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
export function differences(a: Tally, b: Tally): Record<Measure, Metric> {
  const gaps = measureNames.map((measure) => {
    const gap = a.sums[measure].map((sum, order) => sum - (b.sums[measure][order] as number))
    return [measure, ratioMean(gap, a.sizes)]
  })
  return Object.fromEntries(gaps)
}

function add(list: Float64Array, at: number, value: number): void {
  list[at] = (list[at] as number) + value
}
