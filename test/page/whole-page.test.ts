import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import fc from 'fast-check'
import { Hono } from 'hono'
import { describe, expect, inject, test } from 'vitest'
import { type LimenEnv, personalize } from '../../src/personalize.ts'
import type { Trace } from '../../src/trace.ts'
import { smallConfig } from '../fixtures/small-shop.ts'
import { type Arriving, arriving, htmlTypes, slots, streamOf } from './arbitrary.ts'
import { cardsFor, findCards } from './filled.ts'
import { fillArriving } from './streaming.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** How many pages to try; a nightly configuration can `provide` more than the usual. */
    wholePageRuns: number
  }
}

const numRuns = inject('wholePageRuns') ?? 300
const pageBytes = 2048

// Two types that are passed on untouched, beside those that are filled.
const types = [...htmlTypes, 'text/html; charset=utf-16', 'text/plain']

interface Answer {
  readonly status: number
  /** Absent if the answer broke off. */
  readonly bytes: Uint8Array | undefined
  /** The slots that are said to be filled. */
  readonly filled: readonly string[]
}

type Slots = typeof slots extends fc.Arbitrary<infer T> ? T : never

describe('whatever the page, the slots and the stream', () => {
  test('through the middleware, the shopper gets the filled page, the original, or a clear error', async () => {
    await tryAll(fc.constantFrom(...types), async (arriving, slots, type) => {
      const answer = await visit(arriving, slots, type)
      if (arriving.failsAt === undefined) return judgePage(arriving, answer)
      // What was on its way to the shopper when the shop failed breaks off where the shop did.
      return answer.bytes ? judgeError(answer) : judgeBreak(answer)
    })
  })

  test('filled while it arrives, a page is whole, or breaks off where the shop does', async () => {
    await tryAll(fc.constantFrom(...htmlTypes), async (arriving, slots) => {
      const answer = await stream(arriving, slots)
      return arriving.failsAt === undefined ? judgePage(arriving, answer) : judgeBreak(answer)
    })
  })
})

/** Tries many pages, and shows that there were enough of each outcome. */
async function tryAll(
  types: fc.Arbitrary<string>,
  judge: (arriving: Arriving, slots: Slots, type: string) => Promise<string>,
) {
  const outcomes = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(arriving, slots, types, async (...args) => {
      const outcome = await judge(...args)
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    }),
    { numRuns },
  )
  const { filled = 0, original = 0, ...failures } = Object.fromEntries(outcomes)
  const failed = Object.values(failures).reduce((sum, count) => sum + count, 0)
  console.log(`${numRuns} pages: ${JSON.stringify(Object.fromEntries(outcomes))}`)
  for (const count of [filled, original, failed]) expect(count).toBeGreaterThan(numRuns / 30)
}

function judgePage({ bytes: original }: Arriving, { status, bytes, filled }: Answer): string {
  expect(status).toBe(200)
  if (bytes === undefined) throw new Error('the answer broke off')
  const cards = findCards(original, bytes)?.map(({ slot }) => slot)
  expect(cards?.toSorted()).toEqual(filled.toSorted())
  return filled.length > 0 ? 'filled' : 'original'
}

function judgeError({ status, bytes }: Answer): string {
  expect(status).toBe(502)
  expect(JSON.parse(new TextDecoder().decode(bytes))).toEqual({
    type: 'about:blank',
    status: 502,
    title: 'The shop cannot be reached',
    code: 'ERR_ORIGIN_UNREACHABLE',
  })
  return 'clear error'
}

function judgeBreak({ bytes }: Answer): string {
  expect(bytes).toBeUndefined()
  return 'broken off'
}

async function visit(arriving: Arriving, slots: Slots, type: string): Promise<Answer> {
  const config = await smallConfig({
    slots: Object.fromEntries(
      slots.map(({ id, select, limit }) => [id, { select, limit, heading: 'Shelf' }]),
    ),
    limits: { pageBytes, rankingMs: 1000 },
  })
  const fetch = async () => new Response(streamOf(arriving), { headers: { 'content-type': type } })
  const app = new Hono<LimenEnv>()
  let trace: Trace | undefined
  app.use(async (c, next) => {
    await next()
    trace = c.var.limen
  })
  app.use(personalize(config, { fetch, cache: null, report: () => undefined }))

  const context = createExecutionContext()
  const request = new Request('https://shop.example/product/p3')
  const response = await app.fetch(request, {}, context)
  const bytes = await read(response)
  await waitOnExecutionContext(context)
  // A page that went out as it came knows its slots only now.
  const filled = [...(trace?.slots ?? [])].filter(([, is]) => is === 'filled').map(([slot]) => slot)
  return { status: response.status, bytes, filled }
}

async function stream(arriving: Arriving, slots: Slots): Promise<Answer> {
  const filled: string[] = []
  const body = fillArriving(streamOf(arriving), {
    slots,
    fill(slot) {
      if (slots.find(({ id }) => id === slot)?.limit === 1) return undefined
      filled.push(slot)
      return cardsFor(slot)
    },
  })
  return { status: 200, bytes: await read(new Response(body)), filled }
}

function read(response: Response): Promise<Uint8Array | undefined> {
  return response.arrayBuffer().then(
    (buffer) => new Uint8Array(buffer),
    () => undefined,
  )
}
