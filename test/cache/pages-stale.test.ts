import { describe, expect, test } from 'vitest'
import { freshCache, html, openShop, pageOf, titleOf } from './shop.ts'

const notModified = (headers = {}) => new Response(null, { status: 304, headers })

describe('asking whether a page still holds', () => {
  const first = { 'cache-control': 'max-age=60', etag: '"1"', 'last-modified': 'then' }

  test("is done with the origin's own validators, and a 304 makes it fresh", async () => {
    const shop = openShop((_, count) =>
      count === 1
        ? html(pageOf('a'), first)
        : notModified({ 'cache-control': 'max-age=100', etag: '"1"' }),
    )
    const version = async () => {
      const page = await shop.load()
      return page.kind === 'template' && page.version
    }
    const before = await version()
    shop.clock.pass(60)
    expect(await version()).toBe(before)
    expect(shop.asked[0]?.headers.has('if-none-match')).toBe(false)
    expect(shop.asked[1]?.headers.get('if-none-match')).toBe('"1"')
    expect(shop.asked[1]?.headers.get('if-modified-since')).toBe('then')
    shop.clock.pass(99)
    expect((await shop.load()).from).toBe('memory')
  })

  test('is done each time for no-cache', async () => {
    const shop = openShop((_, count) =>
      count === 1 ? html(pageOf('a'), { ...first, 'cache-control': 'no-cache' }) : notModified(),
    )
    for (const count of [1, 2, 3]) {
      expect(await titleOf(await shop.load())).toBe('a')
      expect(shop.asked).toHaveLength(count)
    }
  })

  test.each([
    ['speaks of another page', { etag: '"2"' }],
    ['forbids to keep it', { 'cache-control': 'no-store' }],
    ['sets a cookie', { 'set-cookie': 'a=1' }],
  ])('a 304 that %s is asked again for the whole', async (_, headers) => {
    const answers = [html(pageOf('a'), first), notModified(headers), html(pageOf('b'), first)]
    const shop = openShop((_, count) => answers[count - 1] as Response)
    await shop.load()
    shop.clock.pass(60)
    expect(await titleOf(await shop.load())).toBe('b')
    expect(shop.asked[2]?.headers.has('if-none-match')).toBe(false)
  })

  test('a page that is no more is not kept any longer', async () => {
    const answers = [
      html(pageOf('a'), first),
      html('gone', {}, 404),
      new Response('', { status: 500 }),
    ]
    const shop = openShop((_, count) => answers[count - 1] as Response, { cache: freshCache() })
    await shop.load()
    await shop.settle()
    shop.clock.pass(60)
    expect(await shop.load()).toMatchObject({ kind: 'untouched', response: { status: 404 } })
    await shop.settle()
    expect(await shop.load()).toMatchObject({ kind: 'untouched', response: { status: 500 } })
  })
})

describe('stale-while-revalidate', () => {
  const headers = { 'cache-control': 'max-age=60, stale-while-revalidate=30' }
  const answer = (_: Request, count: number) => html(pageOf(`v${count}`), headers)

  test('gives the stale page at once and the fresh one next', async () => {
    const shop = openShop(answer)
    await shop.load()
    shop.clock.pass(80)
    const stale = await shop.load()
    expect([await titleOf(stale), stale.stale]).toEqual(['v1', true])
    await shop.settle()
    const fresh = await shop.load()
    expect([await titleOf(fresh), fresh.stale, fresh.from]).toEqual(['v2', false, 'memory'])
  })

  test('asks once, however many come', async () => {
    const shop = openShop(answer)
    await shop.load()
    shop.clock.pass(80)
    await Promise.all(Array.from({ length: 20 }, () => shop.load()))
    await shop.settle()
    expect(shop.asked).toHaveLength(2)
  })

  test('is over when its time is', async () => {
    const shop = openShop(answer)
    await shop.load()
    shop.clock.pass(90)
    expect(await titleOf(await shop.load())).toBe('v2')
  })

  test('needs something to run the renewal in', async () => {
    const shop = openShop(answer)
    await shop.load()
    shop.clock.pass(80)
    expect(await titleOf(await shop.load('/', { waitUntil: undefined }))).toBe('v2')
  })

  test('serves on when the renewal fails', async () => {
    const shop = openShop((request, count) => {
      if (count > 1) throw new Error('down')
      return answer(request, count)
    })
    await shop.load()
    shop.clock.pass(80)
    await shop.load()
    await shop.settle()
    expect(await shop.load()).toMatchObject({ stale: true })
    expect(shop.faults).toEqual([])
  })
})

describe('when the shop fails', () => {
  const failures: [string, () => Response | Promise<Response>][] = [
    ['is down', () => Promise.reject(new Error('refused'))],
    ['takes too long', () => Promise.reject(new DOMException('late', 'TimeoutError'))],
    ['answers 503', () => html('busy', {}, 503)],
    ['sheds load', () => html('busy', {}, 429)],
    ['breaks off in mid-page', () => html(brokenOff() as never)],
  ]
  test.each(failures)('and %s, the stale page serves, flagged', async (_, fail) => {
    const shop = openShop((_, count) => (count === 1 ? html(pageOf('a')) : fail()))
    await shop.load()
    shop.clock.pass(3600)
    const page = await shop.load()
    expect([await titleOf(page), page.stale]).toEqual(['a', true])
  })

  test('it is left in peace for a while, and then asked again', async () => {
    const shop = openShop((_, count) => {
      if (count === 2) throw new Error('down')
      return html(pageOf(`v${count}`))
    })
    await shop.load()
    shop.clock.pass(60)
    await shop.load()
    shop.clock.pass(9)
    expect(await shop.load()).toMatchObject({ stale: true })
    expect(shop.asked).toHaveLength(2)
    shop.clock.pass(1)
    const page = await shop.load()
    expect([await titleOf(page), page.stale]).toEqual(['v3', false])
  })

  test('another isolate has the stale page from the cache', async () => {
    let down = false
    const shop = openShop(
      () => {
        if (down) throw new Error('down')
        return html(pageOf('a'))
      },
      { cache: freshCache() },
    )
    await shop.load()
    await shop.settle()
    down = true
    shop.clock.pass(3600)
    const page = await shop.load('/', { from: shop.open() })
    expect([await titleOf(page), page.stale]).toEqual(['a', true])
  })

  test.each([
    ['after the grace', 'max-age=60', 60 + 86_400],
    ['where it must be asked', 'max-age=60, must-revalidate', 60],
  ])('%s nothing stale serves', async (_, field, seconds) => {
    const shop = openShop((_, count) => {
      if (count > 1) throw new Error('refused')
      return html(pageOf('a'), { 'cache-control': field })
    })
    await shop.load()
    shop.clock.pass(seconds)
    await expect(shop.load()).rejects.toThrow('refused')
  })

  test('and nothing is held, the failure is told as it is', async () => {
    const shop = openShop(() => Promise.reject(new Error('refused')))
    await expect(shop.load()).rejects.toThrow('refused')
    await expect(shop.load()).rejects.toThrow('refused')
    expect(shop.asked).toHaveLength(2)
  })
})

function brokenOff(): ReadableStream {
  let sent = false
  return new ReadableStream({
    pull(controller) {
      if (sent) controller.error(new Error('broken off'))
      else controller.enqueue(new TextEncoder().encode('<h1>half'))
      sent = true
    },
  })
}
