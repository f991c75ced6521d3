import { expect, test } from 'vitest'
import { createItemTable, toRows } from '../../src/training/dataset.ts'
import { drawExamples } from '../../src/training/examples.ts'
import { fileBytes, fitBytes } from '../../src/training/fit-bytes.ts'
import { defaults, parseBaskets, trainModel } from '../../src/training/index.ts'
import { levels, rankByModel } from '../../src/training/levels.ts'
import { best, nextClick } from '../../src/training/protocols.ts'
import { createRandom } from '../../src/training/random.ts'
import { vmisKnn } from '../../src/training/vmis-knn.ts'
import { options, products, someBaskets } from './support/shop.ts'

const rows = new Map(['a', 'b', 'c', 'd'].map((id, row) => [id, row]))
const lists = (basket: Parameters<typeof toRows>[0]) => {
  const { items, set } = toRows(basket, rows)
  return [[...items], [...set]]
}

test('of a visit what was looked at is the sequence, and what was ordered the set', () => {
  expect(lists({ items: ['a', 'b', 'a'] })).toEqual([
    [0, 1, 0],
    [0, 1, 0],
  ])
  expect(lists({ items: ['a', 'b', 'a', 'a', 'c'], kinds: 'vvvvv' })).toEqual([
    [0, 1, 0, 0, 2],
    [0, 1, 2],
  ])
  expect(lists({ items: ['a', 'b', 'b', 'a', 'd', 'x'], kinds: 'vvooov' })).toEqual([
    [0, 1],
    [1, 0, 3],
  ])
  expect(lists({ items: ['a', 'b', 'c'], kinds: 'ccc' })).toEqual([
    [0, 1, 2],
    [0, 1, 2],
  ])
})

test.each([
  ['"vv"', /kinds must be one letter for each item/],
  ['"vx v"', /kinds must be/],
  ['7', /kinds must be/],
])('kinds %s are refused', (kinds, message) => {
  const line = `{"ts":"2026-01-01T08:00","items":["a","b","a"],"kinds":${kinds}}`
  expect(parseBaskets(line).problems[0]?.problem).toMatch(message)
})

test('clicks are asked one by one, and the current item may be the answer', () => {
  const items = Int32Array.of(3, 3, 1)
  const protocol = nextClick([{ items, set: items, day: 0, contexts: new Int32Array() }])
  expect(protocol.repeats).toBe(true)
  expect(protocol.cases[0]?.map(({ hidden }) => [...hidden])).toEqual([[3], [1]])
})

test('where pages are opened twice, nothing that was seen is ruled out', () => {
  const visits = someVisits(40, '2011-01-01', 1)
  const table = createItemTable({ products, baskets: visits, ...defaults, minBaskets: 1 })
  const draw = (repeats: boolean) => {
    const orders = visits.map(table.toOrder)
    const examples = drawExamples(
      orders,
      table,
      { ...defaults, repeats, lastDay: 0 },
      createRandom(1),
    )
    return examples.slice(0, examples.length).filter(({ reading }) => reading === 'sequence')
  }
  expect(draw(true).every(({ seen }) => seen.length === 0)).toBe(true)
  expect(draw(false).every(({ seen }) => seen.length > 0)).toBe(true)
})

test('answers are counted as they are drawn', () => {
  const visits = someVisits(40, '2011-01-01', 1)
  const table = createItemTable({ products, baskets: visits, ...defaults, minBaskets: 1 })
  const examples = drawExamples(
    visits.map(table.toOrder),
    table,
    { ...defaults, lastDay: 0 },
    createRandom(1),
  )
  const counts = new Float64Array(table.ids.length)
  for (const { targets } of examples.slice(0, examples.length)) {
    for (const row of targets) counts[row] = (counts[row] ?? 0) + 1
  }
  expect(examples.countTargets(table.ids.length)).toEqual(counts)
})

