import type { Product } from './product.ts'

/** The shop's products, found by what a request says of them. Built once; nothing in it changes. */
export interface Catalogue {
  readonly size: number
  /** In feed order. */
  readonly products: readonly Product[]
  get(id: string): Product | undefined
  /** The product whose page is at this path of the shop, with its query where the link has one. */
  productAt(path: string): Product | undefined
  isProduct(id: string): boolean
  isCategory(key: string): boolean
  /** Whether a word, in any case, stands in a title. */
  isWord(word: string): boolean
  /** The products of a category and of those below it, in feed order. */
  inCategory(key: string): readonly Product[]
  /** The products of its variant group, itself among them, in feed order. */
  variantsOf(product: Product): readonly Product[]
}

/** Indexes products by id, path, category, group and the words of their titles. */
export function createCatalogue(feed: readonly Product[]): Catalogue {
  const products: readonly Product[] = Object.freeze([...feed])
  const ids = new Map(products.map((product) => [product.id, product]))
  const categories = groupBy(products, ({ categories }) => new Set(categories))
  const groups = groupBy(products, ({ group }) => (group === undefined ? [] : [group]))
  const words = new Set(products.flatMap(({ title }) => wordsOf(title)))
  const paths = indexPaths(products)

  return Object.freeze({
    size: products.length,
    products,
    get: (id: string) => ids.get(id),
    productAt: (path: string) => {
      const key = pathOf(path) ?? ''
      return paths.get(key) ?? paths.get(withoutQuery(key))
    },
    isProduct: (id: string) => ids.has(id),
    isCategory: (key: string) => categories.has(key),
    isWord: (word: string) => words.has(foldCase(word)),
    inCategory: (key: string) => categories.get(key) ?? [],
    variantsOf: (product: Product) => groups.get(product.group ?? '') ?? [product],
  })
}

/** The words of a text: lower case, compatibility forms folded, cut at what is no letter or digit. */
export function wordsOf(text: string): string[] {
  return foldCase(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
}

function foldCase(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

function groupBy(
  products: readonly Product[],
  keysOf: (product: Product) => Iterable<string>,
): ReadonlyMap<string, readonly Product[]> {
  const groups = new Map<string, Product[]>()
  for (const product of products) {
    for (const key of keysOf(product)) {
      const group = groups.get(key)
      if (group) group.push(product)
      else groups.set(key, [product])
    }
  }
  for (const group of groups.values()) Object.freeze(group)
  return groups
}

/**
 * Products by the path and query of their link. The path alone leads to the first variant, unless
 * products that are not variants of one another share it, as in `/product?id=7`.
 */
function indexPaths(products: readonly Product[]): ReadonlyMap<string, Product> {
  const byPath = groupBy(products, ({ link }) => [withoutQuery(pathOf(link) ?? '')])
  const paths = new Map<string, Product>()
  for (const [path, [first, ...others]] of byPath) {
    const areVariants = others.every(({ group }) => group !== undefined && group === first?.group)
    if (first && areVariants) paths.set(path, first)
  }
  for (const product of products.toReversed()) {
    const path = pathOf(product.link)
    if (path?.includes('?')) paths.set(path, product)
  }
  return paths
}

/** Path and query as a request has them: escaped, without the slash that some links end with. */
function pathOf(link: string): string | undefined {
  // Most links: nothing to escape or resolve, and thousands are read at start-up.
  if (/^\/[\w/-]*\w$/.test(link)) return link
  const url = URL.parse(link, 'https://shop.invalid')
  return url ? (url.pathname.replace(/(?<=.)\/$/, '') || '/') + url.search : undefined
}

function withoutQuery(path: string): string {
  return path.split('?', 1)[0] ?? ''
}
