import { Hono } from 'hono/tiny'
import { getPath } from 'hono/utils/url'
import type { Arrival } from './arrival.ts'
import { createPages, hasBearer, type Pages, purge } from './cache/index.ts'
import { type Config, fromEnv } from './config/index.ts'
import type { Notices } from './notices.ts'
import { compilePage, plainReason, readPage, type Search } from './page/index.ts'

/** Opens the cache behind an isolate's memory. */
export type OpenCache = () => Promise<Cache>

interface PageTools {
  readonly search: Search
  readonly notices: Notices | undefined
  readonly cache: OpenCache | null
  readonly now: () => Date
  readonly report: (error: unknown) => void
}

/** The platform's Cache API, for Limen's pages; in Node there is none. */
export const platformCache: OpenCache | null =
  typeof caches === 'undefined' ? null : () => caches.open('limen-pages')

/** The shop's pages, kept for everybody, and what answers beside them: `POST /.limen/purge` forgets some. */
export function openPages(config: Config, { search, notices, cache, now, report }: PageTools) {
  const { memoryBytes, graceSeconds, purgeSecret } = config.cache
  const pages: Pages = createPages({
    limits: config.limits,
    page: { compile: (bytes) => compilePage(bytes, search), plainReason, readPage },
    memoryBytes: memoryBytes * 0.75, // the rest is for what is made of them
    graceSeconds,
    cache: cache ?? undefined,
    now,
    onFault: report,
  })
  const purging = purge({
    pages,
    isAllowed: (request, env) =>
      hasBearer(request, purgeSecret && fromEnv('cache.purgeSecret', purgeSecret, env)),
  })
  const app = new Hono().route('/.limen/purge', purging)

  /** Answers Limen's own addresses; `undefined` for those it does not have. */
  async function endpoints(arrival: Arrival): Promise<Response | undefined> {
    const answered = await notices?.answer(arrival)
    if (answered || purgeSecret === undefined) return answered
    const { request, env } = arrival
    return getPath(request) === '/.limen/purge' ? app.fetch(request, env) : undefined
  }
  return { pages, endpoints }
}
