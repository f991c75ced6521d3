import fc from 'fast-check'
import { expect, test } from 'vitest'
import { benjaminiHochberg } from '../../src/fairness/correction.ts'

// Benjamini and Hochberg, J. R. Statist. Soc. B 57 (1995), section 3.2: fifteen hypotheses.
const published = [
  0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719,
  0.6528, 0.759, 1,
]

test('the four that the authors reject at 0.05 are rejected', () => {
  const q = benjaminiHochberg(published)
  expect(q.map((value) => value <= 0.05)).toEqual(published.map((_, at) => at < 4))
  expect(q[3]).toBeCloseTo((0.0095 * 15) / 4, 10)
})

test('q-values are no smaller than p-values, in their order, wherever they stand', () => {
  const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 })
  fc.assert(
    fc.property(pValues, (p) => {
      const q = benjaminiHochberg(p)
      const turned = benjaminiHochberg(p.toReversed()).toReversed()
      p.forEach((each, at) => {
        expect(q[at]).toBeGreaterThanOrEqual(each - 1e-15)
        expect(q[at]).toBeLessThanOrEqual(1)
        expect(turned[at]).toBe(q[at])
        p.forEach((other, place) => {
          if (each < other) expect(q[at]).toBeLessThanOrEqual(q[place] as number)
        })
      })
    }),
  )
})
