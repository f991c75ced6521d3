import { describe, expect, test } from 'vitest'
import shipped from '../../../models/gift-shop.onnx'
import manifest from '../../../models/manifest.json' with { type: 'json' }
import { compact, createCompact } from '../../../src/model/compact/index.ts'
import type { ModelInputs, TopItems } from '../../../src/model/index.ts'
import { onnx } from '../../../src/model/onnx.ts'
import {
  numbersFrom,
  randomVisit,
  rankingGraph,
  type Sizes,
  small,
} from './support/ranking-graph.ts'

const shop = {
  items: manifest.catalogue.items.length,
  history: manifest.inputs.items,
  contexts: manifest.inputs.contexts.length,
  contextRows: manifest.inputs.contexts.reduce((rows, context) => rows + context.rows.length, 0),
}

describe('the compact engine and ONNX Runtime agree', () => {
  const graphs: [string, ArrayBuffer, Omit<Sizes, 'top' | 'dimensions'>][] = [
    ['the shipped model', shipped, shop],
    ...[
      { ...small, items: 61, dimensions: 7 },
      { ...small, items: 500, dimensions: 32, history: 8, top: 50 },
      {
        ...small,
        items: 700,
        dimensions: 66,
        history: 10,
        top: 50,
        contexts: 6,
        contextRows: 40,
        neighbours: 20,
      },
      { ...small, history: 1, contexts: 1, top: 60 },
    ].map((sizes): [string, ArrayBuffer, Sizes] => [
      `${sizes.items} items of ${sizes.dimensions} dimensions`,
      rankingGraph(sizes, sizes.items),
      sizes,
    ]),
  ]

  test.each(graphs)(
    'on 1,000 visits to %s',
    async (_, file, sizes) => {
      const [ours, theirs] = await Promise.all([compact(file), onnx(file)])
      const random = numbersFrom(2)
      for (let i = 0; i < 1000; i++) {
        const visit = randomVisit(sizes, random)
        const [a, b] = await Promise.all([ours.score(visit), theirs.score(visit)])
        expect(firstDifference(a, b)).toBeUndefined()
      }
    },
    60_000,
  )

  test('and plain JavaScript with the kernel, to the last bit', async () => {
    const [fast, plain] = await Promise.all([compact(shipped), createCompact()(shipped)])
    const random = numbersFrom(3)
    for (let i = 0; i < 100; i++) {
      const visit = randomVisit(shop, random)
      expect(await fast.score(visit)).toEqual(await plain.score(visit))
    }
  }, 20_000)
})

describe('an answer', () => {
  test('does not change by what is not permitted', async () => {
    const random = numbersFrom(4)
    for (const file of [rankingGraph(small, 4), rankingGraph({ ...small, neighbours: 3 }, 4)]) {
      const scorer = await compact(file)
      for (let i = 0; i < 200; i++) {
        const visit = randomVisit(small, random)
        expect(await scorer.score(otherwiseMasked(visit, random))).toEqual(
          await scorer.score(visit),
        )
      }
    }
  })

  test('to a visit of which nothing is known is by the prior alone', async () => {
    const scorer = await compact(rankingGraph(small, 5))
    const random = numbersFrom(5)
    const nothing = { itemMask: new Float32Array(4), contextMask: new Float32Array(2) }
    const one = await scorer.score({ ...randomVisit(small, random), ...nothing })
    const other = await scorer.score({ ...randomVisit(small, random), ...nothing })
    expect(one).toEqual(other)
    expect(one.scores[0]).toBeLessThan(0.5)
  })

  test('is best first, and never an item twice or the padding', async () => {
    const scorer = await compact(shipped)
    const { items, scores } = await scorer.score(randomVisit(shop, numbersFrom(6)))
    expect(items).toHaveLength(manifest.top)
    expect(new Set(items).size).toBe(manifest.top)
    expect(Math.max(...items)).toBeLessThan(shop.items)
    expect([...scores].sort((a, b) => b - a)).toEqual([...scores])
  })

  test('belongs to its caller: the next one leaves it as it is', async () => {
    const scorer = await compact(rankingGraph(small, 7))
    const random = numbersFrom(7)
    const first = await scorer.score(randomVisit(small, random))
    const kept = structuredClone(first)
    for (let i = 0; i < 10; i++) await scorer.score(randomVisit(small, random))
    expect(first).toEqual(kept)
  })

  test('is refused to inputs of another length, and to a row beyond the table', async () => {
    const scorer = await compact(rankingGraph(small, 8))
    const visit = randomVisit(small, numbersFrom(8))
    expect(() => scorer.score({ ...visit, items: new Int32Array(5) })).toThrow(RangeError)
    const beyond = visit.items.with(2, small.items + 1)
    expect(() => scorer.score({ ...visit, items: beyond })).toThrow(RangeError)
  })
})

/** The first rank whose scores are more than 1e-4 apart, or whose items differ without a tie. */
function firstDifference(a: TopItems, b: TopItems): number | undefined {
  const near = (x = Number.NaN, y = Number.NaN) => Math.abs(x - y) <= 1e-4
  const rank = a.items.findIndex((item, i) => {
    const tied = near(a.scores[i], b.scores[b.items.indexOf(item)])
    return !near(a.scores[i], b.scores[i]) || !(item === b.items[i] || tied)
  })
  return rank === -1 && a.items.length === b.items.length ? undefined : rank
}

/** The same visit with anything at all where the mask is zero. */
function otherwiseMasked(visit: ModelInputs, random: () => number): ModelInputs {
  const other = randomVisit(small, random)
  const choose = (values: Int32Array, others: Int32Array, mask: Float32Array) =>
    values.map((value, i) => (mask[i] === 0 ? (others[i] as number) : value))
  return {
    ...visit,
    items: choose(visit.items, other.items, visit.itemMask),
    kinds: choose(visit.kinds, other.kinds, visit.itemMask),
    contexts: choose(visit.contexts, other.contexts, visit.contextMask),
  }
}
