import { createExecutionContext } from 'cloudflare:test'
import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import type { ConfigInput } from '../src/config/index.ts'
import {
  type ConsentOptions,
  consentCookie,
  type DisclosePrices,
  type PriceFacts,
} from '../src/consent/index.ts'
import { consentService, priceDisclosure } from '../src/notice/index.ts'
import { type LimenEnv, personalize } from '../src/personalize.ts'
import type { Trace } from '../src/trace.ts'
import { mint, now, privateJwk, publicJwk } from './consent/issuer.ts'
import { smallConfig } from './fixtures/small-shop.ts'

const page =
  '<!doctype html><html><head><title>t</title></head>' +
  '<body class=x><section class="also"><p>plain</p></section><footer>end</footer></body></html>'
const slotless = page.replace('also', 'other')
const fixed = 'THIS PRICE WAS SET BY AN ALGORITHM USING YOUR PERSONAL DATA'
const germany = { country: 'DE', isEUCountry: '1' }
const newYork = { country: 'US', regionCode: 'NY' }
const texas = { country: 'US', regionCode: 'TX' }
const priced: Partial<ConsentOptions> = { purposes: { pricing: 'g' } }

describe('a page on which prices may be personal', () => {
  test.each([
    ['personal', '/product/p3', page, {}],
    ['personal, and kept', '/product/p3', page, { 'cache-control': 'public, max-age=600' }],
    ['plain', '/', slotless, {}],
    ['plain, and kept', '/', slotless, { 'cache-control': 'public, max-age=600' }],
  ])('says so, once, and nobody else keeps it: %s', async (_, path, body, headers) => {
    const { visit } = await openShop({ body, headers })
    for (let round = 0; round < 2; round++) {
      const answered = await visit({ path, cf: germany, token: priced })
      expect(answered.pricing).toEqual({ granted: true })
      expect(answered.body).toMatch(/<body class=x><limen-disclosure.*automated decision-making/)
      expect(answered.body.match(/<limen-disclosure/g)).toHaveLength(1)
      expect(answered.headers.get('cache-control')).toBe('private, no-store')
    }
  })

  test('says it in the words of the place and the language, whoever was there before', async () => {
    const headers = { 'cache-control': 'public, max-age=600' }
    const { visit } = await openShop({ headers })
    const inTexas = { purposes: { pricing: 'g' }, jurisdiction: 'US-TX' } as const
    for (let round = 0; round < 2; round++) {
      const german = await visit({ cf: germany, token: priced, language: 'de' })
      expect(german.body).toContain('automatisierten Entscheidungsfindung')
      const texan = await visit({ cf: texas, token: inTexas })
      expect(texan.body).toContain('automated decision-making')
      expect(texan.body).not.toContain(fixed)
      const yorker = await visit({ cf: newYork, token: inTexas })
      expect(yorker.body).toContain(fixed)
      const nobody = await visit({ cf: newYork })
      expect(nobody.body).not.toContain('limen-disclosure')
    }
  })

  test.each([
    ['of the request', newYork, 'US-TX'],
    ['of the token', texas, 'US-NY'],
    ['of a token from New York, in Germany', germany, 'US-NY'],
  ])('hears the law that asks for more: %s', async (_, cf, jurisdiction) => {
    const { visit } = await openShop()
    const { body } = await visit({ cf, token: { ...priced, jurisdiction } })
    expect(body).toContain(fixed)
  })

  test('has the notice of consent as well', async () => {
    const service = consentService({ keys: JSON.stringify({ keys: [privateJwk] }) })
    const { visit } = await openShop({ service })
    const { body } = await visit({ cf: germany, token: priced })
    expect(body).toMatch(/<body class=x><limen-consent[\s\S]*<\/limen-consent>.*<limen-disclosure/)
  })

  test('asks for its words once for each place and language', async () => {
    const asked: PriceFacts[] = []
    const { visit } = await openShop({
      disclosure: (facts) => {
        asked.push(facts)
        return priceDisclosure()(facts)
      },
    })
    for (let round = 0; round < 3; round++) await visit({ cf: germany, token: priced })
    expect(asked).toHaveLength(1)
    await visit({ cf: germany, token: priced, language: 'de' })
    await visit({ cf: newYork, token: priced })
    expect(asked.map(({ language }) => language)).toEqual(['en', 'de', 'en'])
  })
})

