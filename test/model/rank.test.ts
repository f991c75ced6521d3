import { describe, expect, test } from 'vitest'
import { createCatalogue, readFeed } from '../../src/catalogue/index.ts'
import { exposureFloor } from '../../src/fairness/rerank.ts'
import { createEncoder } from '../../src/model/encode.ts'
import {
  createRanker,
  type DescribedVisit,
  type Manifest,
  verifyModel,
} from '../../src/model/index.ts'
import { nextItems, smallFeed, smallManifest } from '../fixtures/small-shop.ts'

const file = new TextEncoder().encode('a model file').buffer as ArrayBuffer
const nobody: DescribedVisit = { items: [], context: new Map() }

describe('a visit as model inputs', () => {
  test('puts known items first and pads the rest', async () => {
    const encode = createEncoder(await smallManifest())
    const items = [
      { id: 'p7', kind: 'cart' as const },
      { id: 'gone', kind: 'view' as const },
      { id: 'p0', kind: 'view' as const },
    ]
    const inputs = encode({ items, context: new Map([['category', 'pots']]) })
    expect([...inputs.items]).toEqual([7, 0, 12, 12, 12, 12, 12, 12])
    expect([...inputs.kinds]).toEqual([1, 0, 0, 0, 0, 0, 0, 0])
    expect([...inputs.itemMask]).toEqual([1, 1, 0, 0, 0, 0, 0, 0])
    expect([...inputs.contexts]).toEqual([2])
    expect([...inputs.contextMask]).toEqual([1])
  })

  test('masks a value the model has not seen, and a missing one', async () => {
    const encode = createEncoder(await smallManifest())
    const unseen = encode({ items: [], context: new Map([['category', 'hats']]) })
    expect(unseen).toEqual(encode(nobody))
    expect([...unseen.contextMask]).toEqual([0])
  })

  test('takes no more items than the model looks at', async () => {
    const encode = createEncoder(await smallManifest())
    const items = Array.from({ length: 12 }, (_, i) => ({ id: `p${i}`, kind: 'view' as const }))
    expect([...encode({ items, context: new Map() }).items]).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })
})

describe('a model that does not match is refused by name', () => {
  const mismatches: [string, RegExp, Partial<Manifest>][] = [
    ['another format', /format/, { format: 2 as 1 }],
    ['another hash', /hash/, { sha256: '0'.repeat(64) }],
    [
      'an unknown feature',
      /inputs: it asks/,
      { inputs: { items: 8, contexts: [{ feature: 'age' as 'country', rows: [''] }] } },
    ],
    [
      'a feature named like a method',
      /inputs/,
      { inputs: { items: 8, contexts: [{ feature: 'constructor' as 'country', rows: [''] }] } },
    ],
    [
      'too many rows',
      /inputs: country/,
      {
        inputs: {
          items: 8,
          contexts: [
            { feature: 'country', rows: Array.from({ length: 65 }, (_, i) => (i ? `${i}` : '')) },
          ],
        },
      },
    ],
    [
      'another item list',
      /catalogue: its item list/,
      { catalogue: { sha256: '0'.repeat(64), items: ['p1'] } },
    ],
  ]
  test.each(mismatches)('%s', async (_, message, change) => {
    const manifest = { ...(await smallManifest()), ...change }
    const refusal = verifyModel(manifest, file, () => true)
    await expect(refusal).rejects.toMatchObject({
      code: 'ERR_MODEL_INCOMPATIBLE',
      modelId: 'small',
    })
    await expect(refusal).rejects.toThrow(message)
  })

  test('one flipped byte in the file', async () => {
    const flipped = new Uint8Array(file.slice(0))
    flipped[3] = (flipped[3] as number) ^ 1
    await expect(verifyModel(await smallManifest(), flipped.buffer, () => true)).rejects.toThrow(
      /hash/,
    )
  })

  test("another shop's catalogue", async () => {
    const manifest = await smallManifest()
    await expect(verifyModel(manifest, file, () => false)).rejects.toThrow(
      /the feed has 0 of its 12/,
    )
    await expect(verifyModel(manifest, file, (id) => id < 'p4')).resolves.toBeUndefined()
  })
})

