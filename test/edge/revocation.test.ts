import { randomBytes } from 'node:crypto'
import { Miniflare } from 'miniflare'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateKeys, mintConsent } from '../../src/consent/index.ts'
import {
  d1Revocations,
  listLength,
  listUri,
  memoryRevocations,
  signStatusList,
  statusOf,
} from '../../src/consent/revocation.ts'
import { createTestEdge, type TestEdge } from '../../src/testing/index.ts'

type Answer = () => Response | Promise<Response>

const issuer = 'https://shop.example'
const page = `<!doctype html><h1>shop</h1><section class="also"><p>plain also</p></section>
<section class="yours"><p>plain yours</p></section><footer>end</footer>`

const { privateJwk, publicJwk } = await generateKeys()
const other = await generateKeys()
const never = new Promise<Response>(() => undefined)
const answers = new Map<string, Answer>()
const edges: TestEdge[] = []

const listFaults: [string, (uri: string) => Answer][] = [
  ['is down', () => () => new Response('sorry', { status: 503 })],
  ['is missing', () => () => new Response('no', { status: 404 })],
  ['is slow', () => () => never],
  ['is garbage', () => () => new Response('<!doctype html>')],
  ['is huge', () => () => new Response('x'.repeat(2 ** 20))],
  ['is moved', () => () => Response.redirect('https://evil.example/')],
  ['is signed by another key', (uri) => () => sign(uri, { jwk: other.privateJwk })],
  ['has expired', (uri) => () => sign(uri, { at: -400 })],
  ['is another list', () => () => sign(listUri(issuer, 999))],
]

const keyFaults: [string, Answer][] = [
  ['is down', () => new Response('sorry', { status: 503 })],
  ['is slow', () => never],
  ['is garbage', () => new Response('<!doctype html>')],
  ['is moved', () => Response.redirect('https://evil.example/')],
  ['has other keys', () => Response.json({ keys: [other.publicJwk] })],
]

afterAll(async () => {
  for (const edge of edges) await edge.dispose()
})

/** Visits again: a page does not wait long for keys or lists, and on a busy machine they take longer. */
async function visitUntil(decided: string, edge: TestEdge, consent: string) {
  let seen = await visit(edge, consent)
  for (let tries = 0; tries < 40 && !seen.decision.includes(decided); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 250))
    seen = await visit(edge, consent)
  }
  expect(seen.decision).toContain(decided)
  return seen
}

describe('the status list', () => {
  let edge: TestEdge
  let lists = 0
  beforeAll(async () => {
    edge = await start({ CONSENT_JWKS: JSON.stringify({ keys: [publicJwk] }) })
  })

  test('says that a token is clear: the slot for those who may be known is filled', async () => {
    const { list, uri } = nextList()
    answers.set(uri, () => sign(uri))
    const clear = await token({ list, index: 7 })
    const { text } = await visitUntil('also=filled; yours=filled', edge, clear)
    expect(text).not.toContain('plain')
  })

  test('says that a token was withdrawn: that slot stays plain, the other does not', async () => {
    const { list, uri } = nextList()
    answers.set(uri, () => sign(uri, { revoked: [7] }))
    await visitUntil('yours=filled', edge, await token({ list, index: 8 }))
    expect(await visit(edge, await token({ list, index: 7 }))).toMatchObject(withdrawn)
  })

  test.each(listFaults)('%s: nobody is known, and the page is whole', async (_, faultAt) => {
    const { list, uri } = nextList()
    answers.set(uri, faultAt(uri))
    expect(await visit(edge, await token({ list, index: 7 }))).toMatchObject(unknown)
  })

  function nextList() {
    const list = lists++
    return { list, uri: listUri(issuer, list) }
  }
})

