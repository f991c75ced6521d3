import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inCart, type ProfileContent, viewed } from '../../src/profile/profile.ts'
import { anna, profileOf } from './shopper.ts'

const empty = await profileOf()

test('a new shopper has looked at nothing and has nothing in the cart', () => {
  expect(empty).toEqual({
    subject: anna.consent.subject,
    createdDay: 20_777,
    viewed: [],
    cart: [],
  })
})

test('a profile that nobody permitted is none, and does not compile', () => {
  const content: ProfileContent = { subject: 's', createdDay: 0, viewed: [], cart: [] }
  // @ts-expect-error
  expect(viewed(content, 'mug')).not.toBe(content)
})

test('what was looked at last comes first', () => {
  expect(viewed(viewed(empty, 'mug'), 'pot').viewed).toEqual(['pot', 'mug'])
})

test('what is looked at again moves to the front', () => {
  const seen = ['mug', 'pot', 'jug', 'mug'].reduce(viewed, empty)
  expect(seen.viewed).toEqual(['mug', 'jug', 'pot'])
})

test('a reloaded page changes nothing, so that nothing need be written', () => {
  const once = viewed(empty, 'mug')
  expect(viewed(once, 'mug')).toBe(once)
})

test('the oldest look is forgotten after twenty', () => {
  const ids = Array.from({ length: 21 }, (_, i) => `p${i}`)
  expect(ids.reduce(viewed, empty).viewed).toEqual(ids.slice(1).reverse())
})

test('the cart is what it is said to be', () => {
  const full = inCart(empty, ['mug', 'pot', 'mug'])
  expect(full.cart).toEqual(['mug', 'pot'])
  expect(inCart(full, []).cart).toEqual([])
  expect(
    inCart(
      empty,
      Array.from({ length: 30 }, (_, i) => `p${i}`),
    ).cart,
  ).toHaveLength(20)
})

test('a look leaves the cart and the profile before it alone', () => {
  const before = inCart(viewed(empty, 'mug'), ['jug'])
  const after = viewed(before, 'pot')
  expect(after.cart).toEqual(['jug'])
  expect(before.viewed).toEqual(['mug'])
  expect(after).toMatchObject({ subject: before.subject, createdDay: before.createdDay })
})

test('however one browses, no more than twenty are kept, none twice, the last one first', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 60 }), (ids) => {
      const seen = ids.reduce(viewed, empty).viewed
      expect(seen[0]).toBe(ids.at(-1))
      expect(new Set(seen).size).toBe(seen.length)
      expect(seen).toHaveLength(Math.min(20, new Set(ids).size))
    }),
  )
})
