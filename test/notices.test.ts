import { createExecutionContext } from 'cloudflare:test'
import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import type { Config, ConfigInput } from '../src/config/index.ts'
import {
  type ConsentService,
  consentCookie,
  generateKeys,
  type OpenConsentService,
} from '../src/consent/index.ts'
import { memoryRevocations, type RevocationStore } from '../src/consent/revocation.ts'
import { type ConsentServiceOptions, consentService } from '../src/notice/index.ts'
import { type LimenEnv, personalize } from '../src/personalize.ts'
import { consentModeDefaults } from '../src/signals/index.ts'
import type { Trace } from '../src/trace.ts'
import { mint, now, privateJwk, publicJwk } from './consent/issuer.ts'
import { smallConfig } from './fixtures/small-shop.ts'

const page =
  '<!doctype html><html><head><meta charset=utf-8><title>é</title><link rel=stylesheet></head>' +
  '<body class=x><section class="also"><p>plain</p></section><footer>end</footer></body></html>'
const [beforeBody] = page.split(/(?<=<body class=x>)/)
const kept = {
  'cache-control': 'public, max-age=600',
  'cdn-cache-control': 'max-age=9',
  etag: '"1"',
}
const day = 86_400_000
const navigation = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }

describe('a notice', () => {
  const ways: [string, string, Way][] = [
    ['personal, as it comes', '/product/p3', {}],
    ['personal, kept', '/product/p3', { headers: kept }],
    ['personal, piece by piece', '/product/p3', { isSlow: true }],
    ['plain for want of a slot', '/product/p3', { body: page.replace('also', 'other') }],
    ['plain and kept', '/', { body: page.replace('also', 'other'), headers: kept }],
    ['plain, piece by piece', '/', { body: page.replace('also', 'other'), isSlow: true }],
    ['in Latin-1', '/', { headers: { 'content-type': 'text/html; charset=iso-8859-1' } }],
    ['without a body tag', '/', { body: '<!doctype html><title>t</title><p>end</p>' }],
  ]
  test.each(ways)(
    'comes with a page that is %s, and nobody else keeps it',
    async (_, path, way) => {
      const { visit } = await openShop({ way })
      for (let time = 0; time < 2; time++) {
        const { body, headers } = await visit(path)
        expect(body.match(/<limen-consent/g)).toHaveLength(1)
        expect(withoutNotice(body)).toBe(withoutCards(way.body ?? page))
        expect(headers.get('cache-control')).toBe('private, no-store')
        for (const name of ['etag', 'cdn-cache-control', 'set-cookie', 'age']) {
          expect(headers.has(name), name).toBe(false)
        }
      }
    },
  )

  test('is the first element of the body', async () => {
    const { visit } = await openShop()
    const { body } = await visit('/product/p3')
    expect(body.startsWith(`${beforeBody}<limen-consent`)).toBe(true)
    expect(body).toContain('href="/product/p4"')
  })

  test('does not come to crawlers: theirs is the page of the shop, which may be kept', async () => {
    const { visit } = await openShop({ way: { headers: kept } })
    for (const agent of ['Googlebot/2.1', 'bingbot/2.0']) {
      const { body, headers } = await visit('/product/p3', { headers: { 'user-agent': agent } })
      expect(body).toBe(page)
      expect(headers.get('etag')).toBe('"1"')
      expect(headers.get('cache-control')).toBe('public, max-age=600')
    }
  })

  const others: [string, Way, RequestInit][] = [
    ['a style sheet', { headers: { 'content-type': 'text/css' } }, {}],
    ['what a browser wants as a picture', {}, { headers: { accept: 'image/avif,*/*' } }],
    ['an error of the shop', { status: 404 }, {}],
    ['a page in utf-16', { headers: { 'content-type': 'text/html; charset=utf-16' } }, {}],
    ['a page that is too long', { body: page + ' '.repeat(3000) }, {}],
    ['a page that may be read in two ways', { body: '<frameset><p>end' }, {}],
  ]
  test.each(others)('does not come to %s: that is untouched', async (_, way, init) => {
    const { visit } = await openShop({ way, config: { limits: { pageBytes: 2048 } } })
    const { body } = await visit('/product/p3', init)
    expect(body).toBe(way.body ?? page)
  })

  test('makes no difference to why a page stays plain', async () => {
    const reasons = new Map([
      [page.replace('also', 'other'), 'no-slots'],
      [`${page}<section class="also">`, undefined],
      ['<body><select><title><section class="also">', 'page-ambiguous'],
      ['<body><section class="also">', 'no-slots'],
    ])
    for (const headers of [kept, {}]) {
      for (const [body, reason] of reasons) {
        const asked = await openShop({ way: { body, headers } })
        const alone = await openShop({ way: { body, headers }, service: null })
        const { trace } = await asked.visit('/product/p3')
        expect([body, trace?.plain]).toEqual([body, reason])
        const before = await alone.visit('/product/p3')
        expect([body, before.trace?.plain]).toEqual([body, reason])
        expect([...(trace?.slots ?? [])]).toEqual([...(before.trace?.slots ?? [])])
      }
    }
  })

  test.each<[string, Parameters<typeof openShop>[0]]>([
    ['personal', { way: { headers: kept } }],
    ['without a slot', { way: { body: page.replace('also', 'other'), headers: kept } }],
    ['plain', { way: { headers: kept }, consent: { purposes: ['behavioural', 'measurement'] } }],
  ])('is another one for who has chosen, for a language, for a signal: %s', async (_, options) => {
    const site = { origin: 'https://origin.example', languages: ['en', 'de'] }
    const { visit, token } = await openShop({ ...options, config: { site } })
    const chosen = { cookie: `${consentCookie}=${await token()}` }
    const visitors: [HeadersInit, RegExp][] = [
      [{}, /class="bar"[\s\S]*Accept all/],
      [chosen, /class="chip"[\s\S]*Privacy choices/],
      [{ 'accept-language': 'de-AT,de;q=0.9' }, /class="bar"[\s\S]*Alle akzeptieren/],
      [{ 'sec-gpc': '1' }, /class="bar"[\s\S]*signal/],
      [{ ...chosen, 'sec-gpc': '1' }, /class="chip"[\s\S]*Opt-out signal honoured/],
    ]
    for (let round = 0; round < 2; round++) {
      for (const [headers, words] of visitors) {
        const { body } = await visit('/product/p3', { headers })
        expect(body).toMatch(words)
        expect(body.match(/<limen-consent/g)).toHaveLength(1)
      }
    }
  })

  test('is the same, to the byte, for everybody who has not chosen', async () => {
    const { visit } = await openShop({ way: { headers: kept } })
    const one = await visit('/product/p3', { headers: { cookie: 'id=1' } })
    const other = await visit('/product/p3', { headers: { cookie: 'id=2' } })
    expect(one.body).toBe(other.body)
    expect(one.headers.has('set-cookie')).toBe(false)
  })

  test('HEAD says of a page what GET says of it', async () => {
    const { visit } = await openShop({ way: { headers: kept } })
    const head = await visit('/product/p3', { method: 'HEAD' })
    expect(head.headers.get('cache-control')).toBe('private, no-store')
    expect(head.headers.has('etag')).toBe(false)
    expect(head.body).toBe('')
  })

  test('without a service there is none, and plain pages are the shop’s own', async () => {
    const body = page.replace('also', 'other')
    const { visit } = await openShop({ way: { body, headers: kept }, service: null })
    const answered = await visit('/product/p3')
    expect(answered.body).toBe(body)
    expect(answered.headers.get('etag')).toBe('"1"')
  })
})

