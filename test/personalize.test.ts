import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import type { Config, ConfigInput } from '../src/config/index.ts'
import { consentCookie } from '../src/consent/index.ts'
import { type LimenEnv, personalize } from '../src/personalize.ts'
import type { Trace } from '../src/trace.ts'
import { mint, now, publicJwk, trust } from './consent/issuer.ts'
import { nextItems, smallConfig, smallManifest } from './fixtures/small-shop.ts'

const page =
  '<!doctype html><h1>é</h1><section class="also"><p>plain</p></section><footer>end</footer>'

describe('a personal page', () => {
  test('has the products the model ranks first, around an untouched page', async () => {
    const { body } = await visit('/product/p3')
    expect(body.startsWith('<!doctype html><h1>é</h1><section class="also"><div')).toBe(true)
    expect(body.endsWith('</div></section><footer>end</footer>')).toBe(true)
    expect(linksIn(body)).toEqual(['/product/p4', '/product/p5', '/product/p6'])
  })

  test('is different for a different product', async () => {
    const { body } = await visit('/product/p5')
    expect(linksIn(body)).toEqual(['/product/p6', '/product/p7', '/product/p8'])
  })

  test('leaves out what is sold out and all but one of a variant group', async () => {
    const { body } = await visit('/product/p8')
    expect(linksIn(body)).toEqual(['/product/p9', '/product/p0', '/product/p1'])
  })

  test('is kept by no cache and carries no validator', async () => {
    const headers = {
      'cache-control': 'public, max-age=600',
      'cdn-cache-control': 'max-age=600',
      etag: '"1"',
      'last-modified': 'Sat, 01 Nov 2025 00:00:00 GMT',
      age: '7',
    }
    const { response } = await visit('/product/p3', { shop: html(page, headers) })
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    for (const name of ['cdn-cache-control', 'etag', 'last-modified', 'age']) {
      expect(response.headers.has(name), name).toBe(false)
    }
  })

  test('is the same in a latin-1 page, with its bytes kept', async () => {
    const latin1 = Uint8Array.from(page.replace('é', 'ÿ'), (character) => character.charCodeAt(0))
    const shop = async () =>
      new Response(latin1, { headers: { 'content-type': 'text/html; charset=iso-8859-1' } })
    const { bytes } = await visit('/product/p3', { shop })
    expect(bytes.indexOf(0xff)).toBe(page.indexOf('é'))
    expect(new TextDecoder('latin1').decode(bytes)).toContain('&#163;5.50')
  })
})

describe('a page stays plain, whole and with its own headers', () => {
  const plainPages: [string, string, Partial<RequestInit>, () => Promise<Response>][] = [
    ['without a slot', 'no-slots', {}, html('<p>no slot</p>', { etag: '"1"' })],
    ['for a crawler', 'crawler', { headers: { 'user-agent': 'Googlebot/2.1' } }, html(page)],
    [
      'that a browser wants as a picture',
      'not-html',
      { headers: { accept: 'image/*' } },
      html(page),
    ],
    ['that is not HTML', 'not-html', {}, html(page, { 'content-type': 'text/css' })],
    [
      'in utf-16',
      'charset-unsupported',
      {},
      html(page, { 'content-type': 'text/html;charset=utf-16' }),
    ],
    ['with an unclosed slot', 'no-slots', {}, html('<section class=also><p>never closed')],
  ]
  test.each(plainPages)('%s', async (_, reason, init, shop) => {
    const { response, bytes, trace } = await visit('/product/p3', { init, shop })
    expect(bytes).toEqual(new Uint8Array(await (await shop()).arrayBuffer()))
    expect(response.headers.get('etag')).toBe((await shop()).headers.get('etag'))
    expect(trace?.plain).toBe(reason)
  })

  test('when it is over the cap', async () => {
    const long = page + 'x'.repeat(3000)
    const { body, trace } = await visit('/product/p3', {
      shop: html(long),
      config: { limits: { pageBytes: 2048 } },
    })
    expect(body).toBe(long)
    expect(trace?.plain).toBe('page-too-large')
  })

  test('when the model is not the one its manifest describes', async () => {
    const manifest = { ...(await smallManifest()), sha256: '0'.repeat(64) }
    const { body, trace, reported } = await visit('/product/p3', {
      config: { model: { manifest, file: new ArrayBuffer(8), engine: nextItems } },
    })
    expect(body).toBe(page)
    expect(trace?.plain).toBe('fault')
    expect(String(reported[0])).toMatch(/ERR|model small: hash/)
  })

  test('when a card template throws', async () => {
    const card = () => {
      throw new Error('a bug in a card')
    }
    const { body, trace } = await visit('/product/p3', {
      config: { slots: { also: { select: 'section.also', heading: 'x', card } } },
    })
    expect(body).toBe(page)
    expect(trace?.plain).toBe('fault')
  })
})

