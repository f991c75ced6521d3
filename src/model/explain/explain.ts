import type { FeatureName } from '../../policy/index.ts'
import { createEncoder, type DescribedVisit } from '../encode.ts'
import type { ItemKind, Manifest } from '../manifest.ts'
import { splitExactly, splitValues } from './exact.ts'
import { visitInputs } from './inputs.ts'
import { splitByLeavingOut } from './leave-one-out.ts'
import { openGraph } from './open-graph.ts'

/** One summand of a score. */
export type ScorePart =
  /** How alike the item and one that the visit has seen are. */
  | (SeenItem & { readonly of: 'item' })
  /** How often the item stands beside one that the visit has seen. */
  | (SeenItem & { readonly of: 'neighbour' })
  | {
      readonly of: 'context'
      readonly feature: FeatureName
      readonly value: string
      readonly amount: number
    }
  /**
   * `prior`: what the item scores with nothing known. `rounding`: what holding the visit in 8-bit
   * numbers adds. `together`: what no input makes alone.
   */
  | { readonly of: 'prior' | 'rounding' | 'together'; readonly amount: number }

interface SeenItem {
  readonly id: string
  readonly kind: ItemKind
  readonly amount: number
}

/** Why an item scores what it does for a visit. The parts add up to the score. */
export interface Explanation {
  readonly item: string
  readonly score: number
  /**
   * `exact`: the summands of the graph itself. `leave-one-out`: what each input changes when it alone
   * is left out; for graphs that Limen did not train.
   */
  readonly method: 'exact' | 'leave-one-out'
  readonly parts: readonly ScorePart[]
}

/**
 * Explains the score of an item for a visit; nothing for an item without a row in the model.
 *
 * @param score the one that was shown, of whichever engine. Default: the compact engine's. Of those
 * of ONNX Runtime one in some differs in its last bit.
 */
export type ExplainScore = (
  visit: DescribedVisit,
  item: string,
  score?: number,
) => Explanation | undefined

/**
 * Opens a model for explanations: some megabytes and milliseconds, once.
 *
 * @throws ModelError for a graph with operators that the compact engine does not know.
 */
export function createExplainer(manifest: Manifest, file: ArrayBuffer): ExplainScore {
  const graph = openGraph(file, splitValues)
  const encode = createEncoder(manifest)
  const rows = new Map(manifest.catalogue.items.map((id, row) => [id, row]))

  return function explainScore(visit, item, shown) {
    const row = rows.get(item)
    if (row === undefined) return undefined
    const encoded = encode(visit)
    graph.evaluate(encoded)
    const score = shown ?? (graph.value(graph.scores)[row] as number)
    const toSplit = { row, score, encoded, inputs: visitInputs(manifest, encoded) }
    const exact = splitExactly(graph, toSplit)
    if (exact) return { item, score, method: 'exact', parts: exact }
    return { item, score, method: 'leave-one-out', parts: splitByLeavingOut(graph, toSplit) }
  }
}