describe('a question beside a slot', () => {
  const body = page.replace('<footer>', '<section class="yours"><p>for all</p></section><footer>')
  const slots = (ask: boolean): ConfigInput['slots'] => ({
    also: { select: 'section.also', heading: 'You may also like', limit: 3 },
    yours: { select: 'section.yours', heading: 'For you', purpose: 'behavioural', ask },
  })

  test.each<[string, Way]>([
    ['kept', { body, headers: kept }],
    ['as it comes', { body }],
    ['piece by piece', { body, isSlow: true }],
  ])('comes after what the slot has, until it is answered: %s', async (_, way) => {
    const { visit, token } = await openShop({ way, config: { slots: slots(true) } })
    const asked = await visit('/product/p3')
    expect(asked.body).toMatch(
      /<section class="yours"><p>for all<\/p><limen-consent data-beside[\s\S]*<\/limen-consent><\/section><footer>/,
    )
    expect(asked.trace?.slots.get('yours')).toBe('consent-absent')

    for (const state of ['g', 'd'] as const) {
      const cookie = `${consentCookie}=${await token({ purposes: { behavioural: state } })}`
      const answered = await visit('/product/p3', { headers: { cookie } })
      expect(answered.body).not.toContain('<limen-consent data-beside')
      expect(answered.trace?.slots.get('yours')).toBe(state === 'g' ? 'filled' : 'consent-denied')
    }
  })

  test('is not asked where nobody said so', async () => {
    const { visit } = await openShop({ way: { body }, config: { slots: slots(false) } })
    expect((await visit('/product/p3')).body).not.toContain('<limen-consent data-beside')
  })
})

