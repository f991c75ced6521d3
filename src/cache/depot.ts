import { sha256 } from '../lib/bytes.ts'
import type { Slot } from '../page/index.ts'
import type { Content, Contents } from './content.ts'
import type { Entry } from './entry.ts'
import { type Label, madeBefore, packEntry, unpackEntry } from './parcel.ts'

/** Entries that all isolates of a location share, in the Cache API. */
export interface Depot {
  read(key: string, site: string): Promise<Entry | undefined>
  write(entry: Entry, atMs: number): Promise<void>
  delete(key: string, site: string): Promise<void>
}

interface DepotOptions {
  /** Gives the cache, such as `() => caches.open('limen-pages')`. */
  readonly open: () => Promise<Cache>
  readonly slots: readonly Slot[]
  readonly contents: Contents
}

const longestSeconds = 7 * 86_400

/**
 * Keeps entries in a cache of the Cache API. Variants are in the key, for that API may ignore `Vary`.
 * What it gives back is checked like anything from outside: an entry that is not whole is none.
 */
export function createDepot({ open, slots, contents }: DepotOptions): Depot {
  // Of the shop's own host: for another, the platform would look up a name first.
  const addressOf = async (key: string, site: string) => `${site}/.limen/pages/${await sha256(key)}`
  let digest: string | undefined
  const slotsDigest = async () => {
    digest ??= await sha256(JSON.stringify(['template-1', slots]))
    return digest
  }

  async function contentOf(label: Label, bytes: Uint8Array<ArrayBuffer>): Promise<Content> {
    const { kind, reason } = label
    if (kind === 'asset') return contents.of(bytes, { kind, reason })
    const made = label.slots === (await slotsDigest()) && madeBefore(label, bytes, slots)
    return made ? contents.of(bytes, made) : contents.compiled(bytes, new Headers(label.headers))
  }

  return {
    async read(key, site) {
      const response = await (await open()).match(await addressOf(key, site))
      const found = response && unpackEntry(new Uint8Array(await response.arrayBuffer()))
      if (found?.label.key !== key) return undefined
      const { label, bytes } = found
      const { address, askedMs, lifetime } = label
      const headers = new Headers(label.headers)
      const content = await contentOf(label, bytes)
      return { key, site, address, askedMs, lifetime, headers, content }
    },

    async write(entry, atMs) {
      const seconds = Math.floor((entry.lifetime.keepUntilMs - atMs) / 1000)
      if (seconds <= 0) return
      const packed = packEntry(entry, await slotsDigest())
      const headers = { 'cache-control': `max-age=${Math.min(seconds, longestSeconds)}` }
      const address = await addressOf(entry.key, entry.site)
      await (await open()).put(address, new Response(packed, { headers }))
    },

    async delete(key, site) {
      await (await open()).delete(await addressOf(key, site))
    },
  }
}
