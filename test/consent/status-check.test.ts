import fc from 'fast-check'
import { expect, inject, test } from 'vitest'
import {
  consentCookie,
  consentFromRequest,
  type Permission,
  permit,
  type Revocation,
} from '../../src/consent/index.ts'
import {
  fetchedLists,
  listUri,
  memoryRevocations,
  type StatusEntry,
  type StatusListOptions,
  signStatusList,
  statusListApp,
  statusLists,
  statusOf,
  storedLists,
} from '../../src/consent/revocation.ts'
import { packList } from '../../src/consent/status-bits.ts'
import { forge, iat, mint, now, privateJwk, trust } from './issuer.ts'

type Answer = (request: Request) => Response | Promise<Response>

const { issuer } = trust
const uri = listUri(issuer, 0)
const numRuns = inject('wholePageRuns') ?? 100
const bomb = await packList({ bits: 1, bytes: new Uint8Array(5 * 2 ** 20) })

/** Everything a list may be but a good one. */
const faults: [string, Answer][] = [
  ['is down', () => Promise.reject(new TypeError('connection refused'))],
  ['answers 500', () => new Response('sorry', { status: 500 })],
  ['answers 404', () => new Response('no such list', { status: 404 })],
  ['answers 206', async () => new Response(await signed(), { status: 206 })],
  ['answers nothing', () => new Response(null)],
  ['redirects', () => Response.redirect('https://evil.example/status')],
  ['is slow', slow],
  ['starts an answer and stalls', () => new Response(new ReadableStream())],
  ['never stops sending', () => new Response(endless())],
  ['breaks off', () => new Response(broken())],
  ['sends a page', () => new Response('<!doctype html><title>Sign in</title>')],
  ['sends half a list', async () => new Response((await signed()).slice(0, -20))],
  ['sends a list that somebody else signed', async () => new Response(await signed({ x: 'AAAA' }))],
  ['sends a list that has expired', async () => new Response(await signed({ at: -300 }))],
  ['sends a list of tomorrow', async () => new Response(await signed({ at: 86_400 }))],
  ['sends another list', async () => new Response(await signed({ sub: listUri(issuer, 1) }))],
  ['sends a consent token', async () => new Response(await mint())],
  ['sends a list that unpacks to 5 MB', async () => new Response(await listOf(bomb))],
  ['sends a list that is not zlib', async () => new Response(await listOf({ bits: 1, lst: 'AA' }))],
]

test('hears of a withdrawal', async () => {
  const server = await serve()
  expect(await server.ask()).toBe('clear')

  await server.store.revoke(server.entry)

  expect(await server.ask({ after: 301 })).toBe('revoked')
  expect(await server.ask({ after: 301, index: server.entry.index + 1 })).toBe('clear')
})

test('hears of it within 300 seconds though it asks in the background', async () => {
  const server = await serve()
  await server.ask()
  await server.store.revoke(server.entry)
  expect(await server.ask({ after: 149 })).toBe('clear')
  expect(server.requests).toBe(1)

  expect(await server.ask({ after: 150 })).toBe('clear')
  await server.settle()

  expect(await server.ask({ after: 151 })).toBe('revoked')
  expect(server.requests).toBe(2)
})

test('asks plainly, without following anybody and without saying who came', async () => {
  const asked: Request[] = []
  const server = await serve()
  const good = server.answer
  server.answer = (request) => {
    asked.push(request)
    return good(request)
  }
  await server.ask()
  const [request] = asked
  expect(asked).toHaveLength(1)
  expect(request).toMatchObject({ method: 'GET', url: uri, redirect: 'manual' })
  expect([...(request?.headers ?? [])]).toEqual([['accept', 'application/statuslist+jwt']])
})

test.each(faults)('does not know while the service %s, then recovers', async (_, fault) => {
  const server = await serve({ waitMs: 60 })
  const good = server.answer
  server.answer = fault
  expect(await server.ask()).toBe('unknown')
  await server.settle()
  expect(server.reports).toHaveLength(1)

  server.answer = good

  expect(await server.ask({ after: 15 })).toBe('clear')
})

