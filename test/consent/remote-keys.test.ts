import fc from 'fast-check'
import { expect, test } from 'vitest'
import { generateKeys, type RemoteKeysOptions, remoteKeys } from '../../src/consent/index.ts'
import { now, privateJwk, publicJwk } from './issuer.ts'

const url = 'https://consent.example/keys'
const next = await generateKeys('ES256')

interface Asked {
  readonly kid?: string
  readonly after?: number
  readonly keepAlive?: (work: Promise<unknown>) => void
}

type Answer = (request: Request) => Response | Promise<Response>

const good: Answer = () => Response.json({ keys: [publicJwk] })
const rotated: Answer = () => Response.json({ keys: [publicJwk, next.publicJwk] })
const down: Answer = () => Promise.reject(new TypeError('connection refused'))

const faults: [string, Answer][] = [
  ['is down', down],
  ['answers 500', () => Response.json({ keys: [publicJwk] }, { status: 500 })],
  ['answers 203', () => Response.json({ keys: [publicJwk] }, { status: 203 })],
  ['answers nothing', () => new Response(null, { status: 200 })],
  ['redirects', () => Response.redirect('https://evil.example/keys')],
  ['is slow', slow],
  ['starts an answer and stalls', () => new Response(new ReadableStream())],
  ['sends 50 MB', () => new Response(endless(50 * 1024 * 1024))],
  ['never stops sending', () => new Response(endless(Number.POSITIVE_INFINITY))],
  ['breaks off', () => new Response(broken())],
  ['sends a page', () => new Response('<!doctype html><title>Sign in</title>')],
  ['sends half an answer', () => new Response(JSON.stringify({ keys: [publicJwk] }).slice(0, -2))],
  ['sends null', () => Response.json(null)],
  ['sends no keys', () => Response.json({ keys: [] })],
  ['sends keys of another kind', () => Response.json({ keys: [{ kty: 'RSA', kid: 'a' }] })],
  ['sends a private key', () => Response.json({ keys: [publicJwk, next.privateJwk] })],
  ['sends a secret', () => Response.json({ keys: [publicJwk, { kty: 'oct', k: 'AAAA' }] })],
  ['sends one kid twice', () => Response.json({ keys: [publicJwk, publicJwk] })],
]

test('fetches once and remembers', async () => {
  const server = serve(good)

  expect(await server.find()).toHaveProperty('key')
  expect(await server.find({ after: 599 })).toHaveProperty('key')

  expect(server.requests).toBe(1)
})

test('asks plainly, and does not follow anybody', async () => {
  const asked: Request[] = []
  await serve((request) => {
    asked.push(request)
    return good(request)
  }).find()

  expect(asked.map(({ method, url, redirect }) => ({ method, url, redirect }))).toEqual([
    { method: 'GET', url, redirect: 'manual' },
  ])
})

test.each(faults)('has no key while the server %s, then recovers', async (_, fault) => {
  const server = serve(fault)
  expect(await server.find()).toEqual({ reason: 'consent-unreadable' })

  server.answer = good

  expect(await server.find({ after: 30 })).toHaveProperty('key')
  expect(server.reports).toHaveLength(1)
})

test.each(faults)('keeps the old keys while the server %s', async (_, fault) => {
  const server = serve(good)
  await server.find()
  server.answer = fault

  expect(await server.find({ after: 601 })).toHaveProperty('key')
  expect(server.requests).toBe(2)
})

test('keeps old keys for a day, and no longer', async () => {
  const server = serve(good)
  await server.find()
  server.answer = down

  expect(await server.find({ after: 86_400 })).toHaveProperty('key')
  expect(await server.find({ after: 86_401 })).toEqual({ reason: 'consent-unreadable' })
})

test('drops keys that the server withdraws', async () => {
  const server = serve(rotated)
  await server.find()
  server.answer = () => Response.json({ keys: [next.publicJwk] })

  expect(await server.find({ after: 601 })).toEqual({ reason: 'consent-untrusted' })
})

test('leaves out keys it cannot use', async () => {
  const rsa = { kty: 'RSA', n: 'AQAB', e: 'AQAB', kid: 'rsa' }
  const server = serve(() => Response.json({ keys: [rsa, publicJwk, { kid: 'b' }] }))
  expect(await server.find()).toHaveProperty('key')
  expect(await server.find({ kid: 'rsa' })).toEqual({ reason: 'consent-untrusted' })
})

test('learns a new kid at once when the last fetch is over', async () => {
  const server = serve(good)
  await server.find()
  server.answer = rotated

  const kid = next.privateJwk.kid
  expect(await server.find({ kid, after: 29 })).toEqual({ reason: 'consent-untrusted' })
  expect(await server.find({ kid, after: 30 })).toHaveProperty('key')
  expect(server.requests).toBe(2)
})

test('made-up kids cannot make it hammer the server', async () => {
  const server = serve(good)
  for (let after = 0; after < 60; after++) await server.find({ kid: `kid ${after}`, after })
  expect(server.requests).toBe(2)
})

