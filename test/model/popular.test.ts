import { expect, test } from 'vitest'
import { createCatalogue, openCatalogue } from '../../src/catalogue/index.ts'
import { createRanker, type StartScorer } from '../../src/model/index.ts'
import { smallFeed, smallManifest } from '../fixtures/small-shop.ts'

const file = new TextEncoder().encode('a model file').buffer as ArrayBuffer

test('while the engine is on its way, nobody waits: what is popular is shown, the category first', async () => {
  const start: StartScorer = async () => ({
    engine: 'late',
    isReady: false,
    score: () => new Promise(() => undefined),
  })
  const ranker = await rankerOf(start)
  const ranking = await ranker.rank(
    { items: [{ id: 'p3', kind: 'view' }], context: new Map([['category', 'mugs']]) },
    { keepAlive: () => undefined, remember: true },
  )
  expect(ranking).toMatchObject({ by: 'popular', engine: 'none' })
  const ids = ranking.best().map(({ product }) => product.id)
  expect(ids.slice(0, 5)).toEqual(['p1', 'p5', 'p7', 'p9', 'p0'])
})

test('what is popular is not remembered: the model ranks as soon as it can', async () => {
  let isReady = false
  const start: StartScorer = async () => ({
    engine: 'late',
    get isReady() {
      return isReady
    },
    score: async () => ({ items: Int32Array.of(2), scores: Float32Array.of(1) }),
  })
  const ranker = await rankerOf(start)
  const ask = () =>
    ranker.rank({ items: [], context: new Map() }, { keepAlive: () => undefined, remember: true })
  expect((await ask()).by).toBe('popular')
  isReady = true
  const ranking = await ask()
  expect(ranking.by).toBe('model')
  expect(ranking.best()).toMatchObject([{ product: { id: 'p2' } }])
})

test('what is popular reads no more of the feed than it shows', async () => {
  const read: string[] = []
  const { products } = await openCatalogue(smallFeed)
  const catalogue = createCatalogue(products)
  const get = (id: string) => {
    read.push(id)
    return catalogue.get(id)
  }
  const ranker = await rankerOf(
    () => Promise.reject(new Error('no wasm')),
    { ...catalogue, get },
    2,
  )
  const { best } = await ranker.rank(
    { items: [], context: new Map() },
    { keepAlive: () => undefined, remember: false },
  )
  expect(best()).toHaveLength(2)
  expect(read).toEqual(['', 'p0', 'p1'])
})

async function rankerOf(start: StartScorer, shelf?: ReturnType<typeof createCatalogue>, top = 12) {
  return createRanker({
    manifest: { ...(await smallManifest()), top },
    file,
    start,
    shelf: shelf ?? (await openCatalogue(smallFeed)),
    deadlineMs: 60_000,
    onFault: () => undefined,
  })
}
