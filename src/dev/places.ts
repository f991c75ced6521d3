import { createCatalogue, readFeed } from '../catalogue/index.ts'
import type { Config } from '../config/index.ts'

/** A page of the shop to go to. */
export interface Place {
  readonly label: string
  readonly path: string
}

/** One page of each kind that the configuration has: a start page, a category, a product. */
export async function findPlaces(config: Config): Promise<readonly Place[]> {
  const { feed, xml } = config.catalogue
  const text = typeof feed === 'string' ? feed : new Uint8Array(feed)
  const { products } = await readFeed([text], { xml })
  const catalogue = createCatalogue(products)
  const favourites = config.model?.manifest.catalogue.items ?? []
  const product = favourites.map((id) => catalogue.get(id)).find((found) => found) ?? products[0]
  const values = new Map([
    ['product', product?.id],
    ['category', product?.categories.at(-1)],
  ])

  const places = new Map<string, Place>()
  for (const { mode, match, page } of config.routes) {
    const path = match.replace(/:(\w+)/g, (text, name) => values.get(name) ?? text)
    const isWhole = mode === 'page' && !/[:*]/.test(path)
    if (page && isWhole && !places.has(page)) places.set(page, { label: page, path })
  }
  return [...places.values()]
}
