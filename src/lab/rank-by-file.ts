import { openGraph } from '../model/explain/index.ts'
import { type ItemKind, itemKinds, type Manifest } from '../model/manifest.ts'
import type { ModelInputs, Scorer } from '../model/scorer.ts'
import { best, depth, type Level, type Question } from '../training/index.ts'
import type { EvalTable } from './eval-table.ts'
import type { Ask } from './tally.ts'

/** A model file and what it is. */
export interface EvalModel {
  readonly manifest: Manifest
  readonly file: ArrayBuffer
  /** The engine that it meets at the edge. */
  readonly scorer: Scorer
}

const kinds: Readonly<Record<Question['reading'], ItemKind>> = { sequence: 'view', set: 'order' }

/** What a question is to a model, as an edge would ask it. */
export type ToInputs = (question: Question, level: Level) => ModelInputs

/**
 * How the file ranks. The engine's own list will do where enough of it is left; where a long basket rules
 * out most of it, the graph is opened for all scores. An item that the model does not know it never shows.
 */
export function askFile(
  { manifest, file, scorer }: EvalModel,
  table: EvalTable,
  level: Level,
): Ask {
  const graph = openGraph(file)
  const toInputs = createToInputs(manifest, table)
  const rowOf = rowsIn(manifest, table)
  const itemOf = new Int32Array(manifest.catalogue.items.length + 1).fill(-1)
  rowOf.forEach((row, item) => {
    if (row !== -1) itemOf[row] = item
  })
  const scores = new Float64Array(table.ids.length)
  let asked = ''

  return async (question, ruledOut) => {
    const inputs = toInputs(question, level)
    if (ruledOut.size > manifest.top - depth) return askGraph(inputs, ruledOut)
    const { items } = await scorer.score(inputs)
    const known = items.map((row) => itemOf[row] as number)
    return known.filter((item) => item !== -1 && !ruledOut.has(item)).subarray(0, depth)
  }

  function askGraph(inputs: ModelInputs, ruledOut: ReadonlySet<number>): Int32Array {
    // Told nothing, it is asked the same again and again.
    const key = Object.values(inputs).join()
    if (key !== asked) graph.evaluate(inputs)
    asked = key
    const all = graph.value(graph.scores)
    for (let item = 0; item < rowOf.length; item++) {
      const row = rowOf[item] as number
      scores[item] =
        row === -1 || ruledOut.has(item) ? Number.NEGATIVE_INFINITY : (all[row] as number)
    }
    return best(scores, depth)
  }
}

/** Translates items and context values to the rows of one model, once. */
export function createToInputs(manifest: Manifest, table: EvalTable): ToInputs {
  const { inputs, catalogue } = manifest
  const padding = catalogue.items.length
  const rowOf = rowsIn(manifest, table)
  let first = 0
  const contexts = inputs.contexts.map(({ feature, rows }) => {
    const row = new Map(rows.map((value, place) => [value, place]))
    const start = first
    first += rows.length
    const place = (value: string) => start + (row.get(value) ?? 0)
    return {
      start,
      isCategory: feature === 'category',
      ofItem: Int32Array.from(table.ids, (_, item) =>
        place(table.items[item]?.categories.at(-1) ?? ''),
      ),
      feature,
      place,
    }
  })

  return ({ reading, visible, contexts: known }, level) => {
    const newest = visible.at(-1)
    const recent = Array.from(visible.toReversed())
      .slice(0, level.items)
      .map((item) => rowOf[item] as number)
      .filter((row) => row !== -1)
      .slice(0, inputs.items)
    const items = new Int32Array(inputs.items).fill(padding)
    items.set(recent)
    const rows = Int32Array.from(contexts, ({ isCategory, ofItem, feature, place, start }) => {
      // As a page says it: the category of a product page is its product's, and a cart has none.
      if (isCategory) {
        return reading === 'sequence' && newest !== undefined ? (ofItem[newest] as number) : start
      }
      const code = known.find((each) => table.values[each]?.feature === feature)
      return code === undefined ? start : place(table.values[code]?.value ?? '')
    })
    return {
      items,
      kinds: new Int32Array(inputs.items).fill(itemKinds.indexOf(kinds[reading])),
      itemMask: Float32Array.from(items, (_, at) => (at < recent.length ? 1 : 0)),
      contexts: rows,
      contextMask: Float32Array.from(rows, (row, at) =>
        level.context && row !== contexts[at]?.start ? 1 : 0,
      ),
    }
  }
}

function rowsIn({ catalogue }: Manifest, { ids }: EvalTable): Int32Array {
  const rows = new Map(catalogue.items.map((id, row) => [id, row]))
  return Int32Array.from(ids, (id) => rows.get(id) ?? -1)
}
