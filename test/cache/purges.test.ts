import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cachedPurgeLog, type NotedPurge } from '../../src/cache/index.ts'
import { mergePurges } from '../../src/cache/purge-log.ts'
import { freshCache, html, openShop, pageOf, site, titleOf } from './shop.ts'

const everything = { prefix: `${site}/` }

describe('purging', () => {
  const paths = ['/a', '/a?page=2', '/ab', '/b']
  test.each([
    ['an address', { url: `${site}/a` }, ['/a']],
    ['an address with its query', { url: `${site}/a?page=2#x` }, ['/a?page=2']],
    ['a beginning', { prefix: `${site}/a` }, ['/a', '/a?page=2', '/ab']],
    ['everything', everything, paths],
    ['another shop', { prefix: 'https://laden.example/' }, []],
  ])('%s', async (_, purge, expected) => {
    const { load, pages, clock } = openShop()
    for (const path of paths) await load(path)
    clock.pass(1)
    expect(await pages.purge(purge)).toBe(expected.length)
    clock.pass(1)
    const asked = []
    for (const path of paths) if ((await load(path)).from === 'origin') asked.push(path)
    expect(asked).toEqual(expected)
  })

  test('an address in all its variants', async () => {
    const { load, pages } = openShop()
    await load('/a', { headers: { 'accept-language': 'en' } })
    await load('/a', { headers: { 'accept-language': 'de' } })
    expect(await pages.purge({ url: `${site}/a` })).toBe(2)
  })

  test('reaches the cache behind the memory', async () => {
    const shop = openShop(undefined, { cache: freshCache() })
    await shop.load()
    await shop.settle()
    await shop.pages.purge(everything)
    shop.clock.pass(1)
    expect(await titleOf(await shop.load())).toBe('v2')
    await shop.settle()
    expect((await shop.load('/', { from: shop.open() })).from).toBe('cache')
  })

  test('reaches an isolate that starts later, and within ten seconds one that runs', async () => {
    const shop = openShop(undefined, { cache: freshCache() })
    const running = shop.open()
    await shop.load('/', { from: running })
    await shop.settle()
    await shop.pages.purge(everything)
    shop.clock.pass(10)
    expect(await titleOf(await shop.load('/', { from: shop.open() }))).toBe('v2')
    await shop.settle()
    expect(await titleOf(await shop.load('/', { from: running }))).toBe('v2')
  })

  test('a recalled page, too, is looked at for purges every ten seconds', async () => {
    const shop = openShop(undefined, { cache: freshCache() })
    await shop.load()
    const key = `${site}\nhttps://origin.example/`
    expect(shop.pages.recall(key)).toBeDefined()
    shop.clock.pass(10)
    expect(shop.pages.recall(key)).toBeUndefined()
    await shop.load()
    expect(shop.pages.recall(key)).toBeDefined()
  })

  test('a page that was asked for before it is not kept after it', async () => {
    let arrive = (_: Response) => {}
    const answers = [new Promise<Response>((resolve) => (arrive = resolve)), html(pageOf('new'))]
    const cache = freshCache()
    const shop = openShop((_, count) => answers[count - 1] as Response, { cache })
    const before = shop.load()
    while (shop.asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    await shop.pages.purge(everything)
    arrive(html(pageOf('old')))
    expect(await titleOf(await before)).toBe('old')
    await shop.settle()
    shop.clock.pass(1)
    expect(await titleOf(await shop.load())).toBe('new')
    await shop.settle()
    expect(await titleOf(await shop.load('/', { from: shop.open() }))).toBe('new')
  })

  test('is looked for by one of many who come at once', async () => {
    let reads = 0
    const read = async () => {
      reads++
      return []
    }
    const { load } = openShop(undefined, { purgeLog: { read, note: async () => {} } })
    await Promise.all(Array.from({ length: 8 }, () => load()))
    expect(reads).toBe(1)
  })

  test('needs an absolute address', async () => {
    await expect(openShop().pages.purge({ url: '/a' })).rejects.toThrow(TypeError)
  })

  test('a log that cannot be written is not passed over', async () => {
    const purgeLog = { read: async () => [], note: () => Promise.reject(new Error('no log')) }
    await expect(openShop(undefined, { purgeLog }).pages.purge(everything)).rejects.toThrow(
      'no log',
    )
  })

  test('a log that cannot be read is told of, and pages are served', async () => {
    const purgeLog = { read: () => Promise.reject(new Error('no log')), note: async () => {} }
    const shop = openShop(undefined, { purgeLog })
    expect(await titleOf(await shop.load())).toBe('v1')
    expect(String(shop.faults[0])).toContain('no log')
  })
})

describe('the log in the cache', () => {
  const row = (start: string, atMs: number): NotedPurge => ({ start, exact: true, atMs })

  test('tells what was noted, shop by shop', async () => {
    const log = cachedPurgeLog(freshCache())
    expect(await log.read(site)).toEqual([])
    await log.note(site, row('a', 1))
    await log.note(site, row('b', 2))
    expect(await log.read(site)).toEqual([row('a', 1), row('b', 2)])
    expect(await log.read('https://laden.example')).toEqual([])
  })

  test.each(['', 'no json', '{}', '[{"start":1}]'])(
    'that is damaged is empty: %s',
    async (text) => {
      const open = freshCache()
      const headers = { 'cache-control': 'max-age=60' }
      await (await open()).put(`${site}/.limen/purges`, new Response(text, { headers }))
      expect(await cachedPurgeLog(open).read(site)).toEqual([])
    },
  )
})

test('however many purges are noted, what one of them covers stays covered', () => {
  const rows = fc.array(
    fc.record({
      start: fc.nat(400).map((n) => `${site}/${n}`),
      exact: fc.boolean(),
      atMs: fc.integer({ min: 1, max: 1000 }),
    }),
    { maxLength: 500, size: 'max' },
  )
  const covers = ({ start, exact }: NotedPurge, address: string) =>
    exact ? address === start : address.startsWith(start)
  fc.assert(
    fc.property(rows, rows, (known, told) => {
      const merged = mergePurges(known, told, site)
      expect(merged.length).toBeLessThanOrEqual(200)
      for (const { start, atMs } of [...known, ...told]) {
        const isCovered = merged.some((row) => row.atMs >= atMs && covers(row, start))
        expect(isCovered).toBe(true)
      }
    }),
    { numRuns: 20 },
  )
})
