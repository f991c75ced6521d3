import { getPath } from 'hono/utils/url'
import { type Arrived, answers } from './answers.ts'
import type { Arrival } from './arrival.ts'
import { type Config, fromEnv } from './config/index.ts'
import type { Random } from './consent/index.ts'
import { RequestError } from './errors.ts'
import { type OpenCache, openPages, platformCache } from './kept-pages.ts'
import { attempt, type Soon, whenThere } from './lib/soon.ts'
import { openNotices } from './notices.ts'
import { type Ask, askOver } from './origin.ts'
import { pageSearch } from './page-slots.ts'
import { toProblem } from './problem.ts'
import { rehearse } from './rehearsal.ts'
import { openShop, type Shop } from './shop.ts'
import { newTrace, type Trace } from './trace.ts'
import { trustOf } from './trust.ts'

export interface PersonalizeTools {
  /** Asks the shop and the key server. Default: the platform's own. */
  readonly fetch?: (request: Request) => Promise<Response>
  readonly now?: () => Date
  /** As many random bytes as it is asked for. Default: the platform's. */
  readonly random?: Random
  /** The cache behind an isolate's memory of pages; `null`: none. Default: the platform's. */
  readonly cache?: OpenCache | null
  /** Told of what went wrong, without personal data. Default: one line on the console. */
  readonly report?: (error: unknown) => void
}

/** A request answered, and what was done with it if it was for a page of the shop. */
export interface Served {
  readonly response: Response
  readonly trace?: Trace
}

/** Whoever is there behind Limen: the shop where it has no address, else for what Limen has not. */
export type Behind = (request: Request, trace?: Trace) => Promise<Response>

/** Answers a request: at once, where nothing has to be waited for. Never throws. */
export type Serve = (arrival: Arrival, behind: Behind) => Soon<Served>

// A dot that begins a name, however it is written.
const isUnusual = /\/\.|%/

const ownPath = /^\/\.(limen|well-known)\//

/**
 * Builds the way of a request. With `site.origin` it asks the shop itself; without, whoever is behind
 * it is the shop, and sees only the redacted request.
 *
 * @throws ConfigError naming the route that cannot be.
 */
export function serves(
  config: Config,
  {
    fetch = (request) => globalThis.fetch(request),
    now = () => new Date(),
    random = (length) => crypto.getRandomValues(new Uint8Array(length)),
    cache = platformCache,
    report = log,
  }: PersonalizeTools = {},
): Serve {
  const search = pageSearch(config)
  const trust = trustOf(config, report)
  const notices = openNotices(config, { trust, now, random, report })
  const { pages, endpoints } = openPages(config, { search, notices, cache, now, report })
  const answer = answers(config, { search, pages, trust, notices, now, report })
  const askShop = askOver(fetch, config.limits.originMs)
  let shopOrigin: URL | undefined
  const opening = openShop(config, report)
  let shop: Soon<Shop> = opening
  opening.then((opened) => {
    shop = opened
    // What fails in it fails again for a shopper, and is told then.
    return rehearse(config, opened).catch(() => undefined)
  }, report)

  return function serve(arrival, behind) {
    // Limen's own addresses are not the shop's, whatever the routes say.
    const { request } = arrival
    const [, folder] = (isUnusual.test(request.url) && ownPath.exec(getPath(request))) || []
    return folder ? serveOwn(arrival, behind, folder) : servePage(arrival, behind)
  }

  async function serveOwn(arrival: Arrival, behind: Behind, folder: string): Promise<Served> {
    const own = await endpoints(arrival).catch((error) => failed(error, arrival))
    if (own) return { response: own }
    if (folder !== 'limen') return servePage(arrival, behind)
    return { response: await behind(arrival.request) }
  }

  function servePage(arrival: Arrival, behind: Behind): Soon<Served> {
    const trace = newTrace()
    const answering = attempt(
      () => whenThere(shop, (shop) => answer(arrived(shop))),
      (error) => failed(error, arrival),
    )
    return whenThere(answering, (response) => {
      if (trace.fault) report(trace.fault)
      return { response, trace }
    })

    function arrived(shop: Shop): Arrived {
      const origin = originOf(arrival.env)
      const ask: Ask = origin ? askShop : (redacted) => behind(redacted, trace)
      return { ...arrival, shop, trace, origin, ask }
    }
  }

  function failed(error: unknown, { request }: Arrival): Promise<Response> {
    if (!(error instanceof RequestError)) report(error)
    return toProblem(error, request.headers.get('accept'))
  }

  function originOf(env: unknown): URL | undefined {
    const { origin } = config.site
    // The variables of a Worker stay as they are.
    if (origin !== undefined) shopOrigin ??= new URL(fromEnv('site.origin', origin, env))
    return shopOrigin
  }
}

function log(error: unknown): void {
  const code = (error as { code?: unknown } | undefined)?.code ?? 'ERR_UNEXPECTED'
  const message = error instanceof Error ? error.message : ''
  console.error(`limen: ${String(code)} ${message}`)
}
