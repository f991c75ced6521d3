import type { Known, RouteMatch } from '../../src/privacy/index.ts'
import { compileRoutes, type PassRoute, type Route } from '../../src/privacy/index.ts'

const products = new Set(['mug-1', 'tea/pot', 'Tasse-Ü'])
const categories = new Set(['kitchen', 'mugs-cups'])
const words = new Set(['red', 'mug', 'teapot', 'é', 'rose', 'cup'])

/** A catalogue of three products. */
export const known: Known = {
  isProduct: (id) => products.has(id),
  isCategory: (key) => categories.has(key),
  isWord: (word) => words.has(word),
}

export const site = {
  origin: new URL('https://origin.example:8443'),
  languages: ['en', 'de-AT', 'pt-BR'],
}

export const page: Route = {
  match: '/product/:product',
  mode: 'page',
  page: 'product',
  query: { page: 'integer', sort: ['price', 'name'], q: 'words' },
}

/** What the first of the routes that fits makes of an address. */
export function matchOf(address: string, ...routes: Route[]): RouteMatch | undefined {
  return compileRoutes(routes)(new URL(address, 'https://shop.example'), known)
}

/** The match of a pass route for `/account`. */
export function pass(declared: Omit<PassRoute, 'match' | 'mode'> = {}): RouteMatch {
  const match = matchOf('/account', { match: '/account', mode: 'pass', ...declared })
  if (!match) throw new Error('the route must match')
  return match
}

/** The match of a product page. */
export function productPage(search = ''): RouteMatch {
  const match = matchOf(`/product/mug-1${search}`, page)
  if (!match) throw new Error('the route must match')
  return match
}
