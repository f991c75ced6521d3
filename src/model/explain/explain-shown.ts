import type { Product } from '../../catalogue/product.ts'
import { ModelError } from '../../errors.ts'
import { createEncoder, type DescribedVisit } from '../encode.ts'
import type { RankedModel, Ranking } from '../rank.ts'
import { splitExactly, splitValues } from './exact.ts'
import { visitInputs } from './inputs.ts'
import { openQuery } from './open-graph.ts'
import { explainInWords } from './words.ts'

/** What was shown, and what was known when it was. */
export interface Shown {
  readonly ranking: Ranking
  /** It holds permitted features only, so nothing else can be said. */
  readonly visit: DescribedVisit
  readonly products: readonly Product[]
  /** What a product is called. */
  readonly titleOf: (id: string) => string | undefined
}

/** Says of each product why it is shown, in a sentence by its id; of one it cannot tell, nothing. */
export type ExplainShown = (shown: Shown) => ReadonlyMap<string, string>

const opened = new WeakMap<RankedModel, OpenedModel | undefined>()
const nothing: ReadonlyMap<string, string> = new Map()

/**
 * Explains products by the exact summands of the scores they were ranked by, as a slot's `explain`.
 * Says nothing of what was popular, and nothing of a graph whose sum it does not know.
 *
 * @example slots: { 'also-like': { heading: 'You may also like', explain: explainShown } }
 */
export const explainShown: ExplainShown = ({ ranking, visit, products, titleOf }) => {
  const { model, best } = ranking
  const open = model && openedOnce(model)
  if (!open) return nothing
  const scores = new Map(best().map(({ product, score }) => [product.id, score]))
  const explain = open(visit, titleOf)
  return new Map(
    products.flatMap(({ id }) => {
      const score = scores.get(id)
      const sentence = score === undefined ? undefined : explain(id, score)
      return sentence === undefined ? [] : [[id, sentence] as const]
    }),
  )
}

type OpenedModel = (
  visit: DescribedVisit,
  titleOf: Shown['titleOf'],
) => (item: string, score: number) => string | undefined

/** Opens the model of the first ranking that is explained; the file's numbers are not copied. */
function openedOnce(model: RankedModel): OpenedModel | undefined {
  if (!opened.has(model)) opened.set(model, tryOpen(model))
  return opened.get(model)
}

function tryOpen(model: RankedModel): OpenedModel | undefined {
  try {
    return openModel(model)
  } catch (error) {
    // A graph that only ONNX Runtime knows ranks all the same.
    if (error instanceof ModelError) return undefined
    throw error
  }
}

function openModel({ manifest, file }: RankedModel): OpenedModel {
  const graph = openQuery(file, splitValues)
  const encode = createEncoder(manifest)
  const rows = new Map(manifest.catalogue.items.map((id, row) => [id, row]))

  return function explainVisit(visit, titleOf) {
    const encoded = encode(visit)
    graph.evaluate(encoded)
    const inputs = visitInputs(manifest, encoded)
    const page = visit.items.find(({ feature }) => feature === 'product')?.id

    return function explainItem(item, score) {
      const row = rows.get(item)
      if (row === undefined) return undefined
      const parts = splitExactly(graph, { row, score, inputs, encoded })
      if (!parts) return undefined
      return explainInWords({ item, score, method: 'exact', parts }, titleOf, page).sentence
    }
  }
}