describe('Consent Mode defaults', () => {
  const config = { head: consentModeDefaults }

  test('stand before the first script or style, and say what is permitted', async () => {
    const { visit, token } = await openShop({ way: { headers: kept }, consent: config })
    for (let round = 0; round < 2; round++) {
      const nobody = await visit('/product/p3')
      expect(nobody.body).toMatch(/<title>é<\/title><script>.*"analytics_storage":"denied".*?<link/)
      const cookie = `${consentCookie}=${await token()}`
      const known = await visit('/product/p3', { headers: { cookie } })
      expect(known.body).toMatch(/<title>é<\/title><script>.*"analytics_storage":"granted".*?<link/)
    }
  })

  test('need no service, and their fault costs no notice', async () => {
    const alone = await openShop({ service: null, consent: config })
    const { body, headers } = await alone.visit('/product/p3')
    expect(body).toContain('"consent","default"')
    expect(body).not.toContain('<limen-consent')
    expect(headers.get('cache-control')).toBe('private, no-store')

    const broken = () => {
      throw new Error('a bug in the head')
    }
    const { visit, reports } = await openShop({ consent: { head: broken } })
    expect((await visit('/product/p3')).body).toContain('<limen-consent')
    expect(reports).toHaveLength(1)
  })
})

describe('a choice from day to day', () => {
  test('is renewed on a page, counts on that page, and no cache keeps it', async () => {
    const { visit, clock, token } = await openShop({ way: { headers: kept } })
    const cookie = `${consentCookie}=${await token({ purposes: { measurement: 'g' } })}`
    const same = await visit('/product/p3', { headers: { cookie, ...navigation } })
    expect(same.headers.has('set-cookie')).toBe(false)

    clock.now = new Date(now.getTime() + 3 * day)
    const { headers, trace } = await visit('/product/p3', { headers: { cookie, ...navigation } })
    const [renewed = '', ...more] = headers.getSetCookie()
    expect(more).toEqual([])
    expect(renewed).toMatch(new RegExp(`^${consentCookie}=[\\w.-]+; Max-Age=\\d+; Path=/; Secure`))
    expect(trace?.permission?.measurement.granted).toBe(true)
    expect(headers.get('cache-control')).toBe('private, no-store')

    const next = await visit('/product/p3', {
      headers: { cookie: renewed.split(';')[0] as string, ...navigation },
    })
    expect(next.trace?.permission?.measurement.granted).toBe(true)
    expect(next.headers.has('set-cookie')).toBe(false)
    const nobody = await visit('/product/p3', { headers: navigation })
    expect(nobody.headers.has('set-cookie')).toBe(false)
    expect(nobody.trace?.permission?.measurement.granted).toBe(false)
  })

  test.each<[string, RequestInit]>([
    ['by a picture', { headers: { 'sec-fetch-dest': 'image', accept: 'image/*' } }],
    ['by a script', { headers: { 'sec-fetch-dest': 'script', accept: '*/*' } }],
    ['in advance', { headers: { ...navigation, 'sec-purpose': 'prefetch' } }],
    ['in advance, as older browsers say it', { headers: { ...navigation, purpose: 'prefetch' } }],
    ['for a crawler', { headers: { ...navigation, 'user-agent': 'Googlebot/2.1' } }],
    ['by HEAD', { method: 'HEAD' }],
  ])('is not renewed %s', async (_, init) => {
    const { visit, clock, token } = await openShop()
    const cookie = `${consentCookie}=${await token()}`
    clock.now = new Date(now.getTime() + 3 * day)
    const headers = { ...(init.headers as Record<string, string>), cookie }
    expect((await visit('/product/p3', { ...init, headers })).headers.has('set-cookie')).toBe(false)
  })

  test('is not handed over under a key that is not trusted', async () => {
    const { privateJwk: stranger } = await generateKeys()
    const keys = JSON.stringify({ keys: [stranger] })
    const { visit, clock, token, reports } = await openShop({ service: { keys } })
    const cookie = `${consentCookie}=${await token()}`
    clock.now = new Date(now.getTime() + 3 * day)
    const { headers, trace } = await visit('/product/p3', { headers: { cookie, ...navigation } })
    expect(headers.has('set-cookie')).toBe(false)
    expect(trace?.permission?.measurement.reason).toBe('consent-expired')
    expect(String(reports[0])).toContain('consent.keys')
  })

  test('where a notice is enough the first page brings the token, and the next one not again', async () => {
    const { visit } = await openShop({ consent: { noticeMode: true } })
    const place = { cf: { country: 'US', regionCode: 'TX' }, headers: navigation }
    const first = await visit('/product/p3', place as RequestInit)
    const [cookie = ''] = first.headers.getSetCookie()
    expect(cookie).toMatch(new RegExp(`^${consentCookie}=`))
    expect(first.trace?.permission?.measurement.granted).toBe(true)
    expect(first.body).toContain('class="bar"')

    const headers = { ...navigation, cookie: cookie.split(';')[0] as string }
    const second = await visit('/product/p3', { ...place, headers } as RequestInit)
    expect(second.headers.has('set-cookie')).toBe(false)
    const elsewhere = await visit('/product/p3', { headers: navigation })
    expect(elsewhere.headers.has('set-cookie')).toBe(false)
  })

  test('a store that never answers does not hold a page back', async () => {
    const store = { ...memoryRevocations(), allocate: () => new Promise<never>(() => undefined) }
    const { visit } = await openShop({ consent: { noticeMode: true }, store })
    const place = { cf: { country: 'US', regionCode: 'TX' }, headers: navigation }
    const { body, headers, trace } = await visit('/product/p3', place as RequestInit)
    expect(body).toContain('<footer>end</footer>')
    expect(headers.has('set-cookie')).toBe(false)
    expect(trace?.permission?.measurement.granted).toBe(false)
  })
})

