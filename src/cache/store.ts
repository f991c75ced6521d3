import { Recent } from '../lib/recent.ts'
import type { Depot } from './depot.ts'
import { type Entry, holds, weightOf } from './entry.ts'
import { createMemory } from './memory.ts'
import type { PurgeLog } from './purge-log.ts'
import { createPurges, type Purge } from './purges.ts'

/** An entry, and which of the two places it was in. */
export interface Found {
  readonly entry: Entry
  readonly from: 'memory' | 'cache'
}

/** The kept entries: an isolate's memory, and behind it what its location shares. */
export interface Store {
  /** A fresh entry in memory. */
  recall(key: string, atMs: number): Entry | undefined
  /** Whatever is in memory. */
  peek(key: string): Entry | undefined
  /** The best entry there is, which may be too old to serve. */
  find(key: string, site: string): Promise<Found | undefined>
  /**
   * Keeps an entry in memory alone; `never` when it is too large, or purged by now. A full memory waits
   * until it is asked for twice: who reads all pages in a row, as a crawler, pushes none out.
   */
  remember(entry: Entry): 'kept' | 'not-yet' | 'never'
  /** Keeps an entry for the whole location. What it keeps is a copy, made at once. */
  share(entry: Entry): Promise<void>
  drop(key: string, site: string): Promise<void>
  /** Forgets what a purge is meant for, and gives how many entries memory had of it. */
  purge(purge: Purge): Promise<number>
}

interface StoreOptions {
  readonly memoryBytes: number
  readonly depot: Depot | undefined
  readonly purgeLog: PurgeLog | undefined
  readonly nowMs: () => number
  readonly onFault: (error: unknown) => void
}

const mostMissed = 1000

export function createStore(options: StoreOptions): Store {
  const { memoryBytes, depot, purgeLog, nowMs, onFault } = options
  const memory = createMemory<Entry>(memoryBytes)
  const purges = createPurges({ log: purgeLog, onPurge: forget, onFault })
  const missed = new Recent<string, number>(mostMissed)
  let forgotten = 0

  function forget(isCovered: (address: string) => boolean): void {
    for (const [key, { address }] of memory.entries()) {
      if (isCovered(address) && memory.delete(key)) forgotten++
    }
  }

  function remember(entry: Entry) {
    if (purges.isPurged(entry)) return 'never'
    const { key } = entry
    const bytes = weightOf(entry)
    const isFull = memory.bytes + bytes > memoryBytes
    if (isFull && missed.get(key) === 1 && !memory.get(key)) return 'not-yet'
    return memory.set(key, entry, bytes) ? 'kept' : 'never'
  }

  async function fromDepot(key: string, site: string): Promise<Entry | undefined> {
    try {
      const entry = await depot?.read(key, site)
      return entry && !purges.isPurged(entry) ? entry : undefined
    } catch (error) {
      onFault(error)
      return undefined
    }
  }

  return {
    remember,
    peek: memory.get,

    recall(key, atMs) {
      const entry = memory.get(key)
      if (!entry) missed.set(key, (missed.get(key) ?? 0) + 1)
      const isFresh = entry !== undefined && atMs < entry.lifetime.freshUntilMs
      return isFresh && !purges.isDue(entry.site, atMs) ? entry : undefined
    },

    async find(key, site) {
      await purges.refresh(site, nowMs())
      const near = memory.get(key)
      if (near && nowMs() < servableUntilMs(near)) return { entry: near, from: 'memory' }

      const stored = await fromDepot(key, site)
      const held = memory.get(key) // another request may have been quicker
      if (!stored || (held && stored.askedMs <= held.askedMs)) {
        return held && { entry: held, from: 'memory' }
      }
      const { content, headers } = stored
      const isHeld = held && holds(held, content.bytes, headers.get('content-type'))
      const entry = isHeld ? { ...stored, content: held.content } : stored
      remember(entry)
      return { entry, from: 'cache' }
    },

    async share(entry) {
      await depot?.write(entry, nowMs()).catch(onFault)
    },

    async drop(key, site) {
      memory.delete(key)
      await depot?.delete(key, site).catch(onFault)
    },

    async purge(purge) {
      const before = forgotten
      const noted = purges.add(purge, nowMs()) // forgets at once, and tells others meanwhile
      const count = forgotten - before
      await noted
      return count
    },
  }
}

/** Until when an entry may be served without waiting for the shop. */
export function servableUntilMs({ lifetime, restUntilMs = 0 }: Entry): number {
  return Math.max(lifetime.freshUntilMs, lifetime.staleUntilMs, restUntilMs)
}
