import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { comparePrices, kolmogorovSmirnov, type PriceSeen } from '../../src/fairness/prices.ts'
import { createRandom } from '../../src/training/random.ts'

const draws = () => ({ random: createRandom(1).next, times: 200 })
const seen = (item: string, context: string, group: string, price: number): PriceSeen => ({
  item,
  context,
  group,
  price,
})

test('the gap is that of the same item in the same context', () => {
  const [a, b] = comparePrices(
    [
      seen('tea', '09:00', 'a', 10),
      seen('tea', '09:00', 'b', 11),
      seen('mug', '09:00', 'a', 4),
      seen('mug', '09:00', 'b', 4),
      // Another minute, nobody to compare with.
      seen('tea', '10:00', 'b', 99),
    ],
    draws(),
  )
  // By hand: +10 % and 0 %.
  expect(b?.meanGap.value).toBeCloseTo(0.05, 10)
  expect(b?.maxGap).toBeCloseTo(0.1, 10)
  expect(b).toMatchObject({ shown: 2, items: 2 })
  expect(a?.meanGap.value).toBeCloseTo((10 / 11 - 1) / 2, 10)
})

describe('the distance of two distributions', () => {
  // By hand, from Kolmogorov's and Smirnov's definition.
  test.each([
    [[1, 2, 3], [2, 3, 4], 1 / 3],
    [[1, 2], [3, 4], 1],
    [[1, 1, 2], [1, 1, 2], 0],
    [[], [1], 0],
  ])('of %j and %j is %d', (a, b, distance) => {
    expect(kolmogorovSmirnov(a, b)).toBeCloseTo(distance, 10)
  })

  test('is a distance: symmetric, 0 to 1, and blind to the unit', () => {
    const prices = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 })
    fc.assert(
      fc.property(prices, prices, (a, b) => {
        const distance = kolmogorovSmirnov(a, b)
        const cents = (list: number[]) => list.map((each) => each * 100)
        expect(kolmogorovSmirnov(b, a)).toBe(distance)
        expect(kolmogorovSmirnov(cents(a), cents(b))).toBe(distance)
        expect(kolmogorovSmirnov(a, a)).toBe(0)
        expect(distance).toBeLessThanOrEqual(1)
      }),
    )
  })
})

test('the same price for all has no gap, and another currency changes no gap', () => {
  const price = fc.record({
    item: fc.constantFrom(...'tuvwxyz'),
    context: fc.constantFrom('mon', 'tue'),
    group: fc.constantFrom('a', 'b'),
    price: fc.integer({ min: 1, max: 500 }),
  })
  fc.assert(
    fc.property(fc.array(price, { maxLength: 60 }), (list) => {
      const same = list.map((each) => ({ ...each, price: each.item.charCodeAt(0) }))
      for (const { meanGap, maxGap, distance } of comparePrices(same, draws())) {
        expect([meanGap.value || 0, maxGap, distance].map((each) => Math.abs(each))).toEqual([
          0, 0, 0,
        ])
      }
      const values = (prices: PriceSeen[]) =>
        comparePrices(prices, draws()).map(({ meanGap }) => meanGap.value.toFixed(9))
      expect(values(list.map((each) => ({ ...each, price: each.price * 8 })))).toEqual(values(list))
    }),
    { numRuns: 50 },
  )
})
