import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createContents } from '../../src/cache/content.ts'
import { createDepot } from '../../src/cache/depot.ts'
import type { Entry } from '../../src/cache/entry.ts'
import { freshCache, page, pageOf, site, slots, startMs } from './shop.ts'

const key = `${site}\nhttps://origin.example/`

describe('an entry', () => {
  test('comes back as it was, compiled', async () => {
    const { depot, entry, compiled } = await deposit()
    const found = await depot.read(key, site)
    expect(found).toEqual({ ...entry, content: { ...entry.content, version: expect.anything() } })
    expect(found?.content.template?.spans).toHaveLength(1)
    expect(compiled()).toBe(1)
  })

  test('comes back with any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), async (bytes) => {
        const { depot, entry } = await deposit(Uint8Array.from(bytes))
        expect((await depot.read(key, site))?.content.bytes).toEqual(entry.content.bytes)
      }),
      { numRuns: 30 },
    )
  })

  test('comes back with what a header of the cache could not hold', async () => {
    const { depot, entry } = await deposit(undefined, { 'x-shop': 'é "\\' })
    expect((await depot.read(key, site))?.headers.get('x-shop')).toBe(entry.headers.get('x-shop'))
  })

  test('is compiled anew when the slots are others', async () => {
    const { open, compiled } = await deposit()
    const other = depotOver(open, [{ id: 'foot', select: 'footer' }])
    const found = await other.depot.read(key, site)
    expect(found?.content.template?.spans.map(({ slot }) => slot)).toEqual(['foot'])
    expect([compiled(), other.compiled()]).toEqual([1, 1])
  })

  test('is there no more when it was deleted, or is for another key', async () => {
    const { depot } = await deposit()
    expect(await depot.read(`${key}\naccept:*/*`, site)).toBeUndefined()
    await depot.delete(key, site)
    expect(await depot.read(key, site)).toBeUndefined()
  })

  test('with more to say than a header holds is not put there', async () => {
    const { depot } = await deposit(undefined, { 'x-shop': 'x'.repeat(20_000) })
    expect(await depot.read(key, site)).toBeUndefined()
  })
})

describe('a damaged entry', () => {
  const damages: [string, (about: Record<string, unknown>) => unknown][] = [
    ['without a description', () => ''],
    ['described in no JSON', () => '{'],
    ['described by a list', () => []],
    ['of another key', (about) => ({ ...about, key: 'other' })],
    ['of another length', (about) => ({ ...about, length: 3 })],
    ['without a lifetime', ({ lifetime: _, ...about }) => about],
    ['with a time that is none', (about) => ({ ...about, lifetime: { bornMs: 'x' } })],
    ['of a kind there is not', (about) => ({ ...about, kind: 'other' })],
  ]
  test.each(damages)('%s is none', async (_, damage) => {
    expect(await readDamaged(damage)).toBeUndefined()
  })

  const span = { slot: 'also', start: 10, end: 20 }
  const spans: [string, unknown[]][] = [
    ['past the end', [{ ...span, end: 9999 }]],
    ['backwards', [{ ...span, start: 21 }]],
    ['over one another', [span, { ...span, start: 15, end: 25 }]],
    ['of a slot there is not', [{ ...span, slot: 'other' }]],
  ]
  test.each(spans)('whose spans lie %s is compiled anew', async (_, spans) => {
    const found = await readDamaged((about) => ({ ...about, spans }))
    expect(found?.content.template?.spans).toEqual((await deposit()).entry.content.template?.spans)
  })

  test('whose spans are no numbers is none', async () => {
    const half = [{ ...span, start: 1.5 }]
    expect(await readDamaged((about) => ({ ...about, spans: half }))).toBeUndefined()
  })
})

async function readDamaged(damage: (about: Record<string, unknown>) => unknown) {
  const { open, depot } = await deposit()
  const cache = await open()
  const [address] = addresses
  const stored = await cache.match(address as string)
  const about = JSON.parse(stored?.headers.get('limen-page') ?? '')
  const damaged = damage(about)
  const headers = {
    'cache-control': 'max-age=60',
    'limen-page': typeof damaged === 'string' ? damaged : JSON.stringify(damaged),
  }
  await cache.put(address as string, new Response(await stored?.arrayBuffer(), { headers }))
  return depot.read(key, site)
}

/** Where entries were put, the last first. */
const addresses: string[] = []

function depotOver(open: () => Promise<Cache>, slotsThere = slots) {
  let count = 0
  const compilePage: typeof page.compilePage = (...parameters) => {
    count++
    return page.compilePage(...parameters)
  }
  const contents = createContents({ ...page, compilePage }, slotsThere)
  const noting = async () => {
    const cache = await open()
    const put: Cache['put'] = (address, response) => {
      addresses.unshift(String(address))
      return cache.put(address, response)
    }
    return { match: cache.match.bind(cache), delete: cache.delete.bind(cache), put } as Cache
  }
  const depot = createDepot({ open: noting, slots: slotsThere, contents })
  return { open, depot, contents, compiled: () => count }
}

async function deposit(
  bytes: Uint8Array<ArrayBuffer> = Uint8Array.from(new TextEncoder().encode(pageOf('é'))),
  more: Record<string, string> = {},
) {
  const { depot, contents, ...others } = depotOver(freshCache())
  const headers = new Headers({ 'content-type': 'text/html', etag: '"1"', ...more })
  const untilMs = startMs + 60_000
  const entry: Entry = {
    ...{ key, site, address: `${site}/`, askedMs: startMs, headers },
    lifetime: {
      bornMs: startMs,
      freshUntilMs: untilMs,
      staleUntilMs: untilMs,
      errorUntilMs: untilMs,
      keepUntilMs: untilMs,
    },
    content: await contents.compiled(bytes, headers),
  }
  await depot.write(entry, startMs)
  return { depot, entry, ...others }
}
