import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { Agent, createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newProfileKey } from '../../src/profile/index.ts'
import { createTestEdge, type TestEdge } from '../../src/testing/index.ts'
import {
  choose,
  expectedOf,
  headersFor,
  listed,
  newShoppers,
  newVisit,
  type Seen,
  type Shopper,
  see,
  takeAlong,
  type Visit,
} from './support/permission-shoppers.ts'
import { seeded } from './support/seeded.ts'
import { sendRaw } from './support/wire.ts'

const secret = newProfileKey(randomBytes)
const agent = new Agent({ keepAlive: true, maxSockets: 32 })
const asked: string[] = []
let revalidated = 0
let shop: Server
let shopUrl: URL

beforeAll(async () => {
  shop = createServer(async (request, response) => {
    const { url = '', rawHeaders, headers } = request
    asked.push(rawHeaders.join('\n'))
    const way =
      url.split('/').length === 3 && !url.startsWith('/category') ? url.split('/')[1] : 'kept'
    const [head, ...rest] = piecesOf(url, way !== 'bare')
    const keep = { kept: 'public, max-age=60', bare: 'public, max-age=60', checked: 'no-cache' }
    const etag = `"${url}"`
    const isKnown = way === 'checked' && headers['if-none-match'] === etag
    response.writeHead(isKnown ? 304 : 200, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': new Map(Object.entries(keep)).get(way ?? '') ?? 'no-store',
      ...(way === 'checked' && { etag }),
    })
    if (isKnown) {
      revalidated++
      response.end()
      return
    }
    response.write(head)
    for (const piece of rest) {
      if (way === 'slow') await setTimeout(6)
      response.write(piece)
    }
    response.end()
  })
  shop.listen(0, '127.0.0.1')
  await once(shop, 'listening')
  shopUrl = new URL(`http://127.0.0.1:${(shop.address() as AddressInfo).port}`)
})

afterAll(() => {
  agent.destroy()
  shop.closeAllConnections()
  shop.close()
})

describe('shoppers of different permissions at one edge', () => {
  let edge: TestEdge
  let shoppers: readonly Shopper[]
  const visits = 30

  beforeAll(async () => {
    edge = await openEdge('permissions-shop')
    shoppers = await newShoppers(edge, secret, seeded)
  })
  afterAll(() => edge?.dispose())

  test('one after the other, each sees what follows from their own permission and history', async () => {
    const wrong: string[] = []
    for (let round = 0; round < visits / 3; round++) {
      for (const shopper of shoppers) wrong.push(...(await goOn(edge, shopper, round)))
    }
    expect(wrong).toEqual([])
  })

  test('and all at once too', async () => {
    const found = await Promise.all(
      shoppers.map(async (shopper) => {
        const wrong: string[] = []
        for (let i = 0; i < visits; i++) wrong.push(...(await goOn(edge, shopper, i)))
        return wrong
      }),
    )
    expect(found.flat()).toEqual([])
  })

  test('there was something of everything', () => {
    expect(revalidated).toBeGreaterThan(10)
    const grown = shoppers.filter(({ own }) => own && own.viewed.length > 4)
    expect(grown.length).toBeGreaterThanOrEqual(8)
    for (const { behavioural, cookie } of shoppers) {
      if (behavioural !== 'g') expect(cookie).toBeUndefined()
    }
  })

  test('the shop is never told of a profile', () => {
    expect(asked.length).toBeGreaterThan(100)
    for (const headers of asked) expect(headers.toLowerCase()).not.toMatch(/limen-profile|cookie/)
  })
})

describe('a leak is found', () => {
  test('when an engine answers somebody with what it ranked for another', async () => {
    const edge = await openEdge('permissions-leak')
    const shoppers = await newShoppers(edge, secret, seeded)
    const wrong: string[] = []
    for (let round = 0; round < 6; round++) {
      for (const shopper of shoppers) wrong.push(...(await goOn(edge, shopper, round)))
    }
    await edge.dispose()
    expect(wrong.length).toBeGreaterThan(0)
  })

  test.each<[string, (anna: Seen, bert: Seen) => Seen]>([
    ['cards', (anna, bert) => ({ ...anna, links: bert.links })],
    ['one card', (anna, bert) => ({ ...anna, links: anna.links.with(0, bert.links[0] as string) })],
    ['reason', (anna, bert) => ({ ...anna, why: bert.why })],
    ['cookie', (anna, bert) => ({ ...anna, setCookie: bert.setCookie })],
  ])('when somebody is given the %s of another', async (_, mix) => {
    const edge = await openEdge('permissions-shop')
    const shoppers = await newShoppers(edge, secret, seeded)
    const [nobody, anna] = [shoppers[0] as Shopper, shoppers[3] as Shopper]
    const visit = {
      path: '/kept/p1',
      way: 'kept',
      pageType: 'product',
      product: 'p1',
      inAdvance: false,
    }
    const own = await visitAs(edge, nobody, visit)
    const annas = await visitAs(edge, anna, visit)
    expect(differences(own.seen, own.expected)).toEqual([])
    expect(differences(annas.seen, annas.expected)).toEqual([])
    expect(differences(mix(annas.seen, own.seen), annas.expected)).toHaveLength(1)
    expect(differences(mix(own.seen, annas.seen), own.expected)).toHaveLength(1)
    await edge.dispose()
  })
})

/** One more visit of a shopper, and what in its answer is not as it must be. */
async function goOn(edge: TestEdge, shopper: Shopper, round: number): Promise<string[]> {
  if (shopper.name === 'changes their mind' && round % 5 === 4) {
    await choose(shopper, shopper.behavioural === 'g' ? 'w' : 'g', edge)
  }
  const visit = newVisit(shopper.random)
  const { seen, expected } = await visitAs(edge, shopper, visit)
  return differences(seen, expected).map((text) => `${shopper.name}, ${visit.path}: ${text}`)
}

async function visitAs(edge: TestEdge, shopper: Shopper, visit: Visit) {
  const expected = expectedOf(shopper, visit)
  const request = { method: 'GET', target: visit.path, headers: headersFor(shopper, visit) }
  const response = await sendRaw(edge.url, request, agent)
  const seen = await see(response, secret)
  takeAlong(shopper, response, visit)
  return { seen, expected }
}

function differences(seen: Seen, expected: Seen): string[] {
  const names = Object.keys(expected) as (keyof Seen)[]
  return names
    .filter((name) => JSON.stringify(seen[name]) !== JSON.stringify(expected[name]))
    .map((name) => `${name} ${String(seen[name])} instead of ${String(expected[name])}`)
}

function openEdge(config: string): Promise<TestEdge> {
  return createTestEdge({
    config: `test/edge/support/${config}.config.ts`,
    origin: shopUrl,
    env: { PROFILE_KEYS: secret },
  })
}

/** A page in pieces, with three slots. */
function piecesOf(url: string, hasSlots: boolean): readonly string[] {
  if (!hasSlots) return [`<!doctype html><title>${url}</title><p>nothing to fill</p>`]
  const cards = listed.map((id) => `<li><a href="/kept/${id}">${id}</a></li>`)
  return [
    `<!doctype html><title>${url}</title>${'<p>Made of oak.</p>'.repeat(40)}`,
    '<section class="also"><p>plain</p></section><aside class="more">plain</aside>',
    `<ul class="grid">${cards.join('')}</ul>`,
    '<footer>end</footer>',
  ]
}
