import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  differencePValue,
  katz,
  newcombe,
  normalPValue,
  type Proportion,
  wilson,
} from '../../src/fairness/interval.ts'

const of = (positive: number, effective: number): Proportion => ({
  share: positive / effective,
  effective,
})

describe('worked examples', () => {
  // Newcombe, Statistics in Medicine 17 (1998), 857–872, method 3.
  test('Wilson’s interval of 81 in 263 is 0.2553 to 0.3662', () => {
    const { low, high } = wilson(of(81, 263))
    expect(low).toBeCloseTo(0.2553, 4)
    expect(high).toBeCloseTo(0.3662, 4)
  })

  // Newcombe, Statistics in Medicine 17 (1998), 873–890, method 10.
  test('Newcombe’s interval of 56/70 − 48/80 is 0.0524 to 0.3339', () => {
    const { value, low, high } = newcombe(of(56, 70), of(48, 80))
    expect(value).toBeCloseTo(0.2, 10)
    expect(low).toBeCloseTo(0.0524, 4)
    expect(high).toBeCloseTo(0.3339, 4)
  })

  // Physicians' Health Study, in Agresti, Categorical Data Analysis (2002), section 3.1.
  test('the ratio of 189/11034 to 104/11037 is 1.82, from 1.43 to 2.31', () => {
    const { value, low, high } = katz(of(189, 11034), of(104, 11037))
    expect(value).toBeCloseTo(1.82, 2)
    expect(low).toBeCloseTo(1.43, 2)
    expect(high).toBeCloseTo(2.31, 2)
  })

  test('1.96 standard errors have a p-value of 0.05', () => {
    expect(normalPValue(1.959963984540054)).toBeCloseTo(0.05, 6)
    expect(normalPValue(-2.5758293)).toBeCloseTo(0.01, 6)
    expect(normalPValue(0)).toBeCloseTo(1, 6)
  })
})

const proportion = fc
  .record({
    n: fc.integer({ min: 1, max: 5000 }),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ n, part }) => of(Math.round(part * n), n))

describe('whatever the proportions', () => {
  test('an interval holds its value, within 0 to 1', () => {
    fc.assert(
      fc.property(proportion, (each) => {
        const { value, low, high } = wilson(each)
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(low).toBeLessThanOrEqual(value + 1e-12)
        expect(high).toBeGreaterThanOrEqual(value - 1e-12)
      }),
    )
  })

  test('a difference the other way round is its mirror', () => {
    fc.assert(
      fc.property(proportion, proportion, (a, b) => {
        const [one, other] = [newcombe(a, b), newcombe(b, a)]
        expect(one.low).toBeCloseTo(-other.high, 10)
        expect(one.high).toBeCloseTo(-other.low, 10)
        expect(differencePValue(a, b)).toBe(differencePValue(b, a))
      }),
    )
  })

  test('fewer independent trials widen an interval', () => {
    fc.assert(
      fc.property(proportion, (each) => {
        const width = ({ low, high }: { low: number; high: number }) => high - low
        const fewer = wilson({ ...each, effective: each.effective / 2 })
        expect(width(fewer)).toBeGreaterThan(width(wilson(each)))
      }),
    )
  })
})

test('nothing seen is anything from 0 to 1', () => {
  expect(wilson({ share: 0, effective: 0 })).toEqual({ value: 0, low: 0, high: 1 })
  expect(katz(of(0, 10), of(5, 10))).toEqual({ value: 0, low: 0, high: Number.POSITIVE_INFINITY })
})
