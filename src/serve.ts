import { getPath } from 'hono/utils/url'
import { type Arrival, keepAlive } from './arrival.ts'
import { type Page, pageKey } from './cache/index.ts'
import { type Config, fromEnv } from './config/index.ts'
import type { Random } from './consent/index.ts'
import type { Reason } from './decision.ts'
import { RequestError } from './errors.ts'
import { fills } from './fill.ts'
import { type OpenCache, openPages, platformCache } from './kept-pages.ts'
import { attempt, type Soon, whenThere } from './lib/soon.ts'
import { openNotices } from './notices.ts'
import { type Offer, type OfferRequest, offers } from './offer.ts'
import { type Ask, askOver, originError } from './origin.ts'
import { pageSearch } from './page-slots.ts'
import {
  findAddresses,
  type PageRoute,
  pageRequest,
  pageVariants,
  redactRequest,
  redactResponse,
  type Variant,
} from './privacy/index.ts'
import { toProblem } from './problem.ts'
import { handBack } from './profiles.ts'
import { rehearse } from './rehearsal.ts'
import { openShop, type Shop } from './shop.ts'
import { newTrace, type Trace, timed } from './trace.ts'
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

/** A request to the shop. */
type Arrived = Arrival & Pick<OfferRequest, 'shop' | 'trace'>

/** What is known of one, and what its page is asked for with. */
interface Asked extends OfferRequest {
  readonly origin: URL | undefined
  readonly ask: Ask
  readonly variant: Variant
}

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
  const { languages } = config.site
  const findAddress = findAddresses(config.routes)
  const pageVariant = pageVariants(languages)
  const search = pageSearch(config)
  const trust = trustOf(config, report)
  const notices = openNotices(config, { trust, now, random, report })
  const makeOffer = offers(config, { trust, notices, now, report })
  const { fillKept, fillArriving, withoutBody } = fills(config, search, now)
  const { pages, endpoints } = openPages(config, { search, notices, cache, now, report })
  const askShop = askOver(fetch, config.limits.originMs)
  let shopOrigin: URL | undefined
  const opening = openShop(config, report)
  let shop: Soon<Shop> = opening
  opening.then((opened) => {
    shop = opened
    // What fails in it fails again for a shopper, and is told then.
    return rehearse(config, { findAddress, search, shop: opened, fillKept }).catch(() => undefined)
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
      () => whenThere(shop, (shop) => answer({ ...arrival, shop, trace }, behind)),
      (error) => failed(error, arrival),
    )
    return whenThere(answering, (response) => {
      if (trace.fault) report(trace.fault)
      return { response, trace }
    })
  }

  function failed(error: unknown, { request }: Arrival): Promise<Response> {
    if (!(error instanceof RequestError)) report(error)
    return toProblem(error, request.headers.get('accept'))
  }

  function answer(arrived: Arrived, behind: Behind): Soon<Response> {
    const { request, env, shop, trace } = arrived
    const origin = originOf(env)
    const address = findAddress(request.url, shop.catalogue)
    if (!address) throw new RequestError(404, 'ERR_ROUTE_UNKNOWN', 'There is no such page')
    const { match, publicOrigin } = address

    const askOrigin: Ask = origin ? askShop : (redacted) => behind(redacted, trace)
    const ask: Ask = async (redacted) => {
      trace.asked = redacted
      return redactResponse(await askOrigin(redacted), match, { origin, publicOrigin })
    }
    if (match.route.mode === 'pass') {
      trace.plain = 'no-slots'
      return redactRequest(request, match, { origin, languages }).then(ask)
    }

    const variant = pageVariant(request.headers)
    const asked = { ...arrived, address, origin, ask, variant }
    const arriving = loadPage(asked)
    const offering = offerFor(asked)
    return whenThere(arriving, (page) => whenThere(offering, (offer) => fill(page, offer, asked)))
  }

  function loadPage(asked: Asked): Soon<Page> {
    const { request, trace, address, origin, variant, ask } = asked
    const { match, publicOrigin, target } = address
    const url = (origin?.origin ?? publicOrigin) + target
    const kept = request.method === 'GET' && pages.recall(pageKey(publicOrigin, url, variant.lines))
    if (kept) return kept
    const { keep } = match.route as PageRoute
    // Whoever is behind Limen cannot be asked again once the answer is sent.
    const waitUntil = origin && ((work: Promise<unknown>) => keepAlive(asked, work))
    const redacted = pageRequest(request.method, url, variant)
    return timed(trace, 'origin', () =>
      pages.load(redacted, { publicOrigin, ask, keep, waitUntil }).catch((error) => {
        throw originError(error)
      }),
    )
  }

  /** An offer, and nothing for what is no page: a browser says when it wants a picture. */
  function offerFor(asked: Asked): Soon<Offer> {
    if (asked.variant.isAsset) return { kind: 'plain', reason: 'not-html' }
    return attempt<Offer>(
      () => makeOffer(asked),
      (error) => {
        asked.trace.fault = error
        return { kind: 'plain', reason: 'fault' }
      },
    )
  }

  function fill(page: Page, offer: Offer, { request, trace }: Asked): Soon<Response> {
    trace.page = page.from
    const reason = offer.kind === 'plain' ? offer.reason : reasonOf(page)
    if (reason) trace.plain = reason
    return whenThere(filled(), (answer) =>
      handBack(answer, offer, { isPersonal: trace.plain === undefined }),
    )

    function filled(): Soon<Response> {
      if (page.kind === 'template') return fillKept(page, offer, trace)
      if (request.method === 'HEAD') return withoutBody(page.response, offer)
      return page.reason ? page.response : fillArriving(page.response, offer, trace)
    }
  }

  function originOf(env: unknown): URL | undefined {
    const { origin } = config.site
    // The variables of a Worker stay as they are.
    if (origin !== undefined) shopOrigin ??= new URL(fromEnv('site.origin', origin, env))
    return shopOrigin
  }
}

function reasonOf(page: Page): Reason | undefined {
  return page.kind === 'untouched' ? page.reason : undefined
}

function log(error: unknown): void {
  const code = (error as { code?: unknown } | undefined)?.code ?? 'ERR_UNEXPECTED'
  const message = error instanceof Error ? error.message : ''
  console.error(`limen: ${String(code)} ${message}`)
}