test('a model of visits is measured click by click, and a new item can be recommended', async () => {
  const added = {
    id: 'brand-new',
    title: 'Item of family-3, wholly new',
    categories: ['all', 'family-3'],
  }
  const named = products.map(({ id, categories }) => ({
    id,
    title: `Item of ${categories.at(-1)}`,
    categories,
  }))
  const { manifest, model, table } = await trainModel(
    {
      ...options,
      products: [...named, added, { id: 'unlike', title: '?', categories: [] }],
      baskets: someVisits(600, '2011-01-01', 1),
      valid: someVisits(60, '2011-03-01', 2),
      settings: { ...options.settings, neighbours: 2 },
    },
    () => {},
  )
  expect(manifest.metrics.nextClick?.model?.recall20?.value).toBeGreaterThan(50)
  expect(manifest.training).toMatchObject({ newItems: 1, repeats: 'yes' })
  expect(manifest.catalogue.items.at(-1)).toBe('brand-new')
  expect(manifest.catalogue.items).not.toContain('unlike')

  const scores = new Float64Array(table.ids.length)
  const visible = Int32Array.of(table.ids.indexOf('p20'))
  const { contexts } = table.toOrder({ ts: '2011-03-01T09:00', country: 'GB', items: ['p20'] })
  const question = { reading: 'sequence', visible, contexts } as const
  rankByModel(model, table, levels.model)(question, scores)
  const top = Array.from(best(scores, 8), (row) => table.ids[row])
  expect(top).toContain('brand-new')
  // Of another family it is not.
  rankByModel(
    model,
    table,
    levels.model,
  )({ ...question, visible: Int32Array.of(table.ids.indexOf('p50')) }, scores)
  expect(Array.from(best(scores, 8), (row) => table.ids[row])).not.toContain('brand-new')
})

test('a file is cut to fit, and says how large it will be', async () => {
  const maxBytes = 14_000
  const settings = { ...options.settings, dimension: 32, neighbours: 12, maxBytes }
  const { file, manifest } = await trainModel({ ...options, settings }, () => {})
  expect(file.length).toBeLessThanOrEqual(maxBytes)
  expect(file.length).toBeGreaterThan(0.6 * maxBytes)
  const { dimension, neighbours } = manifest.training
  const size = { items: 72, contextRows: contextRows(manifest), history: defaults.history }
  const guess = fileBytes(size, { dimension: Number(dimension), neighbours: Number(neighbours) })
  expect(guess).toBeGreaterThanOrEqual(file.length)
  expect(guess - file.length).toBeLessThan(1500)
})

test('forty-three thousand items fit into two megabytes', () => {
  const size = { items: 43_000, contextRows: 190, history: 16 }
  const fit = fitBytes(size, { ...defaults, dimension: 32, maxBytes: 2_000_000 })
  expect(fileBytes(size, fit)).toBeLessThanOrEqual(2_000_000)
  expect(fit.dimension + 3 * fit.neighbours).toBeGreaterThanOrEqual(36)
  expect(() => fitBytes(size, { ...defaults, maxBytes: 200_000 })).toThrow(/maxBytes: is too few/)
})

test('VMIS-kNN by hand', () => {
  const known = [order(0, 1), order(0, 2), order(3, 2), order(4, 4)]
  const scores = new Float64Array(5)
  const visible = Int32Array.of(3, 0)
  vmisKnn(known, 5)({ reading: 'sequence', visible, contexts: new Int32Array() }, scores)
  // Item 0 is the newest: its two visits weigh 1 each; item 3 weighs a half, and its visit nine tenths.
  expect(scores[1]).toBeCloseTo(1 * Math.log(4 / 1), 12)
  expect(scores[2]).toBeCloseTo((1 + 0.5 * 0.9) * Math.log(4 / 2), 12)
  expect(scores[4]).toBe(0)
  // The next question begins anew.
  vmisKnn(known, 5)({ reading: 'set', visible, contexts: new Int32Array() }, scores)
  expect(scores[1]).toBeCloseTo(Math.log(4), 12)
})

function someVisits(count: number, day: string, seed: number) {
  return someBaskets(count, day, seed).map((basket) => ({
    ...basket,
    kinds: 'v'.repeat(basket.items.length),
  }))
}

function contextRows({ inputs }: { inputs: { contexts: readonly { rows: readonly string[] }[] } }) {
  return inputs.contexts.reduce((sum, { rows: each }) => sum + each.length, 0)
}

function order(...list: number[]) {
  const items = Int32Array.from(list)
  const set = Int32Array.from(new Set(list))
  return { items, set, day: 0, contexts: new Int32Array() }
}
