import type { Product } from './product.ts'

/** What products are found by. */
export type FieldName = 'id' | 'title' | 'link' | 'group' | 'categories'

/** The rows of a feed, each read when it is asked for. */
export interface Rows {
  readonly size: number
  /** The product of a row; nothing if the row is bad. */
  product(row: number): Product | undefined
  /** One field by itself, without a look at the others: the row may still be bad. */
  field<N extends FieldName>(row: number, name: N): Product[N] | undefined
}

/** Products that are read already, as rows. */
export function rowsOf(feed: readonly Product[]): Rows {
  const products = [...feed]
  return {
    size: products.length,
    product: (row) => products[row],
    field: (row, name) => products[row]?.[name],
  }
}
