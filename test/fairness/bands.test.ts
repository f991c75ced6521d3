import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bands, pool } from '../../src/fairness/bands.ts'

const names = ['low', 'middle', 'high']

test('rows fall into bands of one size', () => {
  expect(bands([30, 10, 20, 60, 50, 40], names)).toEqual([
    ...['middle', 'low', 'low'],
    ...['high', 'high', 'middle'],
  ])
})

test('the same price is in the same band, and what has none is in none', () => {
  expect(bands([1, 1, 1, 1, 2, undefined], names)).toEqual(['low', 'low', 'low', 'low', 'high', ''])
})

test('a higher number is never in a lower band, in whatever unit', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { minLength: 1 }), (values) => {
      const found = bands(values, names)
      expect(
        bands(
          values.map((value) => value * 4),
          names,
        ),
      ).toEqual(found)
      const order = (at: number) => names.indexOf(found[at] as string)
      values.forEach((value, at) => {
        values.forEach((other, place) => {
          if (value < other) expect(order(at)).toBeLessThanOrEqual(order(place))
        })
      })
    }),
  )
})

test('groups that are not kept are others, and the unknown stay unknown', () => {
  expect(['GB', 'DE', ''].map((country) => pool(country, ['GB']))).toEqual(['GB', 'other', ''])
  expect(pool('DE', [])).toBe('DE')
})