describe('when the model is late or broken, what is popular in the category serves', () => {
  test.each([
    ['late', () => new Promise<never>(() => undefined)],
    ['broken', () => Promise.reject(new Error('no engine'))],
  ])('%s', async (_, start) => {
    const base = await smallConfig()
    const { body, trace } = await visit('/product/p3', {
      config: { model: { ...(base.model as NonNullable<Config['model']>), engine: start } },
    })
    expect(trace?.ranking?.by).toBe('popular')
    expect(linksIn(body)).toEqual(['/product/p1', '/product/p5', '/product/p7'])
  })
})

describe('the shop', () => {
  test('is asked without anything personal', async () => {
    const { asked } = await visit('/product/p3?utm_id=canary#canary', {
      init: {
        headers: { cookie: 'id=canary', 'x-canary': 'canary', referer: 'https://a.example/canary' },
      },
    })
    expect(asked?.url).toBe('https://origin.example/product/p3')
    expect(JSON.stringify([...(asked?.headers ?? [])])).not.toContain('canary')
  })

  test('is not asked for a path that no route declares', async () => {
    const { response, asked } = await visit('/product/unknown')
    expect(response.status).toBe(404)
    expect(asked).toBeUndefined()
  })

  test('may set no cookie on a page, and those that are declared on a pass route', async () => {
    const shop = html(page, { 'set-cookie': 'cart=1; Path=/' })
    expect((await visit('/product/p3', { shop })).response.headers.has('set-cookie')).toBe(false)
    const cart = await visit('/cart/', { shop })
    expect(cart.response.headers.get('set-cookie')).toBe('cart=1; Path=/')
    expect(cart.body).toBe(page)
  })

  test('that fails gives a clear error', async () => {
    const shop = () => Promise.reject(new Error('refused'))
    const { response, body } = await visit('/product/p3', { shop })
    expect(response.status).toBe(502)
    expect(JSON.parse(body)).toMatchObject({ code: 'ERR_ORIGIN_UNREACHABLE' })
  })

  test('that hangs gives a clear error in time', async () => {
    let answer: (response: Response) => void = () => undefined
    const shop = () => new Promise<Response>((resolve) => (answer = resolve))
    const { response } = await visit('/product/p3', { shop, config: { limits: { originMs: 20 } } })
    expect(response.status).toBe(504)

    // Who comes too late is sent away.
    const isLeft = new Promise((cancel) => answer(new Response(new ReadableStream({ cancel }))))
    expect(await isLeft).toBeUndefined()
  })

  test('can be the handlers after the middleware, which see only the redacted request', async () => {
    const config = await smallConfig({ site: { languages: ['en'] } })
    const app = new Hono<LimenEnv>()
    let seen: Request | undefined
    app.use(personalize(config))
    app.get('/product/:id', (c) => {
      seen = c.req.raw
      const headers = { 'cache-control': 'public', etag: '"1"', 'set-cookie': 'id=1' }
      return c.html(page, 200, headers)
    })
    const request = new Request('https://shop.example/product/p3?x=canary', {
      headers: { cookie: 'id=canary' },
    })
    const context = createExecutionContext()
    const response = await app.fetch(request, {}, context)
    await waitOnExecutionContext(context)
    expect(linksIn(await response.text())).toHaveLength(3)
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    for (const name of ['etag', 'set-cookie']) expect(response.headers.has(name)).toBe(false)
    expect(seen?.headers.has('cookie')).toBe(false)
    expect(seen?.url).toBe('https://shop.example/product/p3')
  })
})