describe('a ranking', () => {
  test('does not depend on the order of the feed', async () => {
    const [header, ...rows] = smallFeed.split('\n')
    const turned = [header, ...rows.reverse()].join('\n')
    expect(await rank(smallFeed)).toEqual(await rank(turned))
  })

  test('leaves out products that left the feed', async () => {
    const shorter = smallFeed
      .split('\n')
      .filter((row) => !row.startsWith('p4\t'))
      .join('\n')
    expect(await rank(shorter)).not.toContain('p4')
  })

  test('of a broken engine is what is popular, in this category first, and the fault is told', async () => {
    const faults: unknown[] = []
    const broken = async () => Promise.reject(new Error('no wasm'))
    expect(await rank(smallFeed, broken, faults)).toEqual([
      'p1',
      'p5',
      'p7',
      'p9',
      'p0',
      'p2',
      'p4',
      'p6',
      'p8',
    ])
    expect(faults).toEqual([new Error('no wasm')])
  })
})

describe('of what the shopper did before', () => {
  const product = { id: 'p3', kind: 'view' as const, feature: 'product' as const }
  const recent = { id: 'p5', kind: 'view' as const, feature: 'recent_items' as const }
  const cart = { id: 'p4', kind: 'cart' as const, feature: 'cart_items' as const }
  const broken = async () => Promise.reject(new Error('no wasm'))

  test.each([
    ['the model', nextItems],
    ['what is popular', broken],
  ])('%s shows again what was looked at, and nothing of the cart', async (_, start) => {
    const ids = await rank(smallFeed, start, [], [product, recent, cart])
    expect(ids).toContain('p5')
    for (const hidden of ['p3', 'p4', 'p11']) expect(ids).not.toContain(hidden)
  })

  test('a variant of what is in the cart is left out as well', async () => {
    const ids = await rank(smallFeed, nextItems, [], [product, { ...cart, id: 'p9' }])
    expect(ids).not.toContain('p10')
  })

  test('what is popular is so where the page is, not where the shopper was', async () => {
    const home = await rank(smallFeed, broken, [], [recent], new Map())
    expect(home.slice(0, 3)).toEqual(['p0', 'p1', 'p2'])
    const page = await rank(smallFeed, broken, [], [{ ...recent, id: 'p0' }, product], new Map())
    expect(page.slice(0, 3)).toEqual(['p1', 'p5', 'p7'])
  })
})

test('a ranking is put in another order, whoever made it', async () => {
  const { products } = await readFeed([smallFeed])
  const broken: typeof nextItems = () => Promise.reject(new Error('broken'))
  for (const start of [nextItems, broken]) {
    const ranker = createRanker({
      manifest: await smallManifest(),
      file,
      start,
      shelf: createCatalogue(products),
      deadlineMs: 1000,
      reorder: exposureFloor({
        groupOf: ({ product }) => product.id,
        floors: [{ group: 'p9', share: 1 }],
        places: 1,
      }),
      onFault: () => undefined,
    })
    const visit: DescribedVisit = { items: [{ id: 'p3', kind: 'view' }], context: new Map() }
    const { best } = await ranker.rank(visit, { keepAlive: () => undefined, remember: false })
    expect(best()[0]?.product.id).toBe('p9')
    expect(best().length).toBeGreaterThan(1)
  }
})

test.each([
  ['for one shopper', false],
  ['that is remembered', true],
])(
  'a ranking %s reads products no further than it is asked for, each once',
  async (_, remember) => {
    const { products } = await readFeed([smallFeed])
    const shelf = createCatalogue(products)
    const read: string[] = []
    const ranker = createRanker({
      manifest: await smallManifest(),
      file,
      start: nextItems,
      shelf: {
        ...shelf,
        get(id) {
          read.push(id)
          return shelf.get(id)
        },
      },
      deadlineMs: 1000,
      onFault: () => undefined,
    })
    const visit: DescribedVisit = { items: [], context: new Map() }
    const ranking = await ranker.rank(visit, { keepAlive: () => undefined, remember })
    const first = ranking.best(2)
    expect(read).toHaveLength(2)
    expect(ranking.best().slice(0, 2)).toEqual(first)
    expect(ranking.best().length).toBeGreaterThan(2)
    expect(new Set(read).size).toBe(read.length)
  },
)

