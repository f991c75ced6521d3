/** An amount in a currency; `amount` in major units (9.5 is nine and a half pounds). */
export interface Price {
  readonly amount: number
  /** ISO 4217 code. */
  readonly currency: string
}

/** One row of the product feed, in Google Merchant attributes, checked. */
export interface Product {
  readonly id: string
  readonly title: string
  /** Where the product page is: an absolute http(s) URL or a path of the shop. */
  readonly link: string
  readonly imageLink: string
  readonly price: Price
  readonly salePrice?: Price
  readonly available: boolean
  readonly brand?: string
  /** `item_group_id`: products that are variants of one another share it. */
  readonly group?: string
  /** `product_type` as keys from the root to the leaf: `['kitchen', 'mugs-cups']`. */
  readonly categories: readonly string[]
}

/** The key of a category name: `Mugs & Cups` is `mugs-cups`, `Crème` is `creme`. */
export function categoryKey(name: string): string {
  const plain = name.normalize('NFKD').replace(/[\u0300-\u036f]+/g, '')
  const words = plain
    .normalize('NFC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu)
  return words?.join('-') ?? ''
}
