import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestEdge, type TestEdge } from '../../src/testing/index.ts'
import { startStorefront } from './start-storefront.ts'

let shop: Awaited<ReturnType<typeof startStorefront>>
let edge: TestEdge
/** In the order of the ranking. */
let feed: readonly { id: string; title: string; available: boolean; group: string }[]

beforeAll(async () => {
  shop = await startStorefront()
  edge = await createTestEdge({ config: 'test/fixtures/modes.config.ts', origin: shop.url })
  feed = await readFeed()
}, 60_000)

afterAll(async () => {
  await edge?.dispose()
  await shop?.miniflare.dispose()
})

describe('the category pages of the example shop', () => {
  test.each([
    '/category/clocks-thermometers',
    '/category/clocks-thermometers?page=2',
    '/category/shopping-bags?sort=price',
    '/category/kitchen-dining?page=2',
  ])('%s has its own cards, all of them, in the order of the ranking', async (path) => {
    const original = await (await fetch(new URL(path, shop.url))).text()
    const response = await edge.fetch(path)
    const [page, cards] = [await response.text(), cardsOf(original)]

    expect(cards.length).toBeGreaterThan(1)
    expect(cardsOf(page)).toEqual(inOrder(cards))
    expect(cardsOf(page)).not.toEqual(cards)
    expect(withoutCards(page)).toBe(withoutCards(original))
    expect(response.headers.get('cache-control')).toBe('private, no-store')
  })

  test('what is sold out is still there, at the end', async () => {
    const path = '/category/kitchen-dining?sort=price'
    const original = cardsOf(await (await fetch(new URL(path, shop.url))).text())
    const cards = cardsOf(await (await edge.fetch(path)).text())
    const soldOut = original.filter((card) => card.includes('Out of stock'))
    expect(soldOut.length).toBeGreaterThan(0)
    expect(cards.slice(-soldOut.length)).toEqual(soldOut)
  })
})

const card = /<li class="product">.*?<\/li>/gs

/** The shop's grid is the last of its lists. */
function gridOf(page: string): [before: string, grid: string] {
  const at = page.lastIndexOf('<ul class="products">')
  return [page.slice(0, at), page.slice(at)]
}

function cardsOf(page: string): string[] {
  return gridOf(page)[1].match(card) ?? []
}

function withoutCards(page: string): string {
  const [before, grid] = gridOf(page)
  return before + grid.replace(card, '[card]')
}

/** By title, variants where the first of them is; what is sold out follows in the shop's order. */
function inOrder(cards: readonly string[]): string[] {
  const place = (card: string) => {
    const id = /href="\/product\/(\w+)"/.exec(card)?.[1]
    const product = feed.find((product) => product.id === id)
    if (!product?.available) return feed.length
    return feed.findIndex(
      ({ id, available, group }) =>
        available && (id === product.id || (group !== '' && group === product.group)),
    )
  }
  return cards.toSorted((a, b) => place(a) - place(b))
}

async function readFeed() {
  const text = await readFile('examples/storefront/data/catalogue.tsv', 'utf8')
  const [names = [], ...rows] = text
    .trimEnd()
    .split('\n')
    .map((row) => row.split('\t'))
  const products = rows.map((row) => {
    const field = (name: string) => row[names.indexOf(name)] ?? ''
    return {
      id: field('id'),
      title: field('title'),
      available: field('availability') === 'in_stock',
      group: field('item_group_id'),
    }
  })
  return products.sort((a, b) => (a.title < b.title ? -1 : 1))
}
