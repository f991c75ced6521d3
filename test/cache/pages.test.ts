import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pageKey, plainPage } from '../../src/cache/index.ts'
import { filled, freshCache, html, openShop, pageOf, site, titleOf } from './shop.ts'

describe('a page', () => {
  test('is asked for once while it is fresh, and then anew', async () => {
    const { load, asked, clock } = openShop()
    const sources = [await load(), await load()].map(({ from }) => from)
    expect(sources).toEqual(['origin', 'memory'])
    clock.pass(60)
    expect(await titleOf(await load())).toBe('v2')
    expect(asked).toHaveLength(2)
  })

  test('comes as a template that can be filled', async () => {
    const { load } = openShop()
    const expected = pageOf('v1').replace('<p>old</p>', 'NEW')
    expect(filled(await load())).toBe(expected)
    expect(filled(await load())).toBe(expected)
  })

  test('is recalled at once from memory, as long as it is fresh', async () => {
    const { load, pages, clock } = openShop()
    const key = pageKey(site, 'https://origin.example/', '\naccept:*/*')
    expect(pages.recall(key)).toBeUndefined()
    await load('/', { headers: { accept: '*/*' } })
    expect(pages.recall(key)).toMatchObject({ kind: 'template', from: 'memory', stale: false })
    clock.pass(60)
    expect(pages.recall(key)).toBeUndefined()
  })

  test('can be had as the shop made it, with its age', async () => {
    const { load, clock } = openShop(() =>
      html(pageOf('a'), { 'cache-control': 'max-age=60', age: '5', 'x-shop': '1' }),
    )
    await load()
    clock.pass(10)
    const page = await load()
    if (page.kind !== 'template') throw new Error('no template')
    const response = plainPage(page, new Date(clock.ms))
    expect(await response.text()).toBe(pageOf('a'))
    expect(response.headers.get('age')).toBe('15')
    expect(response.headers.get('x-shop')).toBe('1')
  })

  test('keeps its number while its bytes stay the same, and gets another when they change', async () => {
    let title = 'a'
    const { load, clock } = openShop(() => html(pageOf(title)))
    const version = async () => {
      const page = await load()
      return page.kind === 'template' && page.version
    }
    const first = await version()
    clock.pass(60)
    expect(await version()).toBe(first)
    title = 'b'
    clock.pass(60)
    expect(await version()).not.toBe(first)
  })
})

