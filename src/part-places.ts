import type { Catalogue, Product } from './catalogue/index.ts'
import type { Ranking } from './model/index.ts'
import type { Part } from './page/index.ts'

/** How well a card or variant of the page is placed: 0 is best, nothing is unknown. */
export type PlaceOf = (part: Part) => number | undefined

/**
 * Places the page's own cards and variants by the candidate they are about. A ranking holds one of
 * each group of variants and the page may show another, so it is the group that has a place. What is
 * sold out has none.
 */
export function placesIn({ best }: Ranking, catalogue: Catalogue): PlaceOf {
  const groups = new Map<string, number>()
  const categories = new Map<string, number>()
  for (const [place, { product }] of best().entries()) {
    groups.set(groupOf(product), place)
    for (const key of product.categories) {
      if (!categories.has(key)) categories.set(key, place)
    }
  }

  return (part) => {
    const product = productOf(part, catalogue)
    const place = product?.available ? groups.get(groupOf(product)) : undefined
    return place ?? categories.get(part.category ?? '')
  }
}

function productOf({ product, links }: Part, catalogue: Catalogue): Product | undefined {
  if (product !== undefined) return catalogue.get(product)
  for (const link of links ?? []) {
    const found = catalogue.productAt(link)
    if (found) return found
  }
  return undefined
}

function groupOf({ group, id }: Product): string {
  return group ?? id
}
