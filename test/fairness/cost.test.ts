import { expect, test } from 'vitest'
import { measureCost } from '../../src/fairness/cost.ts'
import { ndcg } from '../../src/fairness/ndcg.ts'
import { exposureFloor } from '../../src/fairness/rerank.ts'
import { createRandom } from '../../src/training/random.ts'
import { fairShop, sellers } from './shop.ts'

const draws = { random: createRandom(1).next, times: 200 }

test('gain counts less further down, against the best that could be', () => {
  // By hand: found first and third, of two taken: (1 + 1/2) / (1 + 1/log2 3).
  const found = { shown: [7, 1, 8, 2], taken: new Set([7, 8]) }
  expect(ndcg(found, 4)).toBeCloseTo(1.5 / (1 + 1 / Math.log2(3)), 10)
  expect(ndcg(found, 1)).toBe(1)
  expect(ndcg({ shown: [7], taken: new Set() }, 4)).toBe(0)
  expect(ndcg({ shown: [1, 2], taken: new Set([9]) }, 4)).toBe(0)
})

test('a re-ranking that moves what is wanted to the end costs what it loses', () => {
  const before = fairShop(200).map((showing) => ({
    ...showing,
    taken: new Set(showing.shown.slice(0, 1)),
  }))
  const after = before.map((each) => ({ ...each, shown: each.shown.toReversed() }))
  const cost = measureCost(before, after, 10, draws)
  expect(cost.before).toBe(1)
  expect(cost.after).toBeCloseTo(1 / Math.log2(11), 10)
  expect(cost.loss.value).toBeCloseTo(1 - 1 / Math.log2(11), 10)
  expect(cost.changed).toBe(1)
})

test('a floor that is met already costs nothing', () => {
  const before = fairShop(100)
  const reorder = exposureFloor<number>({
    groupOf: (row) => sellers[row],
    floors: [{ group: 'small', share: 0 }],
    places: 10,
  })
  const after = before.map((each) => ({ ...each, shown: [...reorder(each.shown)] }))
  expect(measureCost(before, after, 10, draws)).toMatchObject({ changed: 0, loss: { value: 0 } })
})
