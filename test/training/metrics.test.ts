import { expect, test } from 'vitest'
import { clusteredMean, recallAt20, reciprocalRankAt20 } from '../../src/training/metrics.ts'

const ranking = Array.from({ length: 30 }, (_, place) => place)

test('recall counts what is among the first twenty', () => {
  expect(recallAt20(ranking, new Set([3]))).toBe(100)
  expect(recallAt20(ranking, new Set([3, 19, 20, 29]))).toBe(50)
  expect(recallAt20(ranking, new Set([20]))).toBe(0)
})

test('recall is of twenty when more are hidden than can be shown', () => {
  const hidden = new Set(Array.from({ length: 40 }, (_, item) => item + 10))
  expect(recallAt20(ranking, hidden)).toBe(50)
})

test('the reciprocal rank is that of the first one found', () => {
  expect(reciprocalRankAt20(ranking, new Set([0, 1]))).toBe(100)
  expect(reciprocalRankAt20(ranking, new Set([4, 9]))).toBe(20)
  expect(reciprocalRankAt20(ranking, new Set([19]))).toBe(5)
  expect(reciprocalRankAt20(ranking, new Set([20]))).toBe(0)
})

test('with one value an order the standard error is the textbook one', () => {
  const { value, standardError } = clusteredMean([[2], [4], [6], [8]])
  expect(value).toBe(5)
  // Variance 20/3 over 4 values.
  expect(standardError).toBeCloseTo(Math.sqrt(20 / 3 / 4), 12)
})

test('values of one order that agree are no more certain than one value', () => {
  const single = clusteredMean([[0], [100], [0], [100]])
  const repeated = clusteredMean([
    [0, 0, 0],
    [100, 100, 100],
    [0, 0, 0],
    [100, 100, 100],
  ])
  expect(repeated).toEqual(single)
})

test('every value weighs the same, and empty orders nothing', () => {
  expect(clusteredMean([[1, 1, 1], [5], []]).value).toBe(2)
  expect(clusteredMean([])).toEqual({ value: 0, standardError: 0 })
})
