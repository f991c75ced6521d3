import { createEncoder, type DescribedVisit } from '../model/encode.ts'
import { openGraph } from '../model/explain/index.ts'
import type { Manifest } from '../model/manifest.ts'
import type { FeatureName } from '../policy/index.ts'
import { hourKey, type Item } from '../training/dataset.ts'
import { best } from '../training/protocols.ts'
import { createRandom } from '../training/random.ts'
import type { LabelledBasket } from './audit-files.ts'

/** How a basket is turned into questions, as in the protocols of the training. */
export const askings = ['half', 'next'] as const
export type Asking = (typeof askings)[number]

/** What a model may know of a visit, and what the shopper then took. */
export interface Question {
  readonly visit: DescribedVisit
  readonly visible: readonly number[]
  readonly taken: readonly number[]
  readonly basket: LabelledBasket
}

export interface AskOptions {
  readonly manifest: Manifest
  readonly products: readonly Item[]
  readonly baskets: readonly LabelledBasket[]
  readonly asking: Asking
  readonly seed: number
}

/**
 * Asks of each basket what its hidden lines are. A visit is described from the basket's items, time and
 * country alone: what the audit knows of a shopper is not in it.
 */
export function askBaskets(options: AskOptions): Question[] {
  const { manifest, products, baskets, asking, seed } = options
  const rows = new Map(manifest.catalogue.items.map((id, row) => [id, row]))
  const categories = new Map(products.map(({ id, categories }) => [id, categories.at(-1)]))
  const random = createRandom(seed)
  return baskets.flatMap((basket) => {
    const items = [...new Set(basket.items.flatMap((id) => rows.get(id) ?? []))]
    return splits[asking](items, random).map(({ visible, taken }) => ({
      visible,
      taken,
      basket,
      visit: describeVisit(visible, basket),
    }))
  })

  function describeVisit(visible: readonly number[], basket: LabelledBasket): DescribedVisit {
    const kind = asking === 'next' ? 'view' : 'order'
    const items = visible.toReversed().map((row) => ({ id: idOf(row), kind }) as const)
    const context = new Map<FeatureName, string>([
      ['hour_of_week', hourKey(basket.ts)],
      ['country', basket.country],
    ])
    // As an edge describes the page of a product; a cart has no category.
    const category = asking === 'next' ? categories.get(items[0]?.id ?? '') : undefined
    if (category !== undefined) context.set('category', category)
    return { items, context }
  }

  function idOf(row: number): string {
    return manifest.catalogue.items[row] as string
  }
}

interface Split {
  readonly visible: readonly number[]
  readonly taken: readonly number[]
}

type Random = ReturnType<typeof createRandom>

const splits: Readonly<Record<Asking, (items: number[], random: Random) => Split[]>> = {
  half(items, random) {
    const hidden = new Set(random.shuffle([...items]).slice(0, Math.floor(items.length / 2)))
    if (hidden.size === 0) return []
    return [{ visible: items.filter((row) => !hidden.has(row)), taken: [...hidden] }]
  },
  next: (items) =>
    items.slice(1).map((row, at) => ({ visible: items.slice(0, at + 1), taken: [row] })),
}

export interface RankOptions {
  readonly manifest: Manifest
  readonly file: ArrayBuffer
  readonly questions: readonly Question[]
  /** How many of the best items. */
  readonly count: number
  readonly onStep: (done: number) => void
}

/** The file's own ranking for each question: of all items, without what is in the basket. */
export function rankQuestions(options: RankOptions): number[][] {
  const { manifest, file, questions, count, onStep } = options
  const graph = openGraph(file)
  const encode = createEncoder(manifest)
  const scores = new Float64Array(manifest.catalogue.items.length)
  return questions.map(({ visit, visible }, index) => {
    graph.evaluate(encode(visit))
    const all = graph.value(graph.scores)
    // The padding row comes last, and is no item.
    for (let row = 0; row < scores.length; row++) scores[row] = Number(all[row])
    for (const row of visible) scores[row] = Number.NEGATIVE_INFINITY
    onStep((index + 1) / questions.length)
    return [...best(scores, count)]
  })
}
