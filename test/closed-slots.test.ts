import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import type { ConsentOptions } from '../src/consent/index.ts'
import { type LimenEnv, personalize } from '../src/personalize.ts'
import { mint, now, publicJwk, trust } from './consent/issuer.ts'
import { smallConfig } from './fixtures/small-shop.ts'

const page = '<h1>shop</h1><section class=also>-</section><section class=counted>+</section>'

describe('a slot with a purpose', () => {
  test('changes only for those who permit it, and says why not', async () => {
    const { visit } = await shop()
    const yes = await visit({ measurement: 'g' })
    expect(yes.body).toMatch(/What others took/)
    expect(yes.slots).toEqual({ also: 'filled', counted: 'filled' })

    const no = await visit({ measurement: 'd' })
    expect(no.body).toContain('<section class=counted>+</section>')
    expect(no.slots).toEqual({ also: 'filled', counted: 'consent-denied' })
  })

  test('is not opened for one shopper by a page that was kept filled for another', async () => {
    const { visit, asked } = await shop()
    for (const choice of ['d', 'g', 'u', 'g', 'd'] as const) {
      const { body } = await visit({ measurement: choice })
      expect(body.includes('What others took'), choice).toBe(choice === 'g')
    }
    expect((await visit()).slots).toEqual({ also: 'filled', counted: 'consent-absent' })
    expect(asked()).toBe(1)
  })

  test('leaves its products to the slots that are open', async () => {
    const { visit } = await shop()
    const links = ({ body }: { body: string }) => body.match(/\/product\/\w+/g)
    expect(links(await visit({ measurement: 'd' }))?.slice(0, 3)).toEqual([
      '/product/p4',
      '/product/p5',
      '/product/p6',
    ])
  })

  test('is the reason why a page with no other slot stays plain', async () => {
    const { visit } = await shop('<section class=counted>+</section>')
    const { body, plain } = await visit({ measurement: 'd' })
    expect(body).toBe('<section class=counted>+</section>')
    expect(plain).toBe('consent-denied')
  })

  test('says why also in a page that goes out as it arrives', async () => {
    const { visit } = await shop(page, { isSlow: true })
    const { body, slots } = await visit({ measurement: 'd' })
    expect(body).toContain('<section class=counted>+</section>')
    expect(slots).toEqual({ also: 'filled', counted: 'consent-denied' })
  })
})

/** A shop whose slot `counted` is for those who let it be measured. */
async function shop(html = page, { isSlow = false } = {}) {
  const config = await smallConfig({
    consent: {
      issuer: trust.issuer,
      audience: trust.audience,
      keys: { keys: [{ ...publicJwk, kty: 'EC' }] },
    },
    slots: {
      counted: {
        purpose: 'measurement',
        select: 'section.counted',
        heading: 'What others took',
        limit: 2,
      },
      also: { select: 'section.also', heading: 'You may also like', limit: 3 },
    },
  })
  let asked = 0
  const fetch = async () => {
    asked++
    const cacheControl = isSlow ? 'no-store' : 'max-age=600'
    return new Response(isSlow ? trickle(html) : html, {
      headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': cacheControl },
    })
  }
  const app = new Hono<LimenEnv>()
  let trace: LimenEnv['Variables']['limen'] | undefined
  app.use(async (c, next) => {
    await next()
    trace = c.var.limen
  })
  app.use(personalize(config, { fetch, cache: null, now: () => now }))

  async function visit(purposes?: ConsentOptions['purposes']) {
    const token = purposes && (await mint({ purposes }))
    const headers: Record<string, string> = token ? { cookie: `__Host-limen-consent=${token}` } : {}
    const context = createExecutionContext()
    const request = new Request('https://shop.example/product/p3', { headers })
    const body = await (await app.fetch(request, {}, context)).text()
    await waitOnExecutionContext(context)
    return { body, slots: Object.fromEntries(trace?.slots ?? []), plain: trace?.plain }
  }
  return { visit, asked: () => asked }
}

function trickle(html: string): ReadableStream {
  const bytes = new TextEncoder().encode(html)
  return new ReadableStream({
    async start(controller) {
      for (let at = 0; at < bytes.length; at += 20) {
        controller.enqueue(bytes.subarray(at, at + 20))
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
      controller.close()
    },
  })
}