describe('the addresses of the service', () => {
  test.each(['/.limen/consent', '/.limen/consent/keys', '/.well-known/gpc.json'])(
    '%s is answered whatever the routes say',
    async (path) => {
      const routes: ConfigInput['routes'] = [{ match: '/*', mode: 'pass' }]
      const { visit, asked } = await openShop({ config: { routes } })
      const { status, trace } = await visit(path)
      expect(status).toBe(200)
      expect([trace, asked.length]).toEqual([undefined, 0])
    },
  )

  test('nothing else is: an address beside it is the shop’s, or nobody’s', async () => {
    const routes: ConfigInput['routes'] = [{ match: '/*', mode: 'pass' }]
    const { visit, asked } = await openShop({ config: { routes } })
    expect((await visit('/.well-known/security.txt')).body).toBe(page)
    expect((await visit('/.limen/consents')).status).toBe(404)
    expect(asked.map(({ url }) => url)).toEqual(['https://origin.example/.well-known/security.txt'])
  })

  test('a choice made there is in force on the next page', async () => {
    const { visit } = await openShop()
    const taken = await visit('/.limen/consent', {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin', referer: 'https://shop.example/product/p3' },
      body: new URLSearchParams([
        ...['behavioural', 'measurement'].map((purpose) => ['asked', purpose]),
        ['choice', 'all'],
        ['via', 'banner'],
        ['lang', 'en'],
      ]),
    })
    expect([taken.status, taken.headers.get('location')]).toEqual([
      303,
      'https://shop.example/product/p3',
    ])
    const cookie = taken.headers.getSetCookie()[0]?.split(';')[0] as string
    const { trace, body } = await visit('/product/p3', { headers: { cookie } })
    expect(trace?.permission?.measurement.granted).toBe(true)
    expect(body).toContain('class="chip"')
  })
})

