import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import type { ConfigInput } from '../src/config/index.ts'
import { type ConsentOptions, consentCookie } from '../src/consent/index.ts'
import { type LimenEnv, personalize } from '../src/personalize.ts'
import { profile, profileCookie } from '../src/profile/index.ts'
import type { Trace } from '../src/trace.ts'
import { mint, now, publicJwk, trust } from './consent/issuer.ts'
import { nextItems, smallConfig, smallManifest } from './fixtures/small-shop.ts'
import { secrets } from './profile/shopper.ts'

const page =
  '<!doctype html><h1>p</h1><section class="also"><p>plain</p></section><footer>end</footer>'
const kept = {
  'cache-control': 'public, max-age=600',
  'cdn-cache-control': 'max-age=9',
  etag: '"1"',
}
const navigation = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }

describe('a shopper who agreed', () => {
  test('takes the profile along, page after page, and gets what follows from it', async () => {
    const anna = await shopper()
    const first = await anna.visit('/product/p3')
    expect(first.setCookie).toMatch(/^__Host-limen-profile=[\w-]+\.\..*; Secure; HttpOnly/)
    expect(first.links).toEqual(['/product/p4', '/product/p5', '/product/p6'])
    expect(first.why).toContain('Nothing about you was used. What you look at is kept only in')

    // The small model likes what comes after the first item it is told of.
    const home = await anna.visit('/')
    expect(home.links).toEqual(['/product/p4', '/product/p5', '/product/p6'])
    expect(home.why).toBe(
      'They go with what you looked at in this shop. It is kept only in your browser, and you can switch it off.',
    )
    expect(home.setCookie).toBeUndefined()
    expect(home.trace?.visit?.items).toEqual([{ id: 'p3', kind: 'view', feature: 'recent_items' }])
  })

  test('has a page that no cache keeps, and a ranking that nobody else is given', async () => {
    const anna = await shopper()
    const { response, trace } = await anna.visit('/product/p3')
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    for (const name of ['cdn-cache-control', 'etag']) expect(response.headers.has(name)).toBe(false)
    expect(trace?.ranking).toMatchObject({ by: 'model' })
    expect(trace?.ranking).not.toHaveProperty('version')
  })

  test.each<[string, Record<string, string>]>([
    ['a page fetched in advance', { 'sec-purpose': 'prefetch' }],
    ['a page fetched by a script', { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }],
    ['the page of a crawler', { 'user-agent': 'Googlebot/2.1' }],
  ])('leaves nothing behind on %s', async (_, headers) => {
    const anna = await shopper()
    expect((await anna.visit('/product/p3', { headers })).setCookie).toBeUndefined()
  })

  test('leaves nothing behind on a page that stays plain', async () => {
    const anna = await shopper()
    for (const body of ['<p>no slot</p>', '<section class=also><p>never closed']) {
      const { setCookie, response } = await anna.visit('/product/p3', { body })
      expect(setCookie).toBeUndefined()
      expect(response.headers.get('cache-control')).toBe(kept['cache-control'])
    }
  })

  test('never shows the shop the profile', async () => {
    const anna = await shopper()
    await anna.visit('/product/p3')
    const { asked } = await anna.visit('/product/p4', { fresh: true })
    expect(asked).toHaveLength(1)
    expect(asked[0]?.headers.has('cookie')).toBe(false)
    const cart = await anna.visit('/cart/show', { headers: { cookie: 'cart=1' } })
    expect(cart.asked[0]?.headers.get('cookie')).toBe('cart=1')
  })
})