describe('no price is personal, and no page says it is', () => {
  const fails: [string, DisclosePrices][] = [
    [
      'throws',
      () => {
        throw new Error('a bug in the disclosure')
      },
    ],
    ['gives nothing', () => undefined],
    ['gives no bytes', () => new Uint8Array()],
    ['gives what are no bytes', (() => 'text') as unknown as DisclosePrices],
    ['comes too late', (async () => new Uint8Array(1)) as unknown as DisclosePrices],
  ]
  test.each(fails)('where the disclosure %s', async (name, disclosure) => {
    const { visit, reports } = await openShop({ disclosure })
    for (const cf of [germany, newYork, texas]) {
      const answered = await visit({ cf, token: priced })
      expect(answered.pricing).toEqual({ granted: false, reason: 'policy-off' })
      expect(answered.body).toContain('href="/product/p4"')
      expect(answered.body).not.toContain('limen-disclosure')
    }
    expect(reports).toHaveLength(name === 'throws' ? 3 : 0)
  })

  test('while it fails, and again when it is whole', async () => {
    let isBroken = true
    const { visit } = await openShop({
      disclosure: (facts) => (isBroken ? undefined : priceDisclosure()(facts)),
    })
    expect((await visit({ cf: germany, token: priced })).pricing?.granted).toBe(false)
    isBroken = false
    const answered = await visit({ cf: germany, token: priced })
    expect(answered.pricing?.granted).toBe(true)
    expect(answered.body).toContain('limen-disclosure')
  })

  test.each<[string, Partial<Visit>]>([
    ['for a no', { token: { purposes: { pricing: 'd' } } }],
    ['for who was not asked', { token: { purposes: { behavioural: 'g' } } }],
    ['without a token', {}],
    ['for a crawler', { token: priced, agent: 'Googlebot/2.1' }],
  ])('%s', async (_, visitor) => {
    const { visit } = await openShop()
    const { body, pricing } = await visit({ cf: germany, ...visitor })
    expect(pricing?.granted).toBe(false)
    expect(body).not.toContain('limen-disclosure')
  })

  test('where the operator did not turn them on, or turned the purpose off', async () => {
    for (const consent of [{ pricing: undefined }, { purposes: ['contextual' as const] }]) {
      const { visit } = await openShop(consent)
      const { body, pricing } = await visit({ cf: germany, token: priced })
      expect(pricing).toEqual({ granted: false, reason: 'policy-off' })
      expect(body).not.toContain('limen-disclosure')
    }
  })
})

test('the word of the operator alone is no disclosure', async () => {
  const pricing = { disclosed: true, largeFoodRetailer: false }
  await expect(openShop({ pricing: pricing as never })).rejects.toThrow('consent.pricing')
})

type Consent = NonNullable<ConfigInput['consent']>

interface ShopOptions {
  readonly body?: string
  readonly headers?: Record<string, string>
  readonly disclosure?: DisclosePrices
  readonly pricing?: Consent['pricing'] | undefined
  readonly purposes?: Consent['purposes']
  readonly service?: Consent['service']
}

interface Visit {
  readonly path?: string
  readonly cf: object
  readonly token?: Partial<ConsentOptions>
  readonly language?: string
  readonly agent?: string
}

/** A shop with personal prices, and who visits it. */
async function openShop(options: ShopOptions = {}) {
  const { body: content = page, headers = {}, disclosure = priceDisclosure() } = options
  const { purposes, service } = options
  const own = { disclosure, largeFoodRetailer: false }
  const pricing = 'pricing' in options ? options.pricing : own
  const config = await smallConfig({
    site: { origin: 'https://origin.example', languages: ['en', 'de'] },
    consent: {
      issuer: 'https://shop.example',
      audience: 'shop.example',
      keys: { keys: [publicJwk as { kty: string }] },
      insecureSkipRevocation: true,
      ...(pricing && { pricing }),
      ...(purposes && { purposes }),
      ...(service && { service }),
    },
  })
  const reports: unknown[] = []
  const traces: Trace[] = []
  const app = new Hono<LimenEnv>()
  app.use(async (c, next) => {
    await next()
    traces.push(c.var.limen)
  })
  app.use(
    personalize(config, {
      fetch: async () =>
        new Response(content, { headers: { 'content-type': 'text/html', ...headers } }),
      cache: null,
      now: () => now,
      report: (error) => reports.push(error),
    }),
  )

  async function visit({ path = '/product/p3', cf, token, language = 'en', agent }: Visit) {
    const request = new Request(`https://shop.example${path}`, {
      cf: cf as never,
      headers: {
        'accept-language': language,
        ...(token && { cookie: `${consentCookie}=${await mint(token)}` }),
        ...(agent && { 'user-agent': agent }),
      },
    })
    const response = await app.fetch(request, {}, createExecutionContext())
    const pricing = traces.pop()?.permission?.pricing
    return { headers: response.headers, body: await response.text(), pricing }
  }
  return { visit, reports }
}
