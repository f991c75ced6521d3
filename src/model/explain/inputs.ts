import type { FeatureName } from '../../policy/index.ts'
import { type ItemKind, itemKinds, type Manifest } from '../manifest.ts'
import type { ModelInputs } from '../scorer.ts'

/** An input of a visit that is not masked, and where in the encoded visit it stands. */
export type VisitInput =
  | { readonly of: 'item'; readonly place: number; readonly id: string; readonly kind: ItemKind }
  | {
      readonly of: 'context'
      readonly place: number
      readonly feature: FeatureName
      readonly value: string
    }

/** What an explanation starts from. */
export interface ToSplit {
  /** Of the item that is explained. */
  readonly row: number
  readonly score: number
  readonly inputs: readonly VisitInput[]
  readonly encoded: ModelInputs
}

/** The inputs that may have changed a score. */
export function visitInputs(
  { inputs, catalogue }: Manifest,
  { items, kinds, itemMask, contexts, contextMask }: ModelInputs,
): VisitInput[] {
  const found: VisitInput[] = []
  itemMask.forEach((mask, place) => {
    if (mask === 0) return
    const id = catalogue.items[items[place] as number] ?? ''
    const kind = itemKinds[kinds[place] as number] ?? 'view'
    found.push({ of: 'item', place, id, kind })
  })
  let first = 0
  inputs.contexts.forEach(({ feature, rows }, place) => {
    const value = rows[(contexts[place] as number) - first] ?? ''
    if (contextMask[place] !== 0) found.push({ of: 'context', place, feature, value })
    first += rows.length
  })
  return found
}
