import type { Product } from './product.ts'
import { type FieldName, type Rows, rowsOf } from './rows.ts'

/** The shop's products, found by what a request says of them. Built once; nothing in it changes. */
export interface Catalogue {
  readonly size: number
  /** In feed order. */
  readonly products: readonly Product[]
  get(id: string): Product | undefined
  /** The product whose page is at this path of the shop, with its query where the link has one. */
  productAt(path: string): Product | undefined
  isProduct(id: string): boolean
  /** Whether a row of the feed has this id, be the row sound or not. */
  isNamed(id: string): boolean
  isCategory(key: string): boolean
  /** Whether a word, in any case, stands in a title. */
  isWord(word: string): boolean
  /** The products of a category and of those below it, in feed order. */
  inCategory(key: string): readonly Product[]
  /** The products of its variant group, itself among them, in feed order. */
  variantsOf(product: Product): readonly Product[]
}

/**
 * Indexes products by id, path, category, group and the words of their titles. An index is made when it
 * is first asked for, and a row is read when an index leads to it.
 */
export function createCatalogue(feed: readonly Product[] | Rows): Catalogue {
  const rows = 'field' in feed ? feed : rowsOf(feed)
  const read = new Map<number, Product | undefined>()
  const ids = indexOf(rows, 'id', (id) => [id])
  const categories = indexOf(rows, 'categories', (keys) => keys)
  const groups = indexOf(rows, 'group', (group) => [group])
  const words = indexOf(rows, 'title', wordsOf)
  const paths = indexOf(rows, 'link', pathsOf)
  const all = memo(() => Object.freeze([...productsIn(Array(rows.size).keys())]))

  return Object.freeze({
    get size() {
      return all().length
    },
    get products() {
      return all()
    },
    get,
    productAt,
    isProduct: (id: string) => get(id) !== undefined,
    isNamed: (id: string) => ids().has(id),
    isCategory: (key: string) => isAny(categories().get(key)),
    isWord: (word: string) => isAny(words().get(foldCase(word))),
    inCategory: (key: string) => Object.freeze([...productsIn(categories().get(key))]),
    variantsOf: (product: Product) =>
      product.group === undefined
        ? [product]
        : Object.freeze([...productsIn(groups().get(product.group))]),
  })

  function get(id: string): Product | undefined {
    for (const row of ids().get(id) ?? []) {
      const product = productIn(row)
      if (product) return product
    }
    return undefined
  }

  /** The path alone leads to the first variant, unless products that are none share it. */
  function productAt(path: string): Product | undefined {
    const key = pathOf(path)
    if (key === undefined) return undefined
    const bare = withoutQuery(key)
    const exact = key === bare ? undefined : first(productsIn(paths().get(key)))
    if (exact) return exact
    const here = productsIn(paths().get(bare))
    const one = first(here)
    for (const { group } of here) if (group === undefined || group !== one?.group) return undefined
    return one
  }

  function* productsIn(found: Iterable<number> = []): Generator<Product> {
    for (const row of found) {
      const product = productIn(row)
      if (product) yield product
    }
  }

  /** Each id counts once: the first sound row has it. */
  function productIn(row: number): Product | undefined {
    if (read.has(row)) return read.get(row)
    const product = rows.product(row)
    const isFirst = ids()
      .get(product?.id ?? '')
      ?.every((other) => other >= row || !productIn(other))
    read.set(row, isFirst ? product : undefined)
    return read.get(row)
  }

  function isAny(found: readonly number[] | undefined): boolean {
    return first(productsIn(found)) !== undefined
  }
}

/** The words of a text: lower case, compatibility forms folded, cut at what is no letter or digit. */
export function wordsOf(text: string): string[] {
  return foldCase(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
}

function foldCase(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

/** The rows by what a field says, in feed order. */
function indexOf<N extends FieldName>(
  rows: Rows,
  name: N,
  keysOf: (value: NonNullable<Product[N]>) => Iterable<string>,
): () => ReadonlyMap<string, readonly number[]> {
  return memo(() => {
    const index = new Map<string, number[]>()
    for (let row = 0; row < rows.size; row++) {
      const value = rows.field(row, name)
      if (value == null) continue
      for (const key of keysOf(value)) {
        const found = index.get(key)
        if (!found) index.set(key, [row])
        else if (found.at(-1) !== row) found.push(row)
      }
    }
    return index
  })
}

function memo<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

function first<T>(values: Iterator<T>): T | undefined {
  return values.next().value
}

/** Where a link leads: its path alone, and with its query. */
function pathsOf(link: string): string[] {
  const path = pathOf(link)
  if (path === undefined) return []
  return path.includes('?') ? [withoutQuery(path), path] : [path]
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
