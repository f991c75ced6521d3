import { headerLines } from '../lib/header-lines.ts'
import { createContents, type PageRoom } from './content.ts'
import { createDepot } from './depot.ts'
import type { Entry } from './entry.ts'
import { createFetch, type PageLimits, type Wanted } from './fetch-entry.ts'
import { isShareable, pageKey } from './key.ts'
import type { Keep } from './lifetime.ts'
import { createNotes } from './notes.ts'
import { type Page, shownPage, type UntouchedPage } from './page.ts'
import { cachedPurgeLog, type PurgeLog } from './purge-log.ts'
import type { Purge } from './purges.ts'
import { createStore, type Found } from './store.ts'
import { createTurns } from './turns.ts'

export interface LoadOptions {
  /** The shop as shoppers know it, such as `https://shop.example`. */
  readonly publicOrigin: string
  /** Asks the shop. What it answers must have been redacted. */
  readonly ask: (request: Request) => Promise<Response>
  /** The route's own word on how long its pages are kept. */
  readonly keep?: Keep | undefined
  /** Runs work on after the answer. Without it, nothing stale is served while it is renewed. */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined
}

/** The shop's pages, kept and compiled once for everybody. */
export interface Pages {
  /** The page for a redacted request, from the nearest place that has it. Fails as `ask` fails. */
  load(asked: Request, options: LoadOptions): Promise<Page>
  /** The page, when it is in memory and fresh: at once, and without asking anybody. */
  recall(key: string): Page | undefined
  /**
   * Forgets pages: in this isolate at once, elsewhere as the purge log tells, within ten seconds.
   *
   * @returns how many this isolate had in memory.
   * @throws {TypeError} when the address is not absolute.
   */
  purge(purge: Purge): Promise<number>
}

export interface PagesOptions {
  readonly limits: PageLimits
  readonly page: PageRoom
  /** What an isolate keeps in memory. Default: 16 MB. */
  readonly memoryBytes?: number
  /** How long pages outlive their freshness when the shop fails. Default: a day. */
  readonly graceSeconds?: number
  /** Gives the cache behind the memory, such as `() => caches.open('limen-pages')`. */
  readonly cache?: (() => Promise<Cache>) | undefined
  /** Where isolates tell one another of purges. Default: in that cache. */
  readonly purgeLog?: PurgeLog | undefined
  readonly now?: () => Date
  /** Told when the cache or the log fails; pages are then served without. */
  readonly onFault?: (error: unknown) => void
}

type Background = LoadOptions['waitUntil']

const restMs = 10_000

/**
 * Keeps a shop's pages. Because the request to the shop tells it nothing about anybody, its page is
 * the same for everybody: it is fetched and compiled once, and many who want it at once ask once.
 */
export function createPages({
  limits,
  page,
  memoryBytes = 16 * 2 ** 20,
  graceSeconds = 86_400,
  cache,
  purgeLog = cache && cachedPurgeLog(cache),
  now = () => new Date(),
  onFault = () => undefined,
}: PagesOptions): Pages {
  const nowMs = () => now().getTime()
  const contents = createContents(page)
  const depot = cache && createDepot({ open: cache, contents })
  const store = createStore({ memoryBytes, depot, purgeLog, nowMs, onFault })
  const fetchEntry = createFetch({ limits, graceSeconds, page, contents, now })
  const turns = createTurns(2 * limits.originMs)
  // Keys whose last answer was nobody else's: for these, nobody waits for another.
  const unshared = createNotes({ seconds: 60, most: 2000, now })

  return {
    async load(asked, { publicOrigin: site, ask, keep, waitUntil }) {
      if (keep === 'never' || !isShareable(asked)) {
        const response = await ask(asked)
        return untouched(response, page.plainReason(asked.method, response))
      }
      const { pathname, search } = new URL(asked.url)
      const key = pageKey(site, asked.url, headerLines(asked.headers))
      const wanted = { asked, key, site, address: site + pathname + search, ask, keep }
      const found = await store.find(key, site)
      return (found && atOnce(found, wanted, waitUntil)) ?? inTurn(wanted, found?.entry, waitUntil)
    },

    recall(key) {
      const atMs = nowMs()
      const entry = store.recall(key, atMs)
      return entry && shownPage(entry, 'memory', atMs)
    },

    purge: store.purge,
  }

  /** What was found, if it may be served as it is; what is stale is renewed behind it. */
  function atOnce({ entry, from }: Found, wanted: Wanted, waitUntil: Background): Page | undefined {
    const atMs = nowMs()
    const { freshUntilMs, staleUntilMs } = entry.lifetime
    const shown = () => shownPage(entry, from, atMs)
    if (atMs < Math.max(freshUntilMs, entry.restUntilMs ?? 0)) return shown()
    if (atMs >= staleUntilMs || !waitUntil) return undefined

    const end = turns.take(wanted.key)
    const renewing = end && renew(wanted, entry, waitUntil).then(discard, onFault).finally(end)
    if (renewing) waitUntil(renewing)
    return shown()
  }

  /** Asks the shop, or waits for somebody who does. */
  async function inTurn(wanted: Wanted, held: Entry | undefined, waitUntil: Background) {
    let patienceMs = limits.originMs
    while (patienceMs > 0 && !unshared.has(wanted.key)) {
      const end = turns.take(wanted.key)
      if (end) {
        const renewing = renew(wanted, held, waitUntil).finally(end)
        // Others wait for it, also when its own shopper has gone.
        waitUntil?.(renewing.catch(() => undefined))
        return renewing
      }
      patienceMs -= await turns.wait(wanted.key, patienceMs)
      const renewed = store.peek(wanted.key)
      if (renewed && renewed !== held) return shownPage(renewed, 'memory', nowMs())
    }
    return renew(wanted, held, waitUntil)
  }

  async function renew(wanted: Wanted, held: Entry | undefined, waitUntil: Background) {
    const after = waitUntil ?? ((work: Promise<unknown>) => work)
    const fetched = await fetchEntry(wanted, held).catch((error: unknown) => ({ error }))
    if ('entry' in fetched) {
      const { entry } = fetched
      const kept = store.remember(entry)
      if (kept === 'never') unshared.add(wanted.key)
      else unshared.delete(wanted.key)
      await after(store.share(entry))
      const isOurs = kept !== 'kept' && entry.content !== held?.content
      return shownPage(entry, 'origin', nowMs(), { isOurs })
    }

    const failed = 'error' in fetched || isFailure(fetched.response.status)
    if (failed && held && nowMs() < held.lifetime.errorUntilMs) {
      if ('response' in fetched) await fetched.response.body?.cancel()
      // For a while the shop is left in peace, and nobody waits for it to fail again.
      const resting = { ...held, restUntilMs: nowMs() + restMs }
      store.remember(resting)
      return shownPage(resting, 'memory', nowMs())
    }
    unshared.add(wanted.key)
    if ('error' in fetched) throw fetched.error
    if (!failed && held) await after(store.drop(wanted.key, wanted.site))
    return untouched(fetched.response, fetched.reason)
  }
}

function untouched(response: Response, reason: UntouchedPage['reason']): Page {
  return { kind: 'untouched', response, reason, from: 'origin', stale: false }
}

// RFC 5861 section 4; and a shop that sheds load is one that cannot answer.
function isFailure(status: number): boolean {
  return status >= 500 || status === 429
}

async function discard(page: Page): Promise<void> {
  if (page.kind === 'untouched') await page.response.body?.cancel()
}
