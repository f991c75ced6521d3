import { letGo, sha256 } from '../lib/bytes.ts'
import type { Contents } from './content.ts'
import type { Entry } from './entry.ts'
import { packEntry, unpackEntry } from './parcel.ts'

/** Entries that all isolates of a location share, in the Cache API. */
export interface Depot {
  read(key: string, site: string): Promise<Entry | undefined>
  write(entry: Entry, atMs: number): Promise<void>
  delete(key: string, site: string): Promise<void>
}

interface DepotOptions {
  /** Gives the cache, such as `() => caches.open('limen-pages')`. */
  readonly open: () => Promise<Cache>
  readonly contents: Contents
}

const longestSeconds = 7 * 86_400

/**
 * Keeps entries in a cache of the Cache API. Variants are in the key, for that API may ignore `Vary`.
 * What it gives back is checked like anything from outside: an entry that is not whole is none.
 */
export function createDepot({ open, contents }: DepotOptions): Depot {
  // Of the shop's own host: for another, the platform would look up a name first.
  const addressOf = async (key: string, site: string) => `${site}/.limen/pages/${await sha256(key)}`
  return {
    async read(key, site) {
      const response = await (await open()).match(await addressOf(key, site))
      const found = response && unpackEntry(new Uint8Array(await response.arrayBuffer()))
      if (found?.label.key !== key) return undefined
      const { label, bytes } = found
      const { address, askedMs, lifetime, kind, reason } = label
      const headers = new Headers(label.headers)
      // Finding the slots of a page anew costs less than carrying where they are.
      const content = kind === 'asset' ? contents.asset(bytes, reason) : contents.page(bytes)
      return { key, site, address, askedMs, lifetime, headers, content }
    },

    async write(entry, atMs) {
      const seconds = Math.floor((entry.lifetime.keepUntilMs - atMs) / 1000)
      if (seconds <= 0) return
      const packed = packEntry(entry)
      const headers = { 'cache-control': `max-age=${Math.min(seconds, longestSeconds)}` }
      const parcel = new Response(packed, { headers }) // has a copy of its own
      letGo(packed)
      const address = await addressOf(entry.key, entry.site)
      await (await open()).put(address, parcel)
    },

    async delete(key, site) {
      await (await open()).delete(await addressOf(key, site))
    },
  }
}
