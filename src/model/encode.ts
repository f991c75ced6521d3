import type { FeatureName } from '../policy/index.ts'
import { type ItemKind, itemKinds, type Manifest } from './manifest.ts'
import type { ModelInputs } from './scorer.ts'

export interface DescribedItem {
  readonly id: string
  readonly kind: ItemKind
  /** Default: `product`, that of the page. */
  readonly feature?: FeatureName
}

/** What a model may know of a visit. It holds permitted features only; the rest was never read. */
export interface DescribedVisit {
  /** The product of the page, if it is one's, then what is known of the shopper; newest first. */
  readonly items: readonly DescribedItem[]
  readonly context: ReadonlyMap<FeatureName, string>
  /** Names it, where it may be anybody's. */
  readonly key?: string
}

/** Turns visits into a model's inputs. */
export type EncodeVisit = (visit: DescribedVisit) => ModelInputs

/** Builds the tables from values to rows once. A value without a row is masked, like a missing one. */
export function createEncoder({ inputs, catalogue }: Manifest): EncodeVisit {
  const itemRows = new Map(catalogue.items.map((id, row) => [id, row]))
  const padding = catalogue.items.length
  let first = 0
  const contexts = inputs.contexts.map(({ feature, rows }) => {
    const table = { feature, first, rows: new Map(rows.map((value, row) => [value, row])) }
    first += rows.length
    return table
  })

  return function encodeVisit({ items, context }) {
    const encoded: ModelInputs = {
      items: new Int32Array(inputs.items).fill(padding),
      kinds: new Int32Array(inputs.items),
      itemMask: new Float32Array(inputs.items),
      contexts: new Int32Array(contexts.length),
      contextMask: new Float32Array(contexts.length),
    }
    let position = 0
    for (const { id, kind } of items) {
      const row = itemRows.get(id)
      if (row === undefined) continue
      if (position === inputs.items) break
      encoded.items[position] = row
      encoded.kinds[position] = itemKinds.indexOf(kind)
      encoded.itemMask[position++] = 1
    }
    contexts.forEach((table, index) => {
      const row = table.rows.get(context.get(table.feature) ?? '') ?? 0
      encoded.contexts[index] = table.first + row
      encoded.contextMask[index] = row === 0 ? 0 : 1
    })
    return encoded
  }
}
