import * as v from 'valibot'
import { reasons } from '../decision.ts'
import { sha256 } from '../lib/bytes.ts'
import type { Slot } from '../page/index.ts'
import type { Content, Contents, Made } from './content.ts'
import type { Entry } from './entry.ts'

/** Entries that all isolates of a location share, in the Cache API. */
export interface Depot {
  read(key: string, site: string): Promise<Entry | undefined>
  write(entry: Entry, atMs: number): Promise<void>
  delete(key: string, site: string): Promise<void>
}

const field = 'limen-page'
const longestSeconds = 7 * 86_400
const longestField = 16_384

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const described = v.object({
  key: v.string(),
  kind: v.picklist(['page', 'asset']),
  address: v.pipe(v.string(), v.url()),
  askedMs: v.number(),
  lifetime: v.object({
    bornMs: v.number(),
    freshUntilMs: v.number(),
    staleUntilMs: v.number(),
    errorUntilMs: v.number(),
    keepUntilMs: v.number(),
  }),
  headers: v.array(v.tuple([v.string(), v.string()])),
  length: count,
  reason: v.exactOptional(v.picklist(reasons)),
  slots: v.string(),
  spans: v.exactOptional(v.array(v.object({ slot: v.string(), start: count, end: count }))),
  plain: v.exactOptional(v.array(v.tuple([v.string(), v.picklist(reasons)]))),
})

type Description = v.InferOutput<typeof described>

interface DepotOptions {
  /** Gives the cache, such as `() => caches.open('limen-pages')`. */
  readonly open: () => Promise<Cache>
  readonly slots: readonly Slot[]
  readonly contents: Contents
}

/**
 * Keeps entries in a cache of the Cache API: the shop's bytes as they are, and in one header all
 * that is known of them. Variants are in the key, for that API may ignore `Vary`. What it gives back
 * is checked like anything from outside; an entry that is not whole is none.
 */
export function createDepot({ open, slots, contents }: DepotOptions): Depot {
  // Of the shop's own host: for another, the platform would look up a name first.
  const addressOf = async (key: string, site: string) => `${site}/.limen/pages/${await sha256(key)}`
  let digest: string | undefined
  const slotsDigest = async () => {
    digest ??= await sha256(JSON.stringify(['template-1', slots]))
    return digest
  }

  async function contentOf(about: Description, bytes: Uint8Array<ArrayBuffer>): Promise<Content> {
    const { kind, reason } = about
    if (kind === 'asset') return contents.of(bytes, { kind, reason })
    const made = about.slots === (await slotsDigest()) && madeBefore(about, bytes, slots)
    return made ? contents.of(bytes, made) : contents.compiled(bytes, new Headers(about.headers))
  }

  return {
    async read(key, site) {
      const response = await (await open()).match(await addressOf(key, site))
      const about = describe(response?.headers.get(field))
      if (!response || about?.key !== key) {
        await response?.body?.cancel()
        return undefined
      }
      const bytes = new Uint8Array(await response.arrayBuffer())
      if (bytes.length !== about.length) return undefined
      const { address, askedMs, lifetime } = about
      const headers = new Headers(about.headers)
      const content = await contentOf(about, bytes)
      return { key, site, address, askedMs, lifetime, headers, content }
    },

    async write(entry, atMs) {
      const { key, site, address, askedMs, lifetime, headers, content } = entry
      const { bytes, kind, template, reason } = content
      const seconds = Math.min(Math.floor((lifetime.keepUntilMs - atMs) / 1000), longestSeconds)
      const about: Description = {
        ...{ key, kind, address, askedMs, lifetime, headers: [...headers], length: bytes.length },
        slots: await slotsDigest(),
        ...(reason && { reason }),
        ...(template && { spans: [...template.spans], plain: [...template.plain] }),
      }
      const text = asciiJson(about)
      if (seconds <= 0 || text.length > longestField) return
      const response = new Response(bytes, {
        headers: { 'cache-control': `max-age=${seconds}`, [field]: text },
      })
      await (await open()).put(await addressOf(key, site), response)
    },

    async delete(key, site) {
      await (await open()).delete(await addressOf(key, site))
    },
  }
}

function describe(text: string | null | undefined): Description | undefined {
  try {
    const parsed = v.safeParse(described, JSON.parse(text ?? ''))
    return parsed.success ? parsed.output : undefined
  } catch {
    return undefined
  }
}

/** What was made of a page before, if every span lies in it and after the one before. */
function madeBefore(
  { kind, reason, spans, plain }: Description,
  original: Uint8Array<ArrayBuffer>,
  slots: readonly Slot[],
): Made | undefined {
  if (!spans || !plain) return reason && { kind, reason }
  let from = 0
  for (const { slot, start, end } of spans) {
    if (start < from || end < start || !slots.some(({ id }) => id === slot)) return undefined
    from = end
  }
  return from <= original.length
    ? { kind, template: { original, spans, plain: new Map(plain) } }
    : undefined
}

// A header holds ASCII for certain, and what else it holds differs.
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
