import { expect, test } from 'vitest'
import type { Order } from '../../src/training/dataset.ts'
import { best, halfBasket, measure, nextLine, type Rank } from '../../src/training/protocols.ts'

const items = 30
const orders = [order(3, 7, 1, 9), order(5), order(8, 2), order(0, 1, 2, 3, 4, 5, 6)]

test('the next line is asked of the lines before it', () => {
  const [first] = nextLine([order(3, 7, 1)]).cases
  expect(first?.map(({ visible, hidden }) => [[...visible], [...hidden]])).toEqual([
    [[3], [7]],
    [[3, 7], [1]],
  ])
})

test('what is hidden is never visible, and nothing is lost', () => {
  for (const { cases } of [nextLine(orders), halfBasket(orders, 1)]) {
    cases.forEach((group, index) => {
      for (const { visible, hidden } of group) {
        const together = [...visible, ...hidden]
        expect(hidden.length).toBeGreaterThan(0)
        expect(visible.length).toBeGreaterThan(0)
        expect(new Set(together).size).toBe(together.length)
        expect([...(orders[index]?.items ?? [])]).toEqual(expect.arrayContaining(together))
      }
    })
  }
  halfBasket(orders, 1).cases.forEach((group, index) => {
    const lines = orders[index]?.items ?? []
    expect(group).toHaveLength(lines.length < 2 ? 0 : 1)
    for (const { visible, hidden } of group) {
      expect([...visible, ...hidden].sort()).toEqual([...lines].sort())
      expect(hidden.length).toBe(Math.floor(lines.length / 2))
    }
  })
})

test('the seed decides which half is hidden', () => {
  const hiddenBy = (seed: number) =>
    halfBasket([order(...Array.from({ length: 30 }, (_, item) => item))], seed)
      .cases.flat()
      .map(({ hidden }) => [...hidden])
  expect(hiddenBy(1)).toEqual(hiddenBy(1))
  expect(hiddenBy(1)).not.toEqual(hiddenBy(2))
})

test('an item in the basket is no answer, however it is scored', () => {
  const likesVisible: Rank = ({ visible }, scores) => {
    scores.fill(0)
    for (const item of visible) scores[item] = 100
  }
  // Row 1 is the best row that is left: place one.
  const { recall20, mrr20 } = measure(nextLine([order(0, 1)]), items, likesVisible)
  expect([recall20.value, mrr20.value]).toEqual([100, 100])
})

test('a method is not shown what is hidden', () => {
  const names = new Set<string>()
  measure(halfBasket(orders, 1), items, (question) => {
    for (const name of Object.keys(question)) names.add(name)
  })
  expect([...names].sort()).toEqual(['contexts', 'reading', 'visible'])
})

test('a method that knows the answer scores a hundred, one that knows nothing does not', () => {
  const answers = new Map([
    [3, 7],
    [7, 1],
  ])
  const oracle: Rank = ({ visible }, scores) => {
    scores.fill(0)
    scores[answers.get(visible.at(-1) as number) as number] = 1
  }
  const protocol = nextLine([order(3, 7, 1)])
  expect(measure(protocol, items, oracle).mrr20.value).toBe(100)
  const backwards: Rank = (_, scores) => scores.set([...scores.keys()])
  expect(measure(protocol, items, backwards).recall20.value).toBe(0)
})

test('the best come first, and of equals the lower row', () => {
  expect([...best([1, 5, 5, 9, -Infinity, 0], 4)]).toEqual([3, 1, 2, 0])
  expect([...best([-Infinity, 2], 4)]).toEqual([1])
})

function order(...rows: number[]): Order {
  const items = Int32Array.from(rows)
  return { items, set: items, day: 0, contexts: new Int32Array() }
}
