import { Agent } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestEdge, type TestEdge } from '../../src/testing/index.ts'
import { canary } from './support/canaries.ts'
import { type Seeded, seeded } from './support/seeded.ts'
import {
  type Answer,
  type Received,
  sendRaw,
  startOrigin,
  type WireOrigin,
  type WireResponse,
} from './support/wire.ts'

const shoppers = 64
const requestsEach = 313 // 20,032 in all

const devices = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Mobile/15E148',
  'Mozilla/5.0 (iPad; CPU OS 19_0 like Mac OS X)',
]
const countries = ['GB', 'DE', 'FR', 'US']
const pages = [
  ...['/', '/category/even', '/category/odd'],
  ...Array.from({ length: 24 }, (_, i) => `/product/p${i}`),
]
const style = 'body { color: #333 }'

interface Shopper {
  readonly canaries: readonly string[]
  readonly session: string
  readonly token: string
  /** The token says no to contextual too: with it, pages are plain. */
  readonly refuses: boolean
  readonly random: Seeded
}

interface Visit {
  readonly path: string
  readonly userAgent: string
  readonly country: string
}

let origin: WireOrigin
let edge: TestEdge
let reference: ReadonlyMap<string, string>
let crowd: readonly Shopper[]
let faults = 0
let areFaulty = false
const agent = new Agent({ keepAlive: true, maxSockets: shoppers })

beforeAll(async () => {
  origin = await startOrigin(shop())
  const options = { config: 'test/edge/support/crowd-shop.config.ts', origin: origin.url }
  const alone = await createTestEdge(options)
  reference = await visitOneByOne(alone.url)
  await alone.dispose()

  areFaulty = true
  edge = await createTestEdge(options)
  crowd = await Promise.all(Array.from({ length: shoppers }, (_, i) => newShopper(i)))
}, 60_000)

afterAll(async () => {
  agent.destroy()
  await edge?.dispose()
  origin?.close()
})

test('one by one, every visit has a page of its own', () => {
  expect(reference.size).toBe(devices.length * countries.length * pages.length)
  expect(new Set(reference.values()).size).toBe(reference.size)
})

describe(`of ${shoppers} shoppers with ${requestsEach} requests each, all at once`, () => {
  const outcomes = new Map<string, number>()
  const wrong: string[] = []

  beforeAll(async () => {
    const start = performance.now()
    await Promise.all(crowd.map((shopper) => goShopping(shopper)))
    const seconds = (performance.now() - start) / 1000
    const rate = Math.round((shoppers * requestsEach) / seconds)
    console.log(`${JSON.stringify(Object.fromEntries(outcomes))} ${rate} requests/s`)
  }, 300_000)

  test('each gets the whole page of their own product, device and country, and no word of another', () => {
    expect(wrong).toEqual([])
  })

  test('a clear error comes for each fault of the shop, and for nothing else', () => {
    expect(faults).toBeGreaterThan(50)
    const { error = 0, 'broken off': brokenOff = 0 } = Object.fromEntries(outcomes)
    expect(error + brokenOff).toBe(faults)
  })

  test('there was something of everything', () => {
    const total = [...outcomes.values()].reduce((sum, count) => sum + count, 0)
    expect(total).toBe(shoppers * requestsEach)
    for (const outcome of ['personal', 'plain', 'pass', 'style']) {
      expect(outcomes.get(outcome), outcome).toBeGreaterThan(200)
    }
  })

  async function goShopping(shopper: Shopper) {
    for (let i = 0; i < requestsEach; i++) {
      const { outcome, isRight, response } = await request(shopper)
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      const strangers = canariesIn(response).filter((found) => !shopper.canaries.includes(found))
      if (!isRight) wrong.push(`${outcome}: ${response.status} ${response.body}`)
      if (strangers.length > 0) wrong.push(`${outcome}: another's ${strangers}`)
    }
  }
})

/** One request of a shopper, and whether the answer is the one that the shopper should get. */
async function request(shopper: Shopper) {
  const { random } = shopper
  const kind = random.integer(10)
  if (kind === 0) {
    const response = await ask(shopper, { ...newVisit(random), path: '/cart/show' })
    return { outcome: 'pass', response, isRight: String(response.body) === cart(shopper.session) }
  }
  if (kind === 1) {
    const response = await ask(shopper, { ...newVisit(random), path: '/style.css' })
    return { outcome: 'style', response, isRight: String(response.body) === style }
  }
  const visit = newVisit(random)
  const hasToken = random.chance(0.1)
  const isPlain = hasToken && shopper.refuses
  const response = await ask(shopper, visit, hasToken ? shopper.token : undefined).catch(brokenOff)
  if (response.status === 0) return { outcome: 'broken off', response, isRight: true }
  if (response.status !== 200) return { outcome: 'error', response, isRight: isClear(response) }

  const expected = isPlain ? plainPage(visit.path) : reference.get(keyOf(visit))
  return {
    outcome: isPlain ? 'plain' : 'personal',
    response,
    isRight: String(response.body) === expected,
  }
}

