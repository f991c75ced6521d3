import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  exposureAt,
  exposureOfItems,
  gini,
  infeasibleIndex,
  measureExposure,
} from '../../src/fairness/exposure.ts'
import type { Showing } from '../../src/fairness/showing.ts'
import { createRandom } from '../../src/training/random.ts'
import { fairShop, sellers } from './shop.ts'

const draws = () => ({ random: createRandom(1).next, times: 100 })
const showing = (shown: number[], taken: number[]): Showing => ({
  shopper: 'one',
  labels: new Map(),
  shown,
  taken: new Set(taken),
})

describe('the job seekers of Singh and Joachims (KDD 2018, figure 1)', () => {
  // Six candidates whose relevance hardly differs, three of each group, one group first.
  const groups = ['m', 'm', 'm', 'f', 'f', 'f']
  const ranked = showing([0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5])

  test('an average exposure of 0.71 stands against 0.39', () => {
    const mean = (places: number[]) =>
      places.reduce((sum, place) => sum + exposureAt(place), 0) / places.length
    expect(mean([0, 1, 2])).toBeCloseTo(0.71, 2)
    expect(mean([3, 4, 5])).toBeCloseTo(0.39, 2)
  })

  test('so one group has 1.8 times the exposure, of an item and of demand alike', () => {
    const [f, m] = measureExposure([ranked], groups, draws())
    expect(m?.perItem.value).toBeCloseTo(0.71 / 0.391, 2)
    expect(m?.perDemand.value).toBeCloseTo(0.71 / 0.391, 2)
    expect(f?.exposureShare.value).toBeCloseTo(0.391 / (0.71 + 0.391), 2)
    expect(f).toMatchObject({
      items: 3,
      catalogueShare: 0.5,
      demandShare: 0.5,
      shown: 3,
      positive: 3,
    })
  })
})

describe('demand', () => {
  test('excuses exposure: what is taken twice as often may be seen twice as much', () => {
    const seen = [showing([0], [0]), showing([0], [0]), showing([1], [1])]
    const [a] = measureExposure(seen, ['a', 'b'], draws())
    expect(a?.perItem.value).toBeCloseTo(2, 10)
    expect(a?.perDemand.value).toBeCloseTo(1, 10)
  })

  test('has one voice for each ranking, however much was taken', () => {
    const [a] = measureExposure(
      [showing([0, 1], [0, 2, 4]), showing([0, 1], [1])],
      ['a', 'b', 'a', 'b', 'a'],
      draws(),
    )
    expect(a?.demandShare).toBeCloseTo(0.5, 10)
    expect(a?.positive).toBe(3)
  })
})

test('inequality is 0 when all are seen the same, and near 1 when one takes all', () => {
  expect(gini([1, 1, 1, 1])).toBe(0)
  expect(gini([0, 0, 0, 1])).toBe(0.75)
  // By hand: mean absolute difference 1.6 over twice the mean 3.
  expect(gini([5, 3, 1, 2, 4])).toBeCloseTo(1.6 / 6, 10)
  expect(gini([0, 0])).toBe(0)
})

test('a prefix lacks a group when it has less than its share, rounded down', () => {
  // By hand, as Geyik, Ambler and Kenthapadi (KDD 2019) define it: the first 2, 3 and 4 lack b.
  const half = new Map([
    ['a', 0.5],
    ['b', 0.5],
  ])
  expect(infeasibleIndex([...'aaabbb'], half)).toBe(3)
  expect(infeasibleIndex([...'ababab'], half)).toBe(0)
})

describe('whatever is shown', () => {
  const shop = fc.integer({ min: 1, max: 1000 }).map((seed) => fairShop(40, seed))

  test('shares add up, and two groups mirror each other', () => {
    fc.assert(
      fc.property(shop, (showings) => {
        const groups = measureExposure(showings, sellers, { ...draws(), times: 5 })
        const sum = groups.reduce((total, { exposureShare }) => total + exposureShare.value, 0)
        expect(sum).toBeCloseTo(1, 10)
        const [one, other] = groups
        expect((one?.perDemand.value ?? 0) * (other?.perDemand.value ?? 0)).toBeCloseTo(1, 8)
      }),
      { numRuns: 40 },
    )
  })

  test('neither the order of rankings nor the names of rows matter', () => {
    fc.assert(
      fc.property(shop, (showings) => {
        const times = { ...draws(), times: 5 }
        const values = (list: readonly Showing[], groupOf: readonly string[]) =>
          measureExposure(list, groupOf, times).map(({ perDemand }) => perDemand.value.toFixed(9))
        const last = sellers.length - 1
        const renamed = showings.map((each) => ({
          ...each,
          shown: each.shown.map((row) => last - row),
          taken: new Set([...each.taken].map((row) => last - row)),
        }))
        expect(values(showings.toReversed(), sellers)).toEqual(values(showings, sellers))
        expect(values(renamed, sellers.toReversed())).toEqual(values(showings, sellers))
      }),
      { numRuns: 40 },
    )
  })

  test('each ranking gives away the same exposure', () => {
    fc.assert(
      fc.property(shop, (showings) => {
        const total = exposureOfItems(showings, sellers.length).reduce((sum, each) => sum + each, 0)
        const one = Array.from({ length: 10 }, (_, place) => exposureAt(place))
        expect(total).toBeCloseTo(showings.length * one.reduce((sum, each) => sum + each, 0), 6)
      }),
      { numRuns: 40 },
    )
  })
})