describe('other answers', () => {
  test('a small file is kept as it is', async () => {
    const { load, asked, clock } = openShop(
      () =>
        new Response('a{}', {
          headers: { 'content-type': 'text/css', 'cache-control': 'max-age=60' },
        }),
    )
    await load('/a.css')
    clock.pass(3)
    const page = await load('/a.css')
    if (page.kind !== 'untouched') throw new Error('a template')
    expect([page.from, page.reason, await page.response.text()]).toEqual([
      'memory',
      'not-html',
      'a{}',
    ])
    expect(page.response.headers.get('age')).toBe('3')
    expect(asked).toHaveLength(1)
  })

  const fresh = { 'cache-control': 'max-age=60' }
  const typed = (type: string, more = {}) => ({ ...fresh, 'content-type': type, ...more })
  test.each<[string, ResponseInit & { body?: string }]>([
    ['a large file', { headers: typed('text/css'), body: 'x'.repeat(256 * 1024 + 1) }],
    ['a stream of events', { headers: typed('text/event-stream') }],
    ['a download', { headers: typed('application/zip') }],
    ['a file in an unknown coding', { headers: typed('text/css', { 'content-encoding': 'zstd' }) }],
    ['a redirect', { status: 302, headers: { ...fresh, location: '/' } }],
    ['a missing page', { status: 404, headers: typed('text/html') }],
    ['a broken shop', { status: 500, headers: typed('text/html') }],
    ['a page too long', { headers: typed('text/html'), body: 'x'.repeat(2 ** 20 + 1) }],
    ['a page with a cookie', { headers: typed('text/html', { 'set-cookie': 'a=1' }) }],
    ['a private page', { headers: typed('text/html', { 'cache-control': 'private' }) }],
    ['a page with no-store', { headers: typed('text/html', { 'cache-control': 'no-store' }) }],
    ['a page that says nothing', { headers: { 'content-type': 'text/html' } }],
    ['a page that varies on all', { headers: typed('text/html', { vary: '*' }) }],
  ])('%s is never kept, and whole', async (_, { body = 'body', ...init }) => {
    const cache = freshCache()
    const { load, asked, open, settle } = openShop(() => new Response(body, init), { cache })
    for (const from of [undefined, undefined, open()]) {
      const page = await load('/', from && { from })
      if (page.kind !== 'untouched') throw new Error('a template')
      expect(page.from).toBe('origin')
      expect(page.response.status).toBe(init.status ?? 200)
      expect(new TextDecoder().decode(await page.response.arrayBuffer())).toBe(body)
      await settle()
    }
    expect(asked).toHaveLength(3)
  })

  test('a large file that says so is handed on before it has come', async () => {
    const headers = { 'content-type': 'text/css', 'content-length': '300000' }
    const body = new ReadableStream()
    const { load } = openShop(() => new Response(body, { headers: { ...headers, ...fresh } }))
    const page = await load()
    expect(page.kind === 'untouched' && page.response.body?.locked).toBe(false)
  })

  test('a page that came coded is kept decoded', async () => {
    const { load } = openShop(() =>
      html(pageOf('a'), { 'cache-control': 'max-age=60', 'content-encoding': 'gzip' }),
    )
    await load()
    const page = await load()
    expect(await titleOf(page)).toBe('a')
    expect(page.kind === 'template' && page.headers.has('content-encoding')).toBe(false)
  })

  test('a page that may not be kept may still be filled, this once', async () => {
    const { load } = openShop(() => html(pageOf('a'), { 'cache-control': 'private' }))
    expect(await load()).toMatchObject({ kind: 'untouched', reason: undefined })
  })

  test('a page that browsers may read in different ways is kept as it is, with the reason', async () => {
    const { load, asked } = openShop(() => html('<select><title>'.repeat(3) + pageOf('a')))
    const reasons = [await load(), await load()].map((page) => 'reason' in page && page.reason)
    expect(reasons).toEqual(['page-ambiguous', 'page-ambiguous'])
    expect(asked).toHaveLength(1)
  })

  test.each(['HEAD', 'OPTIONS'])('%s goes to the shop each time', async (method) => {
    const { pages, asked } = openShop()
    for (const count of [1, 2]) {
      const ask = async (request: Request) => {
        asked.push(request)
        return html('')
      }
      await pages.load(new Request('https://origin.example/', { method }), {
        publicOrigin: site,
        ask,
      })
      expect(asked).toHaveLength(count)
    }
  })

  test("somebody's own request is not shared, nor what a route says never to keep", async () => {
    const { load, asked } = openShop()
    await load('/', { headers: { cookie: 'cart=1' } })
    await load('/', { headers: { authorization: 'Bearer x' } })
    await load('/', { keep: 'never' })
    await load('/', { keep: 'never' })
    expect(asked).toHaveLength(4)
  })

  test('a route may keep what says nothing of its freshness', async () => {
    const { load, asked, clock } = openShop(() => html(pageOf('a'), {}))
    const keep = { seconds: 10 }
    await load('/', { keep })
    clock.pass(9)
    await load('/', { keep })
    expect(asked).toHaveLength(1)
    clock.pass(1)
    await load('/', { keep })
    expect(asked).toHaveLength(2)
  })
})