test.each(faults)(
  'uses the list it has while the service %s, and not for long',
  async (_, fault) => {
    const server = await serve({ waitMs: 60 })
    await server.store.revoke(server.entry)
    expect(await server.ask()).toBe('revoked')
    server.answer = fault

    expect(await server.ask({ after: 299 })).toBe('revoked')
    await server.settle()
    expect(await server.ask({ after: 300 })).toBe('unknown')
  },
)

test('a slow service holds up no page but the first, and that not for long', async () => {
  const server = await serve({ waitMs: 20, timeoutMs: 5000 })
  const good = server.answer
  const { promise: gate, resolve: open } = Promise.withResolvers<void>()
  server.answer = async (request) => {
    await gate
    return good(request)
  }

  expect(await server.ask()).toBe('unknown')
  const others = [await server.ask({ after: 1 }), await server.ask({ after: 2 })]
  expect(others).toEqual(['unknown', 'unknown'])
  expect(server.requests).toBe(2)
  open()
  await server.settle()

  expect(await server.ask({ after: 3 })).toBe('clear')
})

test('asks nobody but the issuer', async () => {
  const server = await serve()
  const elsewhere = 'https://evil.example/.limen/consent/status/0'
  expect(await server.ask({ uri: elsewhere })).toBe('unknown')
  expect(server.requests).toBe(0)
})

test('an entry beyond the list is unknown', async () => {
  const server = await serve()
  expect(await server.ask({ index: 100_000 })).toBe('unknown')
})

test('a list that nobody has is unknown', async () => {
  const server = await serve()
  expect(await server.ask({ uri: listUri(issuer, 1) })).toBe('unknown')
  expect(await server.ask({ uri: `${issuer}/.limen/consent/status/00` })).toBe('unknown')
})

test('an older list does not undo a newer one', async () => {
  const server = await serve()
  await server.store.revoke(server.entry)
  expect(await server.ask({ after: 100 })).toBe('revoked')

  server.answer = async () => new Response(await signed({ at: 50 }))
  expect(await server.ask({ after: 260 })).toBe('revoked')
  await server.settle()

  expect(await server.ask({ after: 261 })).toBe('revoked')
})

test('is told by the store itself where both are one Worker', async () => {
  const store = memoryRevocations()
  const entry = await store.allocate()
  const check = statusLists({ load: storedLists(() => store) })
  const ask = (after: number, status = statusOf(issuer, entry)) =>
    check({ status, trust, env: {}, keepAlive: () => undefined, now: at(after) })
  expect(await ask(0)).toBe('clear')
  expect(await ask(0, statusOf(issuer, { list: 7, index: 0 }))).toBe('unknown')

  await store.revoke(entry)

  expect(await ask(301)).toBe('revoked')
})

test('a list is published to be kept for half a minute, by anybody', async () => {
  const server = await serve()
  const response = await server.answer(new Request(uri))
  const names = ['content-type', 'cache-control', 'access-control-allow-origin']
  expect(names.map((name) => response.headers.get(name))).toEqual([
    'application/statuslist+jwt',
    'public, max-age=30',
    '*',
  ])
})

test.each(['1', '-1', '00', 'x', '1e9', '99999999999'])('there is no list %s', async (list) => {
  const server = await serve()
  expect((await server.answer(new Request(listUri(issuer, list)))).status).toBe(404)
})

test('every record has an entry of its own', async () => {
  const store = memoryRevocations()
  const entries: StatusEntry[] = []
  for (let i = 0; i < 3; i++) entries.push(await store.allocate())
  expect(entries).toEqual([0, 1, 2].map((index) => ({ list: 0, index })))
  expect(await store.revoked(1)).toBeUndefined()
})

