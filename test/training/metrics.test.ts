import { expect, test } from 'vitest'
import {
  clusteredMean,
  coverage,
  discountedGain,
  gini,
  hitAt20,
  jackknife,
  ndcgAt20,
  quantile,
  recallAt20,
  reciprocalRankAt20,
} from '../../src/training/metrics.ts'

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

test('discounted gain and NDCG are those of the worked example', () => {
  // Wikipedia, "Discounted cumulative gain": graded 3, 2, 3, 0, 1, 2, and ideally 3, 3, 3, 2, 2, 2.
  const [gain, ideal] = [discountedGain([3, 2, 3, 0, 1, 2]), discountedGain([3, 3, 3, 2, 2, 2])]
  expect(gain).toBeCloseTo(6.861, 3)
  expect(ideal).toBeCloseTo(8.74, 3)
  expect(gain / ideal).toBeCloseTo(0.785, 3)
})

test('NDCG of hidden items, by hand', () => {
  expect(ndcgAt20(ranking, new Set([0]))).toBe(100)
  // In place three: 1 / log2(4) of the best there can be, 1.
  expect(ndcgAt20(ranking, new Set([2]))).toBeCloseTo(50, 12)
  // In places two and four, of places one and two: (0.6309 + 0.4307) / (1 + 0.6309).
  expect(ndcgAt20(ranking, new Set([1, 3]))).toBeCloseTo((100 * (0.63093 + 0.43068)) / 1.63093, 3)
  expect(ndcgAt20(ranking, new Set([25]))).toBe(0)
  // More are hidden than can be shown: all twenty places hit.
  expect(ndcgAt20(ranking, new Set(ranking))).toBeCloseTo(100, 12)
})

test('the mean reciprocal rank is that of the worked example', () => {
  // Wikipedia, "Mean reciprocal rank": cats at 3, torus at 2 and virus at 1 give 11/18.
  const values = [3, 2, 1].map((rank) => reciprocalRankAt20(ranking, new Set([rank - 1])))
  expect(values.reduce((sum, each) => sum + each, 0) / 3).toBeCloseTo((100 * 11) / 18, 12)
})

test('hit rate and reciprocal hit rate are those of leave-one-out, by hand', () => {
  // As Deshpande and Karypis define them (ACM TOIS 22, 2004): hits over users, and the mean of 1 / place.
  // Of five users one item each is hidden, and stands at 1, 2, 4, 21 and 30: HR 3/5, ARHR 1.75/5.
  const hidden = [1, 2, 4, 21, 30].map((place) => new Set([place - 1]))
  const mean = (of: typeof hitAt20) =>
    hidden.reduce((sum, each) => sum + of(ranking, each), 0) / hidden.length
  expect(mean(hitAt20)).toBeCloseTo(60, 12)
  expect(mean(reciprocalRankAt20)).toBeCloseTo(35, 12)
  // Of one hidden item, recall is the hit rate.
  expect(mean(recallAt20)).toBeCloseTo(60, 12)
})

test('a hit is any hidden item among the first twenty', () => {
  expect(hitAt20(ranking, new Set([19, 25]))).toBe(100)
  expect(hitAt20(ranking, new Set([20]))).toBe(0)
})

test('the Gini index is that of small lists done by hand', () => {
  // Half the mean difference of all pairs over the mean (Gini 1912): for 1, 2, 3, 4 it is 1.25 / 2.5 / 2.
  expect(gini([4, 1, 3, 2])).toBeCloseTo(25, 12)
  expect(gini([0, 0, 0, 9])).toBeCloseTo(75, 12)
  expect(gini([5, 5, 5])).toBeCloseTo(0, 12)
  expect(gini([0, 0])).toBe(0)
  const values = [7, 0, 2, 2, 11]
  const pairs = values.flatMap((a) => values.map((b) => Math.abs(a - b)))
  const meanDifference = pairs.reduce((sum, each) => sum + each, 0) / pairs.length
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length
  expect(gini(values)).toBeCloseTo((100 * meanDifference) / (2 * mean), 10)
})

test('coverage is the share of items that were shown', () => {
  expect(coverage([0.5, 0, 0, 1])).toBe(50)
})

test('the jackknife of a mean is its textbook error', () => {
  const values = [2, 4, 6, 8]
  const without = values.map((left) => (20 - left) / 3)
  const { value, standardError } = jackknife(5, without)
  expect(value).toBe(5)
  expect(standardError).toBeCloseTo(Math.sqrt(20 / 3 / 4), 12)
})

test('quantiles are values, and their error is that of the values beside them', () => {
  const sorted = Array.from({ length: 101 }, (_, at) => at)
  // Half of 101 trials: a spread of five places to each side.
  expect(quantile(sorted, 0.5)).toEqual({ value: 50, standardError: 5 })
  expect(quantile([], 0.5)).toEqual({ value: 0, standardError: 0 })
})