describe('variants', () => {
  test('two languages, devices, signals and shops each have their own page', async () => {
    const { load } = openShop((request) => html(pageOf(JSON.stringify([...request.headers]))))
    const variants: Parameters<typeof load>[1][] = [
      { headers: { 'accept-language': 'en' } },
      { headers: { 'accept-language': 'de' } },
      { headers: { 'accept-language': 'de', 'sec-gpc': '1' } },
      { headers: { 'accept-language': 'de', 'user-agent': 'mobile' } },
      { headers: { 'accept-language': 'de', 'user-agent': 'desktop' } },
    ]
    const first = []
    for (const variant of variants) first.push(await titleOf(await load('/', variant)))
    expect(new Set(first).size).toBe(variants.length)
    for (const [i, variant] of variants.entries()) {
      const page = await load('/', variant)
      expect([page.from, await titleOf(page)]).toEqual(['memory', first[i]])
    }
    const other = await load('/', { ...variants[0], publicOrigin: 'https://laden.example' })
    expect(other.from).toBe('origin')
  })

  test('a page that varies on what the origin does not see is shared', async () => {
    const { load, asked } = openShop(() =>
      html(pageOf('a'), { 'cache-control': 'max-age=60', vary: 'Cookie, Authorization, X-Any' }),
    )
    await load()
    await load()
    expect(asked).toHaveLength(1)
  })

  test('two different redacted requests never get one page, from memory or the cache', async () => {
    const request = fc.record({
      path: fc.constantFrom('/', '/a', '/a?b=1', '/a?b=2'),
      headers: fc.record(
        {
          'accept-language': fc.constantFrom('en', 'de'),
          'user-agent': fc.constantFrom('mobile', 'desktop'),
          'sec-gpc': fc.constant('1'),
        },
        { requiredKeys: [] },
      ),
      isolate: fc.nat(1),
    })
    const seen = ({ url, headers }: Request) => btoa(JSON.stringify([url, ...headers]))
    await fc.assert(
      fc.asyncProperty(fc.array(request, { maxLength: 12 }), async (requests) => {
        const shop = openShop((asked) => html(pageOf(seen(asked))), { cache: freshCache() })
        const isolates = [shop.pages, shop.open()]
        for (const { path, headers, isolate } of requests) {
          const from = isolates[isolate] as typeof shop.pages
          const page = await shop.load(path, { headers: headers as never, from })
          const asked = new Request(`https://origin.example${path}`, { headers: headers as never })
          expect(await titleOf(page)).toBe(seen(asked))
          await shop.settle()
        }
      }),
      { numRuns: 25 },
    )
  })
})

describe('behind the memory', () => {
  test('another isolate finds the page in the cache', async () => {
    const shop = openShop(undefined, { cache: freshCache() })
    await shop.load()
    await shop.settle()
    const from = shop.open()
    const loaded = await shop.load('/', { from })
    expect(loaded.from).toBe('cache')
    expect(filled(loaded)).toBe(pageOf('v1').replace('<p>old</p>', 'NEW'))
    expect((await shop.load('/', { from })).from).toBe('memory')
    expect(shop.asked).toHaveLength(1)
  })

  test('a page too large for the memory is still shared', async () => {
    const shop = openShop(undefined, { cache: freshCache(), memoryBytes: 4096 })
    await shop.load()
    await shop.settle()
    expect((await shop.load()).from).toBe('cache')
  })

  test('a fresher page of another isolate is used', async () => {
    const shop = openShop(undefined, { cache: freshCache() })
    const other = shop.open()
    await shop.load()
    await shop.settle()
    shop.clock.pass(60)
    await shop.load('/', { from: other })
    await shop.settle()
    const page = await shop.load()
    expect([page.from, await titleOf(page), shop.asked.length]).toEqual(['cache', 'v2', 2])
  })

  test('the same page from another isolate keeps its number', async () => {
    const shop = openShop(() => html(pageOf('a')), { cache: freshCache() })
    const first = await shop.load()
    await shop.settle()
    shop.clock.pass(60)
    await shop.load('/', { from: shop.open() })
    await shop.settle()
    const second = await shop.load()
    expect(second.from).toBe('cache')
    expect(second).toMatchObject({ version: first.kind === 'template' && first.version })
  })

  test('an older page there does not replace a newer one here', async () => {
    const open = freshCache()
    let full = false
    const cache = async () => {
      const real = await open()
      const put: Cache['put'] = (...at) => (full ? Promise.reject('full') : real.put(...at))
      return { match: real.match.bind(real), delete: real.delete.bind(real), put } as Cache
    }
    const answers = [pageOf('v1'), pageOf('v2')]
    const shop = openShop(
      (_, count) => {
        const page = answers[count - 1]
        if (!page) throw new Error('down')
        return html(page)
      },
      { cache },
    )
    await shop.load()
    await shop.settle()
    full = true
    shop.clock.pass(60)
    await shop.load()
    await shop.settle()
    shop.clock.pass(60)
    expect(await titleOf(await shop.load())).toBe('v2')
  })

  test('a cache that fails is done without, and told of', async () => {
    const cache = () => Promise.reject(new Error('no cache'))
    const shop = openShop(undefined, { cache })
    expect(await titleOf(await shop.load())).toBe('v1')
    await shop.settle()
    expect((await shop.load()).from).toBe('memory')
    expect(String(shop.faults[0])).toContain('no cache')
  })

  test('nothing of it is too old to serve: it is asked about', async () => {
    const shop = openShop(undefined, { cache: freshCache() })
    await shop.load()
    await shop.settle()
    shop.clock.pass(60)
    expect(await titleOf(await shop.load('/', { from: shop.open() }))).toBe('v2')
  })
})

