import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createCatalogue, type Product, wordsOf } from '../../src/catalogue/index.ts'

const red = product('mug-red', { group: 'mug', categories: ['kitchen', 'mugs-cups'] })
const pot = product('pot', { title: 'Café Pot №5 – “Größe”', categories: ['kitchen', 'pots'] })
const blue = product('mug-blue', { group: 'mug', categories: ['kitchen', 'mugs-cups'] })
const catalogue = createCatalogue([red, pot, blue])

test('holds the products in feed order', () => {
  expect(catalogue.size).toBe(3)
  expect(catalogue.products).toEqual([red, pot, blue])
})

test('does not change when the list it was made of does', () => {
  const feed = [red]
  const made = createCatalogue(feed)
  feed.push(pot)

  expect(made.products).toEqual([red])
  expect(() => (made.products as Product[]).push(pot)).toThrow(TypeError)
  expect(() => (made.inCategory('kitchen') as Product[]).push(pot)).toThrow(TypeError)
})

test('finds a product by its id', () => {
  expect(catalogue.get('pot')).toBe(pot)
  expect(catalogue.isProduct('pot')).toBe(true)
})

test.each(['constructor', '__proto__', '', 'POT'])('knows nothing of “%s”', (key) => {
  expect(catalogue.get(key)).toBeUndefined()
  expect(catalogue.isProduct(key)).toBe(false)
  expect(catalogue.isCategory(key)).toBe(false)
  expect(catalogue.inCategory(key)).toEqual([])
  expect(catalogue.productAt(key)).toBeUndefined()
})

describe('the page of a product', () => {
  const shop = createCatalogue([
    product('a', { link: 'https://shop.example/p/caf%C3%A9' }),
    product('b', { link: '/p/b/' }),
    product('c', { link: '/p/c?colour=red', group: 'c' }),
    product('d', { link: '/p/c?colour=blue', group: 'c' }),
    product('e', { link: '/view?id=e' }),
    product('f', { link: '/view?id=f' }),
    product('g', { link: '/p/ü' }),
    product('h', { link: '/p/same' }),
    product('i', { link: '/p/same' }),
  ])

  test.each([
    ['a full link', '/p/caf%C3%A9', 'a'],
    ['a path that is not escaped', '/p/café', 'a'],
    ['a link that is not escaped', '/p/%C3%BC', 'g'],
    ['a path without the slash', '/p/b', 'b'],
    ['a path with the slash', '/p/b/', 'b'],
    ['a variant', '/p/c?colour=blue', 'd'],
    ['the path of several variants', '/p/c', 'c'],
    ['a variant with another query', '/p/c?colour=green', 'c'],
    ['a page told by its query', '/view?id=f', 'f'],
  ])('is found by %s', (_, path, id) => {
    expect(shop.productAt(path)?.id).toBe(id)
  })

  test.each([
    ['the path of several products', '/view'],
    ['a query that is not known', '/view?id=x'],
    ['a link that two products share', '/p/same'],
    ['another page', '/p/x'],
    ['the front page', '/'],
  ])('is not found by %s', (_, path) => {
    expect(shop.productAt(path)).toBeUndefined()
  })
})

test('finds a category by its key, with all that is below it', () => {
  expect(catalogue.isCategory('kitchen')).toBe(true)
  expect(catalogue.inCategory('kitchen')).toEqual([red, pot, blue])
  expect(catalogue.inCategory('mugs-cups')).toEqual([red, blue])
})

test('lists a product once in a category that is its own parent by name', () => {
  const odd = createCatalogue([product('a', { categories: ['toys', 'toys'] })])
  expect(odd.inCategory('toys')).toHaveLength(1)
})

test('knows the variants of a product', () => {
  expect(catalogue.variantsOf(blue)).toEqual([red, blue])
  expect(catalogue.variantsOf(pot)).toEqual([pot])
})

test.each(['pot', 'POT', 'café', 'CAFÉ', 'cafe\u0301', 'größe', 'no5'])(
  '“%s” is a word of a title',
  (word) => {
    expect(catalogue.isWord(word)).toBe(true)
  },
)

test.each(['po', 'cafe', 'anna', '', ' ', '–', 'pot 5', 'constructor'])(
  '“%s” is no word of a title',
  (word) => {
    expect(catalogue.isWord(word)).toBe(false)
  },
)

test('every word of a title is a word of the catalogue', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), (titles) => {
      const made = createCatalogue(titles.map((title, index) => product(`${index}`, { title })))
      for (const word of titles.flatMap(wordsOf)) expect(made.isWord(word)).toBe(true)
    }),
  )
})

test('asking for any path never throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webPath(), fc.webUrl()), (path) => {
      expect(catalogue.productAt(path)).toBeUndefined()
    }),
  )
})

function product(id: string, rest: Partial<Product> = {}): Product {
  return {
    id,
    title: id,
    link: `/p/${id}`,
    imageLink: `/i/${id}.jpg`,
    price: { amount: 1, currency: 'GBP' },
    available: true,
    categories: [],
    ...rest,
  }
}
