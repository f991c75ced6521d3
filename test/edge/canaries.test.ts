import { Agent } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestEdge, type TestEdge } from '../../src/testing/index.ts'
import { canary, canarySearch, encodings } from './support/canaries.ts'
import { seeded } from './support/seeded.ts'
import {
  type CanaryRequest,
  canariesEach,
  type ShopPath,
  shopperRequest,
} from './support/shopper.ts'
import { type Received, sendRaw, startOrigin, type WireOrigin } from './support/wire.ts'

const shoppers = 100
const requestsEach = 20

const paths: readonly ShopPath[] = [
  { path: '/', mode: 'page' },
  { path: '/category/home', mode: 'page' },
  { path: '/product/22423', mode: 'page' },
  { path: '/search', mode: 'page' },
  { path: '/images/22423.svg', mode: 'page' },
  { path: '/cart/add', mode: 'pass', cookies: ['cart'], fields: ['id', 'quantity'] },
  {
    path: '/checkout',
    mode: 'pass',
    cookies: ['cart', 'session'],
    fields: ['name', 'email', 'address'],
  },
  { path: '/account/login', mode: 'pass', cookies: ['session'], fields: ['email'] },
]

const canariesOf = (shopper: number) =>
  Array.from({ length: canariesEach }, (_, i) => canary(shopper * canariesEach + i))
const findCanaries = canarySearch(
  Array.from({ length: shoppers }, (_, shopper) => canariesOf(shopper)).flat(),
)

let origin: WireOrigin
let edge: TestEdge
let received: Received[] = []
const agent = new Agent({ keepAlive: true })

beforeAll(async () => {
  origin = await startOrigin((request) => {
    received.push(request)
    return {
      headers: { 'cache-control': 'no-store' }, // every request is to reach the shop
      body: '<!doctype html><section data-limen="also-like"><p>plain</p></section>',
    }
  })
  edge = await createTestEdge({ config: 'limen.config.ts', origin: origin.url })
})

afterAll(async () => {
  agent.destroy()
  await edge?.dispose()
  origin?.close()
})

describe('the search', () => {
  const [planted = ''] = canariesOf(7)

  test.each([...encodings])('finds a canary in %s, in every part of a request', (_, encode) => {
    const value = encode(planted)
    const plain: Received = { method: 'GET', target: '/', headers: [], body: Buffer.alloc(0) }
    const requests: Received[] = [
      { ...plain, target: `/a/${value}/b` },
      { ...plain, target: `/?a=${value}&b` },
      { ...plain, headers: ['x-a', `a${'='}${value}; b`] },
      { ...plain, headers: ['cookie', `a=1; b=${value}`] },
      { ...plain, body: Buffer.from(JSON.stringify({ a: { b: value } })) },
      { ...plain, body: Buffer.from(`a=${encodeURIComponent(value)}&b=1`) },
      { ...plain, body: Buffer.from(`--x\r\nname="${value}"\r\n\r\n`) },
    ]
    for (const request of requests) expect(findIn(request)).toEqual([planted])
  })

  test('finds every canary of a request that goes to the shop without Limen', async () => {
    const random = seeded(1)
    for (let shopper = 0; shopper < 25; shopper++) {
      const request = shopperRequest(canariesOf(shopper), paths, random)
      const [arrived] = await send(origin.url, request)
      expect(findIn(arrived as Received)).toHaveLength(request.planted)
    }
  })
})

describe(`of ${shoppers * requestsEach} requests full of canaries`, () => {
  const crossed = { page: [] as Crossing[], pass: [] as Crossing[] }

  beforeAll(async () => {
    const random = seeded(2026)
    for (let i = 0; i < shoppers * requestsEach; i++) {
      const to = random.pick(paths)
      const request = shopperRequest(canariesOf(i % shoppers), [to], random)
      for (const arrived of await send(edge.url, request)) {
        crossed[to.mode].push({ request, found: findIn(arrived) })
      }
    }
    console.log(
      `${shoppers * requestsEach} requests, ${canariesEach * shoppers} canaries; ` +
        `the shop got ${crossed.page.length} of pages and ${crossed.pass.length} of pass routes`,
    )
  }, 300_000)

  test('most reach the shop, by each method', () => {
    expect(crossed.page.length).toBeGreaterThan(500)
    expect(crossed.pass.length).toBeGreaterThan(100)
    const methods = new Set(crossed.page.map(({ request }) => request.method))
    expect([...methods].sort()).toEqual(['GET', 'HEAD', 'OPTIONS'])
  })

  test('no canary crosses on a page route', () => {
    expect(crossed.page.filter(({ found }) => found.length > 0)).toEqual([])
  })

  test('exactly what is declared crosses on a pass route', () => {
    for (const { request, found } of crossed.pass) expect(found).toEqual(request.declared)
  })
})

interface Crossing {
  readonly request: CanaryRequest
  readonly found: readonly string[]
}

/** Sends one request and gives those that arrived at the shop because of it. */
async function send(to: URL, request: CanaryRequest): Promise<readonly Received[]> {
  received = []
  await sendRaw(to, request, agent)
  return received
}

function findIn({ method, target, headers, body }: Received): string[] {
  return findCanaries([method, target, ...headers, body.toString('latin1')].join('\n'))
}