test('memory holds no more than it may, whatever is loaded', async () => {
  const { load, asked } = openShop(() => html(pageOf('x'.repeat(4000))), { memoryBytes: 210_000 })
  for (let i = 0; i < 30; i++) await load(`/${i}`)
  for (let i = 29; i >= 0; i--) await load(`/${i}`)
  expect(asked.length).toBeGreaterThanOrEqual(30 + 30 - 210_000 / 20_000)
  expect(asked.length).toBeLessThan(60)
})

test('who asks for every page once pushes none out of a full memory', async () => {
  const shop = openShop(() => html(pageOf('x'.repeat(4000))), { memoryBytes: 210_000 })
  const ask = async (path: string) => {
    const key = pageKey(site, `https://origin.example${path}`, '')
    return shop.pages.recall(key) ?? (await shop.load(path))
  }
  const first = ['/a', '/b', '/c']
  for (const path of first) await ask(path)
  for (let i = 0; i < 30; i++) await ask(`/crawled/${i}`)
  for (const path of first) expect((await ask(path)).from).toBe('memory')

  expect((await ask('/wanted')).from).toBe('origin')
  expect((await ask('/wanted')).from).toBe('origin')
  expect((await ask('/wanted')).from).toBe('memory')
})

test('a page that memory does not keep is of one request alone', async () => {
  const shop = openShop(() => html(pageOf('x'.repeat(4000))), { memoryBytes: 210_000 })
  const load = async (path: string) => {
    shop.pages.recall(pageKey(site, `https://origin.example${path}`, ''))
    return shop.load(path)
  }
  expect(await load('/first')).toMatchObject({ from: 'origin', isOurs: false })
  for (let i = 0; i < 30; i++) await load(`/${i}`)
  expect(await load('/late')).toMatchObject({ from: 'origin', isOurs: true })
  expect(await load('/late')).toMatchObject({ from: 'origin', isOurs: false })
  expect(await load('/late')).toMatchObject({ from: 'memory', isOurs: false })
})

test('a page that holds unchanged is not let go, though memory does not keep it', async () => {
  const unchanged = (request: Request) => request.headers.get('if-none-match') === '"1"'
  const answer = (request: Request) =>
    unchanged(request)
      ? new Response(null, { status: 304, headers: { etag: '"1"', 'cache-control': 'max-age=60' } })
      : html(pageOf('x'.repeat(4000)), { etag: '"1"', 'cache-control': 'max-age=60' })
  const shop = openShop(answer, { cache: freshCache(), memoryBytes: 4096 })
  await shop.load()
  await shop.settle()
  shop.clock.pass(61)
  expect(await shop.load()).toMatchObject({ from: 'origin', isOurs: false })
})

test('a page in a full memory is renewed there, though nobody asked for it twice', async () => {
  const answer = (_: Request, count: number) => html(pageOf(`v${count} ${'x'.repeat(4000)}`))
  const shop = openShop(answer, { memoryBytes: 210_000 })
  const key = pageKey(site, 'https://origin.example/a', '')
  shop.pages.recall(key)
  await shop.load('/a')
  for (let i = 0; i < 30; i++) {
    shop.pages.recall(pageKey(site, `https://origin.example/${i}`, ''))
    await shop.load(`/${i}`)
  }
  shop.clock.pass(60)
  const renewed = await titleOf(await shop.load('/a'))
  const recalled = shop.pages.recall(key)
  expect(recalled && (await titleOf(recalled))).toBe(renewed)
})