describe('a profile that may not be there', () => {
  test.each(['d', 'w'] as const)('goes with the same answer: %s', async (state) => {
    const anna = await shopper()
    await anna.visit('/product/p3')
    await anna.chooses({ behavioural: state })
    const { setCookie, links, why, trace } = await anna.visit('/')
    expect(setCookie).toMatch(/^__Host-limen-profile=; Max-Age=0;/)
    expect(links).toEqual((await (await shopper('none')).visit('/')).links)
    expect(why).toContain('Nothing about you was used or stored.')
    expect(trace?.visit?.items).toEqual([])
    expect((await anna.visit('/')).setCookie).toBeUndefined()
  })

  test.each<[string, string, 'g' | 'd']>([
    ['a plain page', '<p>no slot</p>', 'g'],
    ['the page of somebody who wants none made for them', page, 'd'],
  ])('goes with %s too, which then no cache keeps', async (_, body, contextual) => {
    const anna = await shopper()
    await anna.visit('/product/p3')
    await anna.chooses({ behavioural: 'w', contextual })
    const { setCookie, response, text } = await anna.visit('/product/p5', { body })
    expect(setCookie).toContain('Max-Age=0')
    expect(text).toBe(body)
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    for (const name of ['cdn-cache-control', 'etag']) expect(response.headers.has(name)).toBe(false)
  })

  test('goes although the model is broken', async () => {
    const manifest = { ...(await smallManifest()), sha256: '0'.repeat(64) }
    const broken = { manifest, file: new ArrayBuffer(8), engine: nextItems }
    const anna = await shopper('all', { model: broken })
    anna.brings(`${profileCookie}=whatever`)
    await anna.chooses({ behavioural: 'w' })
    const { setCookie, trace } = await anna.visit('/product/p3')
    expect(trace?.plain).toBe('fault')
    expect(setCookie).toContain('Max-Age=0')
  })

  test('is never written, by nobody, on no page', async () => {
    for (const choice of ['none', 'contextual'] as const) {
      const bert = await shopper(choice)
      for (const path of ['/', '/product/p3', '/category/mugs', '/product/p3']) {
        expect((await bert.visit(path)).setCookie).toBeUndefined()
      }
    }
  })
})

test('without keys nobody has a profile, everybody else has their page, and the operator is told once', async () => {
  const anna = await shopper('all', { profile: profile({ keys: 'env:PROFILE_KEYS' }) })
  for (const path of ['/product/p3', '/product/p4']) {
    const { links, setCookie } = await anna.visit(path)
    expect(links).toHaveLength(3)
    expect(setCookie).toBeUndefined()
  }
  expect(anna.reported.map(String)).toEqual([expect.stringContaining('PROFILE_KEYS must be set')])
})

type Choice = 'all' | 'contextual' | 'none'

const choices: Record<Choice, ConsentOptions['purposes'] | undefined> = {
  all: { contextual: 'g', behavioural: 'g' },
  contextual: { contextual: 'g' },
  none: undefined,
}

/** A browser with a jar for Limen's cookies, before an edge of its own. */
async function shopper(choice: Choice = 'all', changes: Partial<ConfigInput> = {}) {
  const cookies = new Map<string, string>()
  const reported: unknown[] = []
  let asked: Request[] = []
  let body = page
  let headers: Record<string, string> = {}
  const app = new Hono<LimenEnv>()
  let trace: Trace | undefined
  app.use(async (c, next) => {
    await next()
    trace = c.var.limen
  })
  const { issuer, audience } = trust
  app.use(
    personalize(
      await smallConfig({
        consent: {
          issuer,
          audience,
          keys: { keys: [publicJwk as never] },
          insecureSkipRevocation: true,
        },
        profile: profile({ keys: secrets.current }),
        ...changes,
      }),
      {
        now: () => now,
        cache: null,
        report: (error) => reported.push(error),
        fetch: async (request) => {
          asked.push(request)
          return new Response(body, { headers: { 'content-type': 'text/html', ...headers } })
        },
      },
    ),
  )
  const purposes = choices[choice]
  if (purposes) await chooses(purposes)
  return { visit, chooses, reported, brings: (pair: string) => keep(pair) }

  async function chooses(purposes: ConsentOptions['purposes']) {
    cookies.set(consentCookie, await mint({ purposes }))
  }

  async function visit(path: string, options: Visit = {}) {
    asked = []
    body = options.body ?? page
    headers = options.fresh ? { 'cache-control': 'no-store' } : kept
    const own = [...cookies].map(([name, value]) => `${name}=${value}`)
    const { cookie, ...others } = options.headers ?? {}
    const request = new Request(`https://shop.example${path}`, {
      headers: { ...navigation, ...others, cookie: [...own, cookie ?? 'session=1'].join('; ') },
    })
    const context = createExecutionContext()
    const response = await app.fetch(request, {}, context)
    const text = await response.text()
    await waitOnExecutionContext(context)
    const [setCookie] = response.headers.getSetCookie()
    if (setCookie) keep(setCookie)
    const links = [...text.matchAll(/<a href="([^"]*)"/g)].map(([, link]) => link)
    const why = /<\/summary><p>([^<]*)/.exec(text)?.[1]
    return { response, text, links, why, setCookie, trace, asked }
  }

  function keep(setCookie: string) {
    const [name = '', value = ''] = setCookie.split(/[=;]/, 2)
    if (value === '') cookies.delete(name)
    else cookies.set(name, value)
  }
}

interface Visit {
  readonly body?: string
  readonly headers?: Record<string, string>
  /** A page that nobody may keep. */
  readonly fresh?: boolean
}