describe('the key server', () => {
  test('works: the slot for those who may be known is filled', async () => {
    const edge = await withKeys('good', () => Response.json({ keys: [publicJwk] }))
    await visitUntil('yours=filled', edge, await token({ list: 500, index: 7 }))
  })

  test.each(keyFaults)('%s: nobody is known, and the page is whole', async (name, fault) => {
    const edge = await withKeys(name, fault)
    const { text, status, decision } = await visit(edge, await token({ list: 500, index: 7 }))
    expect(status).toBe(200)
    expect(decision).toMatch(/yours=consent-(unreadable|untrusted)/)
    expect(decision).toContain('also=filled')
    expect(text).toContain('plain yours')
    expect(text.endsWith('<footer>end</footer>')).toBe(true)
  })

  function withKeys(name: string, answer: Answer): Promise<TestEdge> {
    const address = `https://keys.example/${encodeURIComponent(name)}`
    answers.set(address, answer)
    answers.set(listUri(issuer, 500), () => sign(listUri(issuer, 500)))
    return start({ CONSENT_JWKS: address })
  }
})

describe('withdrawals in D1', () => {
  let miniflare: Miniflare
  beforeAll(async () => {
    miniflare = new Miniflare({
      workers: [
        {
          config: {
            name: 'store',
            compatibilityDate: '2026-11-01',
            manifest: {
              mainModule: 'main.js',
              modulesRoot: '/',
              modules: { 'main.js': { type: 'esm', contents: 'export default {}' } },
            },
            env: { DB: { type: 'd1', id: 'limen' } },
            exports: {},
          },
          dev: { rootPath: process.cwd() },
        },
      ],
    } as ConstructorParameters<typeof Miniflare>[0])
    await miniflare.ready
  })
  afterAll(() => miniflare?.dispose())

  test('are kept as in memory', async () => {
    const db = (await miniflare.getD1Database('DB')) as unknown as D1Database
    for (const store of [memoryRevocations(), d1Revocations(db)]) {
      expect(await store.revoked(0)).toBeUndefined()
      const first = await store.allocate()
      const second = await store.allocate()
      expect([first, second]).toEqual([
        { list: 0, index: 0 },
        { list: 0, index: 1 },
      ])
      expect(await store.revoked(0)).toEqual([])

      await store.revoke(second)
      await store.revoke(second)

      expect(await store.revoked(0)).toEqual([1])
      expect(await store.revoked(1)).toBeUndefined()
    }
  })

  test('give every record an entry of its own, also to many at once', async () => {
    const db = (await miniflare.getD1Database('DB')) as unknown as D1Database
    const store = d1Revocations(db)
    const entries = await Promise.all(Array.from({ length: 20 }, () => store.allocate()))
    expect(new Set(entries.map(({ index }) => index)).size).toBe(20)
  })
})

const whole = expect.stringMatching(/plain yours[\s\S]*<footer>end<\/footer>$/)
const withdrawn = {
  status: 200,
  decision: expect.stringContaining('also=filled; yours=consent-denied'),
  text: whole,
}
const unknown = {
  status: 200,
  decision: expect.stringContaining('also=filled; yours=consent-unchecked'),
  text: whole,
}

async function start(env: Record<string, string>): Promise<TestEdge> {
  const edge = await createTestEdge({
    config: 'test/edge/support/consent-shop.config.ts',
    development: true,
    env: { ORIGIN: 'https://origin.test', LIMEN_DEVELOPMENT: 'on', ...env },
    origin: (request) => {
      const answer = answers.get(request.url)
      if (answer) return answer()
      return new Response(page, { headers: { 'content-type': 'text/html' } })
    },
  })
  edges.push(edge)
  return edge
}

async function visit(edge: TestEdge, consent: string) {
  const headers = {
    accept: 'text/html',
    'user-agent': 'Mozilla/5.0 (X11; Linux) Firefox/140.0',
    cookie: `__Host-limen-consent=${consent}`,
  }
  const response = await edge.fetch('/product/p3', { headers })
  const decision = response.headers.get('limen-decision') ?? ''
  return { status: response.status, decision, text: await response.text() }
}

function token(entry: { list: number; index: number }): Promise<string> {
  const options = {
    issuer,
    audience: 'shop.example',
    jurisdiction: 'EU-DE',
    age: 'adult' as const,
    purposes: { behavioural: 'g' as const },
    status: statusOf(issuer, entry),
  }
  return mintConsent(options, privateJwk, new Date(), randomBytes)
}

async function sign(uri: string, { revoked = [] as number[], jwk = privateJwk, at = 0 } = {}) {
  const now = new Date(Date.now() + at * 1000)
  const signed = await signStatusList({ uri, issuer, revoked, length: listLength }, jwk, now)
  return new Response(signed)
}
