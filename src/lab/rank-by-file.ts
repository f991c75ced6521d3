import { openGraph } from '../model/explain/index.ts'
import { type ItemKind, itemKinds, type Manifest } from '../model/manifest.ts'
import type { ModelInputs } from '../model/scorer.ts'
import type { Level, Question, Rank } from '../training/index.ts'
import type { EvalTable } from './eval-table.ts'

/** A model file and what it is. */
export interface EvalModel {
  readonly manifest: Manifest
  readonly file: ArrayBuffer
}

const kinds: Readonly<Record<Question['reading'], ItemKind>> = { sequence: 'view', set: 'order' }

/** What a question is to a model, as an edge would ask it. */
export type ToInputs = (question: Question, level: Level) => ModelInputs

/** How the file ranks, in its own arithmetic. An item that it does not know it never shows. */
export function rankByFile({ manifest, file }: EvalModel, table: EvalTable, level: Level): Rank {
  const graph = openGraph(file)
  const toInputs = createToInputs(manifest, table)
  const rowOf = rowsIn(manifest, table)

  return (question, scores) => {
    graph.evaluate(toInputs(question, level))
    const all = graph.value(graph.scores)
    for (let item = 0; item < rowOf.length; item++) {
      const row = rowOf[item] as number
      scores[item] = row === -1 ? Number.NEGATIVE_INFINITY : (all[row] as number)
    }
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
