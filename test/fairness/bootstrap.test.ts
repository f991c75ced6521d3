import { expect, test } from 'vitest'
import { bootstrap } from '../../src/fairness/bootstrap.ts'
import { createRandom } from '../../src/training/random.ts'

const draws = (seed: number) => ({ random: createRandom(seed).next, times: 2000 })
const mean = ([sum = 0, count = 0]: ArrayLike<number> & Iterable<number>) => [sum / count]

test('the interval of a mean is that of the normal distribution, 1.96 standard errors', () => {
  const { normal } = createRandom(7)
  const values = Array.from({ length: 400 }, () => 10 + 2 * normal())
  const middle = values.reduce((sum, value) => sum + value, 0) / 400
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0)
  const error = Math.sqrt(squares / 399 / 400)
  const [found] = bootstrap(
    values.map((value) => [value, 1]),
    mean,
    draws(1),
  )
  expect((found?.standardError ?? 0) / error).toBeCloseTo(1, 1)
  expect(((found?.high ?? 0) - (found?.low ?? 0)) / (2 * 1.96 * error)).toBeCloseTo(1, 1)
})

test('what hangs together widens it: ten copies of a shopper are one shopper', () => {
  const { next } = createRandom(3)
  const values = Array.from({ length: 50 }, next)
  const apart = values.flatMap((value) => Array.from({ length: 10 }, () => [value, 1]))
  const together = values.map((value) => [10 * value, 10])
  const [one] = bootstrap(apart, mean, draws(1))
  const [other] = bootstrap(together, mean, draws(1))
  expect(other?.value).toBeCloseTo(one?.value ?? 0, 10)
  expect((other?.standardError ?? 0) / (one?.standardError ?? 1)).toBeGreaterThan(2.5)
})

test('the same seed draws the same, another one not', () => {
  const units = Array.from({ length: 30 }, (_, at) => [at, 1])
  expect(bootstrap(units, mean, draws(1))).toEqual(bootstrap(units, mean, draws(1)))
  expect(bootstrap(units, mean, draws(1))).not.toEqual(bootstrap(units, mean, draws(2)))
})

test('a figure that is never finite has no bounds', () => {
  const [found] = bootstrap([[1], [2]], () => [Number.NaN], draws(1))
  expect(found).toMatchObject({ low: -Infinity, high: Infinity })
  expect(bootstrap([], () => [0], draws(1))[0]?.value).toBe(0)
})