/** What is on its way when the shop breaks off breaks off as well; that it did is counted. */
function brokenOff(error: Error): WireResponse {
  if (error.message !== 'aborted') throw error
  return { status: 0, headers: {}, body: Buffer.alloc(0) }
}

function isClear({ status, body }: WireResponse): boolean {
  const text = String(body)
  return (status === 502 || status === 504) && text.endsWith('</html>') && !text.includes('shop of')
}

function ask({ canaries, session }: Shopper, visit: Visit, token?: string) {
  const [query, fragment, ...others] = canaries
  const cookies = [`session=${session}`, ...others.map((value, i) => `c${i}=${value}`)]
  if (token) cookies.push(`__Host-limen-consent=${token}`)
  return sendRaw(
    edge.url,
    {
      method: 'GET',
      target: `http://shop.example${visit.path}?utm_id=${query}#${fragment}`,
      headers: [
        ...headersOf(visit),
        ...['cookie', cookies.join('; '), 'referer', `https://shop.example/?q=${others[0]}`],
        ...['x-forwarded-for', others[1] ?? '', 'authorization', `Bearer ${others[2]}`],
      ],
    },
    agent,
  )
}

async function visitOneByOne(url: URL): Promise<ReadonlyMap<string, string>> {
  const bodies = new Map<string, string>()
  for (const userAgent of devices) {
    for (const country of countries) {
      for (const path of pages) {
        const visit = { userAgent, country, path }
        const sent = { method: 'GET', target: path, headers: headersOf(visit) }
        const { body } = await sendRaw(url, sent, agent)
        bodies.set(keyOf(visit), String(body))
      }
    }
  }
  return bodies
}

function headersOf({ userAgent, country }: Visit): string[] {
  // `mf-cf-blob` is what the platform knows of a request, as miniflare is told.
  const platform = JSON.stringify({ country })
  return ['host', 'shop.example', 'accept', 'text/html', 'user-agent', userAgent].concat([
    'mf-cf-blob',
    platform,
  ])
}

function keyOf({ path, userAgent, country }: Visit): string {
  return [path, userAgent, country].join(' ')
}

function newVisit(random: Seeded): Visit {
  return {
    path: random.pick(pages),
    userAgent: random.pick(devices),
    country: random.pick(countries),
  }
}

async function newShopper(index: number): Promise<Shopper> {
  const refuses = index % 2 === 0
  const token = await edge.token({
    purposes: { contextual: refuses ? 'd' : 'g', behavioural: 'g' },
  })
  const canaries = Array.from({ length: 8 }, (_, i) => canary(index * 8 + i))
  return { canaries, session: canaries[7] as string, token, refuses, random: seeded(index) }
}

function canariesIn({ headers, body }: WireResponse): string[] {
  return (JSON.stringify(headers) + body).match(/cnry[a-z0-9]{4}/g) ?? []
}

function plainPage(path: string): string {
  const filling = '<p>Made of oak, é and patience.</p>'.repeat(60)
  return `<!doctype html><title>shop of ${path}</title><section class="also"><p>plain</p></section>
${filling}<aside class="more">plain</aside><footer>end of ${path}</footer>`
}

function cart(session: string): string {
  return `<!doctype html><title>cart of ${session}</title><footer>end</footer>`
}

/** The shop. Every 75th page that is not to be kept, it fails in one of three ways. */
function shop() {
  let asked = 0
  const broken: readonly ((page: string) => Answer | Promise<Answer>)[] = [
    () => new Promise(() => undefined),
    // A plain page has no limit but the shop's own, so the shop does not hang for ever.
    (page) => ({ ...half(page), resetAfterMs: 6000 }),
    (page) => ({ ...half(page), resetAfterMs: 5 }),
  ]
  const headers = { 'cache-control': 'no-store' }
  return ({ target, headers: sent }: Received): Answer | Promise<Answer> => {
    if (target === '/style.css') return { headers: { 'content-type': 'text/css' }, body: style }
    if (target.startsWith('/cart/')) {
      const cookie = sent[sent.findIndex((name) => name.toLowerCase() === 'cookie') + 1] ?? ''
      return { body: cart(cookie.replace('session=', '')) }
    }
    const page = plainPage(target)
    // Half of the pages may be kept for everybody; then none of them may be anybody's.
    if (isShared(target)) return { headers: { 'cache-control': 'public, max-age=60' }, body: page }
    if (!areFaulty || ++asked % 75 > 0) return { headers, body: page }
    return broken[faults++ % broken.length]?.(page) as Answer
  }
}

function isShared(path: string): boolean {
  return /[13579]$/.test(path)
}

function half(page: string): Answer {
  const length = String(Buffer.byteLength(page))
  return {
    headers: { 'content-length': length, 'cache-control': 'no-store' },
    body: page.slice(0, page.length / 2),
  }
}
