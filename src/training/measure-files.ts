import type { Product } from '../catalogue/product.ts'
import { createEncoder, type DescribedVisit } from '../model/encode.ts'
import { openGraph } from '../model/explain/index.ts'
import type { Manifest, Metric } from '../model/manifest.ts'
import type { FeatureName } from '../policy/index.ts'
import type { Basket } from './baskets.ts'
import { hourKey } from './dataset.ts'
import { clusteredMean, depth, recallAt20, reciprocalRankAt20 } from './metrics.ts'
import { best } from './protocols.ts'
import { createRandom } from './random.ts'

/** A model file and what it is. */
export interface MeasuredModel {
  readonly manifest: Manifest
  readonly file: ArrayBuffer
}

/** Quality of one method: by protocol, then measure. */
export type FileQuality = Readonly<
  Record<'nextLine' | 'halfBasket', Readonly<Record<'recall20' | 'mrr20', Metric>>>
>

export interface MeasureOptions {
  /** Later than all that the models learned from. */
  readonly baskets: readonly Basket[]
  readonly products: readonly Product[]
  readonly seed: number
  readonly onStep?: (done: number) => void
}

/** Writes scores of products, in the order of `products`. */
type RankProducts = (question: Question, scores: Float64Array) => void

interface Question {
  readonly kind: 'view' | 'order'
  readonly ts: string
  readonly country: string
  /** Products, in recorded order. */
  readonly visible: readonly number[]
  readonly hidden: readonly number[]
  /** Which basket it is of. */
  readonly basket: number
}

/**
 * Asks a model file, as it is, the questions of both protocols of the training: each next line of a
 * basket, and a random half from the other half. An item without a row in the model is one that it
 * misses, so that models of different lists are measured alike.
 */
export function measureFile(model: MeasuredModel, options: MeasureOptions): FileQuality {
  return measureRank(rankByFile(model, options.products), options)
}

/** The same for what is popular in the other baskets: the least that a first model must match. */
export function measurePopularity(options: MeasureOptions): FileQuality {
  const counts = new Float64Array(options.products.length)
  const rows = rowsOf(options)
  for (const basket of rows) for (const row of basket) counts[row] = (counts[row] as number) + 1
  return measureRank(({ basket }, scores) => {
    scores.set(counts)
    for (const row of rows[basket] ?? []) scores[row] = (scores[row] as number) - 1
  }, options)
}

function measureRank(rank: RankProducts, options: MeasureOptions): FileQuality {
  const questions = askAll(options)
  const done = { nextLine: 0, halfBasket: questions.nextLine.length }
  const total = questions.nextLine.length + questions.halfBasket.length
  const scores = new Float64Array(options.products.length)
  const measure = (protocol: keyof typeof questions) => {
    const recalls: number[][] = []
    const ranks: number[][] = []
    questions[protocol].forEach((group, index) => {
      const tops = group.map((question) => {
        rank(question, scores)
        for (const row of question.visible) scores[row] = Number.NEGATIVE_INFINITY
        return { top: best(scores, depth), hidden: new Set(question.hidden) }
      })
      recalls.push(tops.map(({ top, hidden }) => recallAt20(top, hidden)))
      ranks.push(tops.map(({ top, hidden }) => reciprocalRankAt20(top, hidden)))
      options.onStep?.((done[protocol] + index) / total)
    })
    return { recall20: clusteredMean(recalls), mrr20: clusteredMean(ranks) }
  }
  return { nextLine: measure('nextLine'), halfBasket: measure('halfBasket') }
}

function rowsOf({ baskets, products }: MeasureOptions): number[][] {
  const rows = new Map(products.map(({ id }, row) => [id, row]))
  return baskets.map(({ items }) => items.flatMap((id) => rows.get(id) ?? []))
}

function askAll(options: MeasureOptions) {
  const random = createRandom(options.seed)
  const rows = rowsOf(options)
  const about = ({ ts, country }: Basket, basket: number) => ({ ts, country, basket })
  const nextLine = options.baskets.map((each, basket) => {
    const items = rows[basket] ?? []
    return items.slice(1).map((hidden, at): Question => {
      const visible = items.slice(0, at + 1)
      return { ...about(each, basket), kind: 'view', visible, hidden: [hidden] }
    })
  })
  const halfBasket = options.baskets.map((each, basket) => {
    const items = rows[basket] ?? []
    const drawn = random.shuffle(Array.from(items.keys()))
    const isHidden = new Set(drawn.slice(0, Math.floor(items.length / 2)))
    if (isHidden.size === 0) return []
    const visible = items.filter((_, at) => !isHidden.has(at))
    const hidden = items.filter((_, at) => isHidden.has(at))
    return [{ ...about(each, basket), kind: 'order', visible, hidden } satisfies Question]
  })
  return { nextLine, halfBasket }
}

function rankByFile({ manifest, file }: MeasuredModel, products: readonly Product[]): RankProducts {
  const graph = openGraph(file)
  const encode = createEncoder(manifest)
  const modelRows = new Map(manifest.catalogue.items.map((id, row) => [id, row]))
  const rowOf = products.map(({ id }) => modelRows.get(id) ?? -1)

  return (question, scores) => {
    graph.evaluate(encode(describe(question)))
    const all = graph.value(graph.scores)
    for (let product = 0; product < rowOf.length; product++) {
      const row = rowOf[product] as number
      scores[product] = row === -1 ? Number.NEGATIVE_INFINITY : (all[row] as number)
    }
  }

  /** As an edge describes a page of a product, or a cart. */
  function describe({ visible, kind, ts, country }: Question): DescribedVisit {
    const newest = products[visible.at(-1) ?? -1]
    const category = kind === 'view' ? newest?.categories.at(-1) : undefined
    const context = new Map<FeatureName, string>([
      ['hour_of_week', hourKey(ts)],
      ['country', country],
    ])
    if (category !== undefined) context.set('category', category)
    const items = visible.toReversed().map((row) => ({ id: products[row]?.id ?? '', kind }))
    return { items, context }
  }
}
