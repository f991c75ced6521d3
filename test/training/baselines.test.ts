import { expect, test } from 'vitest'
import { baselines } from '../../src/training/baselines.ts'
import type { Order } from '../../src/training/dataset.ts'
import { keepNeighbours } from '../../src/training/neighbours.ts'
import { countPairs } from '../../src/training/pairs.ts'

const known = [order(0, 1, 2), order(0, 1), order(3, 0), order(0, 2)]

test.each([
  ['popularity', [4, 2, 2, 1]],
  ['markov', [0, 2, 1, 0]],
  ['sequentialRules', [0, 2, 1.5, 0]],
  ['itemKnn', [0, 2 / Math.sqrt(8), 2 / Math.sqrt(8), 1 / 2]],
])('%s scores by hand', (method, expected) => {
  const scores = scoreBy(method, 0)
  expect([...scores].map((score) => score.toFixed(6))).toEqual(
    expected.map((score) => score.toFixed(6)),
  )
})

test('session-kNN weighs orders by what they share', () => {
  const scores = scoreBy('sessionKnn', 0, 1)
  // The order of 0 and 1 alone is nearest; item 2 is in two orders that share a line, 3 in one.
  expect(scores[1]).toBeGreaterThan(scores[2] as number)
  expect(scores[2]).toBeGreaterThan(scores[3] as number)
})

test('near lines count more than far ones, and new orders more than old', () => {
  const options = { items: 4, window: 2, halfLifeDays: 10, backward: 0.5, lastDay: 20 }
  const { rows } = countPairs([order(0, 1, 2, 3), { ...order(0, 3), day: 20 }], options)
  // The first order is two half-lives old.
  expect([...(rows[0] ?? [])]).toEqual([
    [1, 0.25],
    [2, 0.125],
    [3, 1],
  ])
  expect(rows[3]?.get(0)).toBe(0.5)
})

test('neighbours are the most frequent ones, filled up with the padding row', () => {
  const rows = [
    new Map([
      [1, 1],
      [2, 3],
    ]),
    new Map(),
    new Map([[0, 1]]),
  ]
  const { items, shares } = keepNeighbours({ rows }, 2, 4)
  expect([...items]).toEqual([2, 1, 3, 3, 0, 3])
  expect([...shares]).toEqual([3 / 8, 1 / 8, 0, 0, 1 / 5, 0])
})

function scoreBy(method: string, ...visible: number[]): Float64Array {
  const scores = new Float64Array(4)
  const rank = baselines[method]?.(known, 4)
  const question = { reading: 'sequence', contexts: new Int32Array() } as const
  rank?.({ ...question, visible: Int32Array.from(visible) }, scores)
  return scores
}

function order(...rows: number[]): Order {
  const items = Int32Array.from(rows)
  return { items, set: items, day: 0, contexts: new Int32Array() }
}