test('no fault of the service gives a permission, or takes contextual away', async () => {
  const quick = faults.filter(([name]) => !/slow|stalls|never/.test(name))
  const step = fc.record({
    wait: fc.integer({ min: 0, max: 200 }),
    fault: fc.option(fc.constantFrom(...quick)),
    withdraw: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const server = await serve({ waitMs: 1000 })
      const good = server.answer
      let withdrawnAt = Infinity
      let after = 0
      for (const { wait, fault, withdraw } of steps) {
        after += wait
        server.answer = fault ? fault[1] : good
        if (withdraw && withdrawnAt === Infinity) {
          withdrawnAt = after
          await server.store.revoke(server.entry)
        }
        const revocation = await server.ask({ after })
        await server.settle()
        const permission = await permissionWith(revocation, server.entry, after)
        const best = await permissionWith('clear', server.entry, after)
        for (const purpose of granted(permission)) expect(granted(best)).toContain(purpose)
        expect(granted(permission)).toContain('contextual')
        if (after >= withdrawnAt + 300) expect(granted(permission)).not.toContain('behavioural')
      }
    }),
    { numRuns },
  )
})

async function permissionWith(revocation: Revocation, entry: StatusEntry, after: number) {
  const token = await mint({ status: statusOf(issuer, entry) })
  const request = new Request('https://shop.example/', {
    headers: { cookie: `${consentCookie}=${token}` },
  })
  const consent = await consentFromRequest(request, trust, at(after))
  const place = { country: 'DE' }
  return permit({ consent, gpc: false, now: at(after), revocation, place })
}

function granted(permission: Permission): string[] {
  return Object.entries(permission).flatMap(([purpose, decision]) =>
    decision.granted ? [purpose] : [],
  )
}

interface ServeOptions extends StatusListOptions {
  readonly timeoutMs?: number
}

/** A consent service that publishes its lists, and an edge that asks it. */
async function serve({ timeoutMs = 20, ...options }: ServeOptions = {}) {
  const store = memoryRevocations()
  const entry = await store.allocate()
  let clock = now
  const app = statusListApp({
    issuer,
    store: () => store,
    privateJwk: () => privateJwk,
    now: () => clock,
  })
  const server = {
    answer: ((request) => app.fetch(request)) as Answer,
    requests: 0,
    reports: [] as unknown[],
    store,
    entry,
    ask,
    settle: async () => void (await Promise.all(working)),
  }
  const working: Promise<unknown>[] = []
  const load = fetchedLists({
    timeoutMs,
    fetch: async (request) => {
      server.requests++
      return server.answer(request)
    },
  })
  const check = statusLists({ load, waitMs: 1000, ...options })
  return server

  function ask({ after = 0, ...status }: { after?: number; index?: number; uri?: string } = {}) {
    clock = at(after)
    return check({
      status: { ...statusOf(issuer, entry), ...status },
      trust,
      env: {},
      now: clock,
      keepAlive: (work) => working.push(work),
      report: (error) => server.reports.push(error),
    })
  }
}

function at(after: number): Date {
  return new Date(now.getTime() + after * 1000)
}

/** A list with nothing withdrawn, so that whoever believes it gives too much. */
async function signed({ at: after = 0, sub = uri, x = '' } = {}): Promise<string> {
  const options = { uri: sub, issuer, revoked: [], length: 100_000 }
  const token = await signStatusList(options, privateJwk, at(after))
  return x ? token.slice(0, -x.length) + x : token
}

function listOf(status_list: object): Promise<string> {
  const claims = { iss: issuer, sub: uri, iat, exp: iat + 300, ttl: 300, status_list }
  return forge(claims, { typ: 'statuslist+jwt' })
}

/** Waits until the caller gives up, as a network `fetch` does. */
function slow({ signal }: Request): Promise<Response> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
  })
}

function endless(): ReadableStream<Uint8Array> {
  return new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(16_384)) })
}

function broken(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: (controller) => controller.error(new Error('connection reset')),
  })
}