test('where handlers are the shop, a no counts also on a page that is never kept', async () => {
  const { issuer, audience } = trust
  const app = new Hono<LimenEnv>()
  let trace: Trace | undefined
  app.use(async (c, next) => {
    await next()
    trace = c.var.limen
  })
  const keys = { keys: [publicJwk as never] }
  const config = await smallConfig({
    site: { languages: ['en'] },
    routes: [{ match: '/product/:product', mode: 'page', page: 'product', keep: 'never' }],
    consent: { issuer, audience, keys, insecureSkipRevocation: true },
  })
  app.use(personalize(config, { now: () => now, cache: null }))
  app.get('/product/:id', (c) => c.html(page))
  const cookie = `${consentCookie}=${await mint({ purposes: { contextual: 'd' } })}`
  const response = await app.request('https://shop.example/product/p3', { headers: { cookie } })
  expect(await response.text()).toBe(page)
  expect(trace?.plain).toBe('consent-denied')
})

test('what a handler sends from its own memory is left as it is', async () => {
  const bytes = new TextEncoder().encode(page)
  const shop = async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(bytes)
        controller.close()
      },
    })
    const headers = { 'content-type': 'text/html; charset=utf-8' }
    return new Response(body, { headers: { ...headers, 'content-length': `${bytes.length}` } })
  }
  for (let i = 0; i < 2; i++) {
    const { body } = await visit('/product/p3', { shop })
    expect(body.endsWith('</section><footer>end</footer>')).toBe(true)
    expect(linksIn(body)).toEqual(['/product/p4', '/product/p5', '/product/p6'])
  }
  expect(new TextDecoder().decode(bytes)).toBe(page)
})

test.each([
  ['remembered', 'max-age=600'],
  ['made for one request', 'no-store'],
])(
  'an answer that is %s is whole, whatever else is answered before it is read',
  async (_, keep) => {
    const config = await smallConfig({ cache: { memoryBytes: 2 ** 20 } })
    const rest = `<p>${'x'.repeat(100_000)}</p>`
    const shop = html(page + rest, { 'cache-control': keep })
    const app = new Hono().use(personalize(config, { fetch: shop, cache: null }))
    const context = createExecutionContext()
    const paths = Array.from({ length: 10 }, (_, i) => `/product/p${i}`)
    const expected = new Map<string, string>()
    for (const path of paths) expected.set(path, (await visit(path, { shop })).body)

    const answers: [string, Response][] = []
    for (const path of [...paths, ...paths, ...paths.toReversed()]) {
      const request = new Request(`https://shop.example${path}`)
      answers.push([path, await app.fetch(request, {}, context)])
    }
    await waitOnExecutionContext(context)
    for (const [path, answer] of answers) expect(await answer.text()).toBe(expected.get(path))
  },
)

test('a kept page that is filled again has the headers of its last revalidation', async () => {
  let at = Date.parse('2026-11-01T12:00:00Z')
  let policy = 'default-src a.example'
  const app = new Hono<LimenEnv>()
  app.use(
    personalize(await smallConfig(), {
      cache: null,
      now: () => new Date(at),
      fetch: async (request) => {
        const isKnown = request.headers.has('if-none-match')
        return new Response(isKnown ? null : page, {
          status: isKnown ? 304 : 200,
          headers: {
            'content-type': 'text/html',
            'cache-control': 'max-age=60',
            etag: '"1"',
            'content-security-policy': policy,
          },
        })
      },
    }),
  )
  const policyNow = async () => {
    const context = createExecutionContext()
    const request = new Request('https://shop.example/product/p3')
    const { headers } = await app.fetch(request, {}, context)
    await waitOnExecutionContext(context)
    return headers.get('content-security-policy')
  }

  expect(await policyNow()).toBe('default-src a.example')
  expect(await policyNow()).toBe('default-src a.example')
  policy = 'default-src b.example'
  at += 120_000
  expect(await policyNow()).toBe('default-src b.example')
})

