import { expect, test } from 'vitest'
import { factorise } from '../../src/training/factorise.ts'
import { countPairs } from '../../src/training/pairs.ts'
import { createRandom } from '../../src/training/random.ts'

test('items that stand together get vectors that point together', () => {
  const orders = [
    [0, 1, 2],
    [2, 0, 1],
    [3, 4, 5],
    [5, 3, 4],
  ].map((rows) => {
    const items = Int32Array.from(rows)
    return { items, set: items, day: 0, contexts: new Int32Array() }
  })
  const options = { items: 6, window: 5, halfLifeDays: 1, backward: 1, lastDay: 0 }
  const vectors = factorise(countPairs(orders, options), 4, createRandom(1))
  const cosine = (a: number, b: number) =>
    [0, 1, 2, 3].reduce((sum, x) => sum + (vectors[4 * a + x] ?? 0) * (vectors[4 * b + x] ?? 0), 0)

  expect(cosine(0, 0)).toBeCloseTo(1, 10)
  expect(cosine(0, 1)).toBeGreaterThan(0.5)
  expect(Math.abs(cosine(0, 3))).toBeLessThan(0.2)
})
