import type { ModelInputs } from '../../../src/model/scorer.ts'
import type { Random } from '../../../src/training/random.ts'

/** What a random visit has to fit. */
export interface VisitShape {
  readonly items: number
  readonly history: number
  /** Rows of each context table. */
  readonly contexts: readonly number[]
}

/** A visit with any number of items of any kind and any permission. */
export function randomVisit({ items, history, contexts }: VisitShape, random: Random): ModelInputs {
  const known = random.below(history + 1)
  let first = 0
  const rows = contexts.map((length) => {
    const row = first + random.below(length)
    first += length
    return row
  })
  return {
    items: Int32Array.from({ length: history }, (_, at) =>
      at < known ? random.below(items) : items,
    ),
    kinds: Int32Array.from({ length: history }, () => random.below(3)),
    itemMask: Float32Array.from({ length: history }, (_, at) =>
      at < known && random.next() < 0.8 ? 1 : 0,
    ),
    contexts: Int32Array.from(rows),
    contextMask: Float32Array.from(rows, () => random.below(2)),
  }
}