describe('of a kept page, asked for over and over', () => {
  const from = ['https://www.google.com/search?q=anna', 'https://shop.example/', undefined]
  const ways = from.flatMap((referer) =>
    ['GB', 'DE', undefined].flatMap((country) =>
      ['Firefox/140.0', 'iPhone Mobile'].map((device) => ({ referer, country, device })),
    ),
  )

  test('each visit is described by its own way, page and hour, whoever came before', async () => {
    const shop = await keepingShop()
    for (const hour of [9, 9, 13]) {
      shop.at = Date.parse(`2026-11-02T${String(hour).padStart(2, '0')}:10:00Z`)
      for (const product of ['p3', 'p5']) {
        for (const way of [...ways, ...ways.toReversed()]) {
          const { trace, response } = await shop.visit(`/product/${product}`, way)
          expect(trace?.visit?.items.map(({ id }) => id)).toEqual([product])
          expect(Object.fromEntries(trace?.visit?.context ?? [])).toMatchObject({
            hour_of_week: hour === 9 ? '1-09' : '1-12',
            device_class: way.device === 'Firefox/140.0' ? 'desktop' : 'mobile',
            referrer_class: ['search', 'internal', 'none'][from.indexOf(way.referer)],
            ...(way.country && { country: way.country }),
          })
          expect(trace?.visit?.context.has('country')).toBe(way.country !== undefined)
          expect(linksIn(await response.text())[0]).toBe(`/product/p${Number(product[1]) + 1}`)
        }
      }
    }
    expect(shop.asked).toBeLessThanOrEqual(4) // by product and device
  })

  test('the filled page does not say when the shop made the page it came from', async () => {
    const shop = await keepingShop()
    for (const _ of [1, 2, 3]) {
      const { response } = await shop.visit('/product/p3', {})
      expect(response.headers.get('x-shop')).toBe('small')
      expect(response.headers.has('date')).toBe(false)
      await response.body?.cancel()
    }
  })

  async function keepingShop() {
    let trace: Trace | undefined
    const app = new Hono<LimenEnv>()
    const site = { origin: 'https://origin.example', languages: ['en'] }
    const config = await smallConfig({ site })
    const limen = personalize(config, { cache: null, now: () => new Date(shop.at), fetch })
    app.use(async (c, next) => {
      await limen(c, next)
      trace = c.var.limen
    })
    const shop = { at: Date.parse('2026-11-02T09:10:00Z'), asked: 0, visit }
    return shop

    async function fetch() {
      shop.asked++
      const headers = { 'cache-control': 'max-age=86400', date: 'Mon, 02 Nov 2026 09:00:00 GMT' }
      return new Response(page, {
        headers: { ...headers, 'content-type': 'text/html', 'x-shop': 'small' },
      })
    }

    async function visit(
      path: string,
      way: { readonly [name in 'referer' | 'country' | 'device']?: string | undefined },
    ) {
      const { referer, country, device = 'Firefox/140.0' } = way
      const headers = { 'user-agent': device, ...(referer && { referer }) }
      const cf = { ...(country && { country }) } as RequestInitCfProperties
      const context = createExecutionContext()
      const request = new Request(`https://shop.example${path}`, { headers, cf })
      const response = await app.fetch(request, {}, context)
      await waitOnExecutionContext(context)
      return { response, trace }
    }
  }
})

interface VisitOptions {
  readonly init?: RequestInit
  readonly shop?: (request: Request) => Promise<Response>
  readonly config?: Partial<ConfigInput>
}

async function visit(
  path: string,
  { init = {}, shop = html(page), config = {} }: VisitOptions = {},
) {
  const reported: unknown[] = []
  let asked: Request | undefined
  const app = new Hono<LimenEnv>()
  let trace: LimenEnv['Variables']['limen'] | undefined
  app.use(async (c, next) => {
    await next()
    trace = c.var.limen
  })
  app.use(
    personalize(await smallConfig(config), {
      fetch: (request) => {
        asked = request
        return shop(request)
      },
      cache: null,
      report: (error) => reported.push(error),
    }),
  )
  const context = createExecutionContext()
  const response = await app.fetch(new Request(`https://shop.example${path}`, init), {}, context)
  const bytes = new Uint8Array(await response.arrayBuffer())
  return { response, bytes, body: new TextDecoder().decode(bytes), asked, trace, reported }
}

function html(body: string, headers: Record<string, string> = {}) {
  return async () =>
    new Response(body, { headers: { 'content-type': 'text/html; charset=utf-8', ...headers } })
}

function linksIn(body: string): string[] {
  return [...body.matchAll(/<a href="([^"]*)"/g)].map(([, href]) => href as string)
}
