import fc from 'fast-check'
import { expect, test } from 'vitest'
import { categoryKey } from '../../src/catalogue/index.ts'

test.each([
  ['Mugs & Cups', 'mugs-cups'],
  ['  Pens, Stickers & Magnets ', 'pens-stickers-magnets'],
  ['Crème brûlée', 'creme-brulee'],
  ['T-Shirts (XL)', 't-shirts-xl'],
  ['Спорт', 'спорт'],
  ['한국어', '한국어'],
  ['हिन्दी', 'हिन्दी'],
  ['&', ''],
])('the key of %s is %s', (name, key) => {
  expect(categoryKey(name)).toBe(key)
})

test('the key of a key is itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      const key = categoryKey(name)
      expect(categoryKey(key)).toBe(key)
    }),
  )
})
