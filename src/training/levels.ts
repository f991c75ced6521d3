import { itemKinds } from '../model/manifest.ts'
import type { ModelInputs } from '../model/scorer.ts'
import type { ItemTable } from './dataset.ts'
import type { Reading } from './examples.ts'
import type { Question, Rank } from './protocols.ts'
import type { RankingModel } from './quantise.ts'
import { scoreVisit } from './score.ts'

/** What a shopper's permission lets the model know, from nothing to all that it can use. */
export const levels = {
  modelNothing: { items: 0, context: false },
  modelContextOnly: { items: 0, context: true },
  modelCurrentProduct: { items: 1, context: true },
  model: { items: Infinity, context: true },
} as const satisfies Record<string, Level>

export interface Level {
  readonly items: number
  readonly context: boolean
}

const kinds: Readonly<Record<Reading, number>> = {
  sequence: itemKinds.indexOf('view'),
  set: itemKinds.indexOf('order'),
}

/** How the model file ranks at a level of permission. */
export function rankByModel(model: RankingModel, table: ItemTable, level: Level): Rank {
  const padded = new Float32Array(model.items + 1)
  return (question, scores) => {
    scoreVisit(model, toInputs(question, model, table, level), padded)
    scores.set(padded.subarray(0, model.items))
  }
}

/** The model's inputs for a question. What the level does not permit is masked. */
export function toInputs(
  { contexts: known, reading, visible }: Question,
  { items, history }: Pick<RankingModel, 'items' | 'history'>,
  table: ItemTable,
  level: Level,
): ModelInputs {
  const newest = visible.at(-1)
  const recent = visible.subarray(-history).toReversed()
  // As a page says it: the category of a product page is its product's, and a cart has none.
  const category = reading === 'sequence' && newest !== undefined ? table.category[newest] : 0
  const rows = [category, ...known]
  const contexts = Int32Array.from(table.contexts, ({ rows: values }, place) => {
    const first = table.firstRows[place] as number
    const row = rows.find(
      (each) => each !== undefined && each > first && each < first + values.length,
    )
    return row ?? first
  })
  const padded = new Int32Array(history).fill(items)
  padded.set(recent)
  return {
    items: padded,
    kinds: new Int32Array(history).fill(kinds[reading]),
    itemMask: Float32Array.from(padded, (_, at) =>
      at < recent.length && at < level.items ? 1 : 0,
    ),
    contexts,
    contextMask: Float32Array.from(contexts, (row, place) =>
      level.context && row !== table.firstRows[place] ? 1 : 0,
    ),
  }
}