describe('a fault in the service costs the notice and nothing else', () => {
  const fail = () => {
    throw new Error('a bug in the service')
  }
  const faults: [string, Partial<ConsentService>][] = [
    ['throws in its notice', { notice: fail }],
    ['throws in its renewal', { renew: fail }],
    ['fails to renew', { renew: () => Promise.reject(new Error('down')) }],
    ['never renews', { renew: () => new Promise(() => undefined) }],
    ['throws in its question', { ask: fail }],
    ['hands over what is no token', { renew: async () => ({ token: 'x', setCookie: 'id=1' }) }],
  ]
  test.each(faults)('it %s', async (_, fault) => {
    for (const headers of [kept, {}]) {
      const open: OpenConsentService = (site) => ({ ...consentService()(site), ...fault })
      const slots: ConfigInput['slots'] = {
        also: { select: 'section.also', heading: 'x', limit: 3 },
        yours: { select: '.yours', heading: 'x', purpose: 'advertising', ask: true },
      }
      const { visit, token } = await openShop({ way: { headers }, open, config: { slots } })
      const cookie = `${consentCookie}=${await token()}`
      const answered = await visit('/product/p3', { headers: { cookie } })
      expect(answered.body).toContain('href="/product/p4"')
      expect(withoutNotice(answered.body)).toBe(withoutCards(page))
      expect(answered.headers.has('set-cookie')).toBe(false)
      expect(answered.trace?.permission?.measurement.granted).toBe(true)
    }
  })
})

interface Way {
  readonly body?: string
  readonly headers?: Record<string, string>
  readonly status?: number
  /** The page comes in pieces, so slowly that it is handed on as it comes. */
  readonly isSlow?: boolean
}

interface ShopOptions {
  readonly way?: Way
  readonly config?: Partial<ConfigInput>
  readonly consent?: Partial<NonNullable<ConfigInput['consent']>>
  readonly service?: ConsentServiceOptions | null
  readonly open?: OpenConsentService
  readonly store?: RevocationStore
}

/** A shop with a consent service, a clock, and who visits it. */
async function openShop({ way = {}, config, consent, service, open, store }: ShopOptions = {}) {
  const clock = { now }
  const reports: unknown[] = []
  const asked: Request[] = []
  const asking = consentService({
    keys: JSON.stringify({ keys: [privateJwk] }),
    ...(store && { revocations: () => store }),
    ...service,
  })
  const settled: Config = await smallConfig({
    consent: {
      issuer: 'https://shop.example',
      audience: 'shop.example',
      keys: { keys: [publicJwk as { kty: string }] },
      insecureSkipRevocation: true,
      ...(service !== null && { service: open ?? asking }),
      ...consent,
    },
    ...config,
  })
  const app = new Hono<LimenEnv>()
  const traces: Trace[] = []
  app.use(async (c, next) => {
    await next()
    if (c.var.limen) traces.push(c.var.limen)
  })
  app.use(
    personalize(settled, {
      fetch: async (request) => {
        asked.push(request)
        return shopPage(way)
      },
      cache: null,
      now: () => clock.now,
      report: (error) => reports.push(error),
    }),
  )

  async function visit(path: string, init: RequestInit = {}) {
    const context = createExecutionContext()
    const request = new Request(`https://shop.example${path}`, { redirect: 'manual', ...init })
    const response = await app.fetch(request, {}, context)
    const body = await response.text()
    return { status: response.status, headers: response.headers, body, trace: traces.pop() }
  }
  return { visit, clock, reports, asked, token: mint }
}

function shopPage({ body = page, headers, status = 200, isSlow }: Way): Response {
  const type = { 'content-type': 'text/html; charset=utf-8' }
  const bytes = new TextEncoder().encode(body)
  return new Response(isSlow ? slowly(bytes) : bytes, { status, headers: { ...type, ...headers } })
}

function slowly(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let at = 0
  return new ReadableStream({
    async pull(controller) {
      if (at > 0) await scheduler.wait(3)
      controller.enqueue(bytes.slice(at, at + 40))
      at += 40
      if (at >= bytes.length) controller.close()
    },
  })
}

function withoutNotice(body: string): string {
  return withoutCards(body).replace(
    /<limen-consent[\s\S]*<\/limen-consent>(<script async src="[^"]*"><\/script>)?/,
    '',
  )
}

/** What is in the slot is not what is looked at. */
function withoutCards(body: string): string {
  return body.replace(/(<section class="also">)[\s\S]*(<\/section><footer>)/, '$1$2')
}