test('a remembered ranking is asked for once, and only in its own place', async () => {
  let asked = 0
  const counting: typeof nextItems = async (file) => {
    const scorer = await nextItems(file)
    return {
      ...scorer,
      score(inputs) {
        asked++
        return scorer.score(inputs)
      },
    }
  }
  const { products } = await readFeed([smallFeed])
  const ranker = createRanker({
    manifest: await smallManifest(),
    file,
    start: counting,
    shelf: createCatalogue(products),
    deadlineMs: 1000,
    onFault: () => undefined,
  })
  const visitTo = (id: string): DescribedVisit => ({
    items: [{ id, kind: 'view' }],
    context: new Map(),
  })
  const tools = { keepAlive: () => undefined, remember: true }
  const first = await ranker.rank(visitTo('p3'), tools)
  expect(await ranker.rank(visitTo('p3'), tools)).toBe(first)
  expect(await ranker.rank(visitTo('p4'), tools)).not.toEqual(first)
  expect(asked).toBe(2)
  await ranker.rank(visitTo('p3'), { ...tools, remember: false })
  expect(asked).toBe(3)
})

test('an engine that answers at once keeps no isolate, and one that takes its time does', async () => {
  const { products } = await readFeed([smallFeed])
  const rankWith = async (start: typeof nextItems) => {
    const kept: Promise<unknown>[] = []
    const ranker = createRanker({
      manifest: await smallManifest(),
      file,
      start,
      shelf: createCatalogue(products),
      deadlineMs: 1000,
      onFault: () => undefined,
    })
    const tools = { keepAlive: (work: Promise<unknown>) => void kept.push(work), remember: false }
    await ranker.rank(nobody, tools) // the first waits for the start
    kept.length = 0
    const { by } = await ranker.rank(nobody, tools)
    return { by, kept: kept.length }
  }
  const slowly: typeof nextItems = async (file) => {
    const { engine, score } = await nextItems(file)
    return { engine, score: async (inputs) => scheduler.wait(5).then(() => score(inputs)) }
  }
  expect(await rankWith(nextItems)).toEqual({ by: 'model', kept: 0 })
  expect(await rankWith(slowly)).toEqual({ by: 'model', kept: 1 })
})

test('a visit that may not be remembered never gets what is remembered for another', async () => {
  const { products } = await readFeed([smallFeed])
  const ranker = createRanker({
    manifest: await smallManifest(),
    file,
    start: nextItems,
    shelf: createCatalogue(products),
    deadlineMs: 1000,
    onFault: () => undefined,
  })
  const keepAlive = () => undefined
  const anybody = await ranker.rank(nobody, { keepAlive, remember: true })
  const visit: DescribedVisit = { items: [{ id: 'p3', kind: 'view' }], context: new Map() }
  const own = await ranker.rank(visit, { keepAlive, remember: false })
  expect(own.best()).not.toEqual(anybody.best())
})

async function rank(
  feed: string,
  start: typeof nextItems = nextItems,
  faults: unknown[] = [],
  items: DescribedVisit['items'] = [{ id: 'p3', kind: 'view' }],
  context: DescribedVisit['context'] = new Map([['category', 'mugs']]),
) {
  const { products } = await readFeed([feed])
  const ranker = createRanker({
    manifest: await smallManifest(),
    file,
    start,
    shelf: createCatalogue(products),
    deadlineMs: 1000,
    onFault: (error) => faults.push(error),
  })
  const { best } = await ranker.rank(
    { items, context },
    { keepAlive: () => undefined, remember: false },
  )
  return best().map(({ product }) => product.id)
}