test('a dead server hears twice in a cooldown, before the first success too', async () => {
  const server = serve(down)
  for (let after = 0; after < 30; after++) await server.find({ after })
  expect(server.requests).toBe(2)
})

test('no request waits for what another one fetches', async () => {
  const hanging = serve(slow, { timeoutMs: 200 })

  const found = await Promise.all([hanging.find(), hanging.find(), hanging.find()])

  expect(found).toEqual(Array(3).fill({ reason: 'consent-unreadable' }))
  expect(hanging.requests).toBe(2)
})

test('a request uses the keys at hand while another one fetches', async () => {
  const server = serve(good)
  await server.find()
  server.answer = slow

  const refreshing = server.find({ after: 601 })
  const winner = await Promise.race([
    refreshing.then(() => 'the one that fetches'),
    server.find({ after: 601 }).then(() => 'the one that does not'),
  ])

  expect(winner).toBe('the one that does not')
  expect(await refreshing).toHaveProperty('key')
})

test('no page waits for new keys while the old ones will do', async () => {
  const server = serve(good)
  const working: Promise<unknown>[] = []
  const keepAlive = (work: Promise<unknown>) => working.push(work)
  await server.find({ keepAlive })
  const answered = Promise.withResolvers<Response>()
  server.answer = () => answered.promise

  expect(await server.find({ after: 601, keepAlive })).toHaveProperty('key')
  expect(working).toHaveLength(2)
  answered.resolve(Response.json({ keys: [next.publicJwk] }))
  await Promise.all(working)

  expect(await server.find({ after: 602, keepAlive })).toEqual({ reason: 'consent-untrusted' })
})

test('a page waits for its first keys, and not for long', async () => {
  const server = serve(() => new Promise(() => undefined), { timeoutMs: 60_000, waitMs: 10 })
  const found = await server.find({ keepAlive: () => undefined })
  expect(found).toEqual({ reason: 'consent-unreadable' })
})

test('stops reading an answer that is too long', async () => {
  let sent = 0
  await serve(() => new Response(endless(50 * 1024 * 1024, (bytes) => (sent += bytes)))).find()
  expect(sent).toBeLessThan(1024 * 1024)
})

test('a clock that goes backwards does not lose the keys', async () => {
  const server = serve(good)
  await server.find({ after: 1000 })
  expect(await server.find({ after: -1000 })).toHaveProperty('key')
})

test('whatever happens in whatever order, two fetches a cooldown and never a wrong key', async () => {
  const quick = faults.filter(([name]) => name !== 'is slow' && !name.includes('stalls'))
  const answers = [good, rotated, ...quick.map(([, answer]) => answer)]
  const visit = fc.record({
    wait: fc.integer({ min: 0, max: 40 }),
    answer: fc.nat(answers.length - 1),
    kid: fc.constantFrom(privateJwk.kid, next.privateJwk.kid, 'made up'),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(visit, { maxLength: 20 }), async (visits) => {
      const server = serve(good)
      const times: number[] = []
      let after = 0
      for (const { wait, answer, kid } of visits) {
        after += wait
        server.answer = (request) => {
          times.push(after)
          return (answers[answer] ?? good)(request)
        }
        const found = await server.find({ kid, after })
        if (kid === 'made up') expect(found).not.toHaveProperty('key')
      }
      for (const time of times) {
        expect(times.filter((other) => other >= time && other < time + 30).length).toBeLessThan(3)
      }
    }),
    { numRuns: 30 },
  )
})

test.each(['http://consent.example/keys', 'ftp://consent.example/keys', 'keys', ''])(
  'refuses the address %j',
  (address) => {
    expect(() => remoteKeys(address)).toThrow('consent.keys: must be an https address')
  },
)

test('allows plain http on the own machine', () => {
  expect(() => remoteKeys('http://localhost:8787/keys')).not.toThrow()
})

function serve(answer: Answer, options: RemoteKeysOptions = {}) {
  const server = { answer, requests: 0, reports: [] as unknown[], find }
  const keys = remoteKeys(url, {
    timeoutMs: 20,
    report: (error) => server.reports.push(error),
    ...options,
    fetch: async (request) => {
      server.requests++
      return server.answer(request)
    },
  })
  return server

  async function find({ kid = privateJwk.kid, after = 0, keepAlive }: Asked = {}) {
    return keys(kid, 'ES256', new Date(now.getTime() + after * 1000), keepAlive)
  }
}

/** Waits until the caller gives up, as a network `fetch` does. */
function slow({ signal }: Request): Promise<Response> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
  })
}

function endless(bytes: number, sent?: (bytes: number) => void): ReadableStream<Uint8Array> {
  let left = bytes
  return new ReadableStream({
    pull(controller) {
      const chunk = new Uint8Array(Math.min(left, 16_384)).fill(0x20)
      left -= chunk.length
      if (chunk.length === 0) return controller.close()
      sent?.(chunk.length)
      controller.enqueue(chunk)
    },
  })
}

function broken(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: (controller) => controller.error(new Error('connection reset')),
  })
}
