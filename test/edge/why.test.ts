import { readFile } from 'node:fs/promises'
import { Agent } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ConsentOptions, generateKeys, mintConsent } from '../../src/consent/index.ts'
import { createTestEdge, type TestEdge } from '../../src/testing/index.ts'
import { sendRaw } from './support/wire.ts'

const page = `<!doctype html><title>shop</title><main><section class="told"><p>plain</p></section>
<section class="silent"><p>plain</p></section></main>`
const looked = ['22423', '85123A', '47566'] as const
const titles = await titlesOf(looked)
const { privateJwk, publicJwk } = await generateKeys()
const agent = new Agent({ keepAlive: true })

afterAll(() => agent.destroy())

describe.each(['compact', 'onnx'])('asked why it is shown, a product ranked by %s', (engine) => {
  const asked: string[] = []
  let edge: TestEdge

  beforeAll(async () => {
    edge = await createTestEdge({
      config: `test/edge/support/why-${engine}.config.ts`,
      env: { CONSENT_JWKS: JSON.stringify({ keys: [publicJwk] }) },
      origin: ({ url, headers }) => {
        asked.push(`${url} ${JSON.stringify([...headers])}`)
        return new Response(page, { headers: { 'content-type': 'text/html; charset=utf-8' } })
      },
    })
    // The engine starts behind the first answers.
    for (let i = 0; i < 200 && (await visit('/')).reasons.length === 0; i++) {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  })
  afterAll(() => edge?.dispose())

  test('goes with what the page is about, for somebody of whom nothing is known', async () => {
    const { reasons, text } = await visit('/product/22423')
    expect(reasons).toHaveLength(4)
    for (const { title, why } of reasons) {
      expect(text).toContain(`<span class="limen-title">${title}</span>`)
      expect(why).toMatch(/^Shown because it /)
    }
    expect(reasons.map(({ why }) => why)).toContain(
      'Shown because it goes with the product on this page.',
    )
    expect(text).toContain('Nothing about you was used or stored.')
    expect(text).not.toMatch(/you looked at|in your cart/)
  })

  test('is told of in the slot that asks for it, in no other', async () => {
    const { text } = await visit('/product/22423')
    const [, silent = ''] = text.split('<section class="silent">')
    expect(silent).toContain('<details class="limen-why">')
    expect(silent).not.toContain('<dl>')
  })

  test('goes with what was looked at, for somebody who agreed', async () => {
    const { reasons, text, cacheControl } = await visitAfterLooking('g')
    const named = reasons.filter(({ why }) => titles.some((title) => why.includes(title)))
    expect(named.length).toBeGreaterThan(0)
    for (const { why } of named) expect(why).toMatch(/^Shown because you looked at /)
    expect(text).toContain('They go with what you looked at in this shop.')
    expect(cacheControl).toBe('private, no-store')
  })

  test('never goes with what was looked at, for somebody who said no since', async () => {
    const { reasons, text } = await visitAfterLooking('d')
    expect(reasons).toHaveLength(4)
    for (const title of titles) expect(text).not.toContain(`you looked at ${title}`)
    expect(text).not.toContain('you looked at')
  })

  test('is not shown, nor is a reason, where nothing is permitted', async () => {
    const { text } = await visit('/', await consent({ contextual: 'd', behavioural: 'd' }))
    expect(text).toBe(page)
  })

  test('has the same reasons for everybody who is not known, whoever came before', async () => {
    const before = await visit('/')
    await visitAfterLooking('g')
    const after = await visit('/')
    expect(after.text).toBe(before.text)
    expect(after.text).not.toContain('you looked at')
  })

  test('is explained without an address of its own, and the shop is told nothing', async () => {
    const { text } = await visitAfterLooking('g')
    for (const [, href = ''] of text.matchAll(/(?:href|src)="([^"]*)"/g)) {
      expect(href).toMatch(/^\/(product|images)\/\w+(\.svg)?$/)
    }
    expect(text).not.toContain('<script')
    for (const request of asked) expect(request).not.toMatch(/why|Shown|looked|limen-profile/)
  })

  /** The home page, for somebody who agreed, looked at three products, and now says this. */
  async function visitAfterLooking(behavioural: 'g' | 'd') {
    const agreed = await consent({ contextual: 'g', behavioural: 'g' })
    let profile = ''
    for (const id of looked) {
      const { setCookie } = await visit(`/product/${id}`, `${agreed}; ${profile}`)
      profile = setCookie || profile
    }
    expect(profile).toContain('limen-profile')
    return visit('/', `${await consent({ contextual: 'g', behavioural })}; ${profile}`)
  }

  /** The cookie of a choice, always the same person's. */
  async function consent(purposes: ConsentOptions['purposes']): Promise<string> {
    const options: ConsentOptions = {
      ...{ issuer: 'https://shop.example', audience: 'shop.example', jurisdiction: 'EU-DE' },
      ...{ purposes, age: 'adult' },
    }
    const same = (length: number) => new Uint8Array(length).fill(7)
    return `__Host-limen-consent=${await mintConsent(options, privateJwk, new Date(), same)}`
  }

  async function visit(target: string, cookie = 'a=b') {
    const headers = [
      ...['host', 'shop.example', 'accept', 'text/html', 'cookie', cookie],
      ...['user-agent', 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0'],
      ...['sec-fetch-mode', 'navigate', 'sec-fetch-dest', 'document'],
    ]
    const response = await sendRaw(edge.url, { method: 'GET', target, headers }, agent)
    const text = String(response.body)
    const [told = ''] = text.split('<section class="silent">')
    const reasons = [...told.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/g)].map(
      ([, title = '', why = '']) => ({ title, why }),
    )
    const [setCookie = ''] = (response.headers['set-cookie'] ?? []).map((one) => one.split(';')[0])
    return { text, reasons, setCookie, cacheControl: response.headers['cache-control'] }
  }
})

/** As a page has them, escaped. */
async function titlesOf(ids: readonly string[]): Promise<string[]> {
  const feed = await readFile('examples/storefront/data/catalogue.tsv', 'utf8')
  const rows = new Map(feed.split('\n').map((row) => [row.split('\t')[0], row.split('\t')[1]]))
  return ids.map((id) => (rows.get(id) ?? '').replaceAll("'", '&#39;'))
}
