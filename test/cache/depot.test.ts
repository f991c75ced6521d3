import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createContents, type PageRoom } from '../../src/cache/content.ts'
import { createDepot } from '../../src/cache/depot.ts'
import type { Entry } from '../../src/cache/entry.ts'
import { compilePage, type Slot, searchFor } from '../../src/page/index.ts'
import { freshCache, page, pageOf, site, startMs } from './shop.ts'

const key = `${site}\nhttps://origin.example/`

describe('an entry', () => {
  test('comes back as it was, compiled', async () => {
    const { depot, entry } = await deposit()
    const found = await depot.read(key, site)
    expect(found).toEqual({ ...entry, content: { ...entry.content, version: expect.anything() } })
    expect(found?.content.template?.spans).toHaveLength(1)
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

  test('is compiled for the slots of its reader', async () => {
    const { open } = await deposit()
    const { depot } = depotOver(open, [{ id: 'also', select: 'footer' }])
    const [span] = (await depot.read(key, site))?.content.template?.spans ?? []
    expect(pageOf('é').slice((span?.start ?? 0) - 1)).toBe('end</footer>')
  })

  test('is there no more when it was deleted, or is for another key', async () => {
    const { depot } = await deposit()
    expect(await depot.read(`${key}\naccept:*/*`, site)).toBeUndefined()
    await depot.delete(key, site)
    expect(await depot.read(key, site)).toBeUndefined()
  })
})

describe('a damaged entry', () => {
  const damages: [string, (about: Record<string, unknown>) => unknown][] = [
    ['without a label', () => ''],
    ['labelled in no JSON', () => '{'],
    ['labelled by a list', () => []],
    ['of another key', (label) => ({ ...label, key: 'other' })],
    ['of another length', (label) => ({ ...label, length: 3 })],
    ['without a lifetime', ({ lifetime: _, ...label }) => label],
    ['with a time that is none', (label) => ({ ...label, lifetime: { bornMs: 'x' } })],
    ['of a kind there is not', (label) => ({ ...label, kind: 'other' })],
  ]
  test.each(damages)('%s is none', async (_, damage) => {
    expect(await readDamaged(damage)).toBeUndefined()
  })
})

async function readDamaged(damage: (label: Record<string, unknown>) => unknown) {
  const { open, depot, address } = await deposit()
  const cache = await open()
  const stored = await (await cache.match(address()))?.text()
  const [line = '', ...page] = stored?.split('\n') ?? []
  const damaged = damage(JSON.parse(line))
  const label = typeof damaged === 'string' ? damaged : JSON.stringify(damaged)
  const headers = { 'cache-control': 'max-age=60' }
  await cache.put(address(), new Response([label, ...page].join('\n'), { headers }))
  return depot.read(key, site)
}

function depotOver(open: () => Promise<Cache>, slots?: readonly Slot[]) {
  const search = slots && searchFor(slots)
  const compile: PageRoom['compile'] = (bytes) =>
    search ? compilePage(bytes, search) : page.compile(bytes)
  const contents = createContents({ compile })
  let address = ''
  const noting = async () => {
    const cache = await open()
    const put: Cache['put'] = (at, response) => {
      address = String(at)
      return cache.put(at, response)
    }
    return { match: cache.match.bind(cache), delete: cache.delete.bind(cache), put } as Cache
  }
  const depot = createDepot({ open: noting, contents })
  return { open, depot, contents, address: () => address }
}

async function deposit(
  bytes: Uint8Array<ArrayBuffer> = Uint8Array.from(new TextEncoder().encode(pageOf('é'))),
  more: Record<string, string> = {},
  over = depotOver(freshCache()),
) {
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
    content: over.contents.page(bytes),
  }
  await over.depot.write(entry, startMs)
  return { entry, ...over }
}
