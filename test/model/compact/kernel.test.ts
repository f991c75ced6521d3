import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createKernel } from '../../../src/model/compact/kernel.ts'
import module from '../../../src/model/compact/kernel.wasm'

const rankings = fc
  .record({
    items: fc.integer({ min: 1, max: 100 }),
    dimensions: fc.integer({ min: 1, max: 19 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .chain(({ items, dimensions, share }) =>
    fc.record({
      items: fc.constant(items),
      dimensions: fc.constant(dimensions),
      top: fc.constant(Math.max(1, Math.round(items * share))),
      table: fc.int8Array({ minLength: items * dimensions, maxLength: items * dimensions }),
      query: ofEach(dimensions, fc.integer({ min: -255, max: 255 })),
      prior: ofEach(items, fc.constantFrom(0, 0.5, -1, -Infinity, 3)),
      boost: ofEach(items, fc.constantFrom(0, 0, 0.1, 2)),
      scale: fc.constantFrom(0, 1, 0.125, 0.003),
    }),
  )

describe('the kernel', () => {
  test('ranks as plain JavaScript does, to the last bit', () => {
    fc.assert(
      fc.property(rankings, ({ query, prior, boost, scale, ...options }) => {
        const kernel = createKernel(module, options)
        const { table, items, top } = options
        kernel.query.set(query)
        kernel.prior.set(prior)
        kernel.boost.set(boost)
        kernel.rank(scale)
        const scores = prior.map((known, item) => {
          const dot = query.reduce((sum, q, d) => sum + q * at(table, d * items + item), 0)
          const general = Math.fround(Math.fround(dot * Math.fround(scale)) + known)
          return Math.fround(general + Math.fround(boost[item] as number))
        })
        const best = scores
          .map((score, item) => ({ score, item }))
          .sort((a, b) => (a.score === b.score ? a.item - b.item : a.score > b.score ? -1 : 1))
          .slice(0, top)
        expect([...kernel.items]).toEqual(best.map(({ item }) => item))
        expect([...kernel.scores].map((score) => score + 0)).toEqual(
          best.map(({ score }) => score + 0),
        )
      }),
      { numRuns: 300 },
    )
  })

  test('takes the largest numbers without overflow', () => {
    const dimensions = 256
    const table = new Int8Array(dimensions * 2).fill(-128)
    table.fill(127, 0, 1)
    const kernel = createKernel(module, { table, items: 2, dimensions, top: 2 })
    kernel.query.fill(-255)
    kernel.rank(1)
    expect([...kernel.items]).toEqual([1, 0])
    expect([...kernel.scores]).toEqual([256 * 128 * 255, 255 * 128 * 255 - 127 * 255])
  })

  test('puts a score that is no number last', () => {
    const kernel = createKernel(module, {
      table: new Int8Array(9),
      items: 9,
      dimensions: 1,
      top: 9,
    })
    kernel.boost.set([1, Number.NaN, 3, 2, Number.NaN, 0, 4, 5, 6])
    kernel.rank(1)
    expect([...kernel.items]).toEqual([8, 7, 6, 2, 3, 0, 5, 1, 4])
  })

  test('takes zeros of both signs for equals', () => {
    const table = new Int8Array(3)
    const kernel = createKernel(module, { table, items: 3, dimensions: 1, top: 3 })
    kernel.prior.set([-0, 0, -0])
    kernel.boost.fill(-0)
    kernel.rank(-1)
    expect([...kernel.items]).toEqual([0, 1, 2])
  })

  test('forgets the call before', () => {
    const table = Int8Array.from([1, 2, 3, 4])
    const kernel = createKernel(module, { table, items: 4, dimensions: 1, top: 2 })
    for (const [query, best] of [
      [1, [3, 2]],
      [-1, [0, 1]],
      [1, [3, 2]],
    ] as const) {
      kernel.query[0] = query
      kernel.rank(1)
      expect([...kernel.items]).toEqual(best)
    }
  })
})

function ofEach(length: number, value: fc.Arbitrary<number>) {
  return fc.array(value, { minLength: length, maxLength: length })
}

function at(list: Int8Array, index: number): number {
  return list[index] as number
}
