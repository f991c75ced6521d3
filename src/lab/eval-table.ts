import type { Manifest } from '../model/manifest.ts'
import type { FeatureName } from '../policy/index.ts'
import {
  type Basket,
  dayOf,
  type Item,
  type Order,
  toRows,
  visitFeatures,
} from '../training/index.ts'

/** The items and context values that an evaluation is about, whatever model knows which. */
export interface EvalTable {
  readonly ids: readonly string[]
  readonly items: readonly (Item | undefined)[]
  /** What the numbers of `Order.contexts` stand for; the first is nothing known. */
  readonly values: readonly { readonly feature: FeatureName; readonly value: string }[]
  toOrder(basket: Basket): Order
}

/** Numbers all items that any of the models knows, those of the first model as it does. */
export function createEvalTable(
  manifests: readonly Manifest[],
  products: readonly Item[],
): EvalTable {
  const ids = [...new Set(manifests.flatMap(({ catalogue }) => catalogue.items))]
  const rows = new Map(ids.map((id, row) => [id, row]))
  const product = new Map(products.map((item) => [item.id, item]))
  const values: { feature: FeatureName; value: string }[] = [{ feature: 'product', value: '' }]
  const codes = new Map<string, number>()

  function code(feature: FeatureName, value: string): number {
    if (value === '') return 0
    const key = `${feature} ${value}`
    const known = codes.get(key)
    if (known !== undefined) return known
    codes.set(key, values.length)
    return values.push({ feature, value }) - 1
  }

  return {
    ids,
    items: ids.map((id) => product.get(id)),
    values,
    toOrder: (basket) => ({
      ...toRows(basket, rows),
      day: dayOf(basket.ts),
      contexts: Int32Array.from(visitFeatures, ([feature, read]) => code(feature, read(basket))),
    }),
  }
}
