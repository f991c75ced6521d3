import type { Context, MiddlewareHandler } from 'hono'
import { keepAlive } from './background.ts'
import { type Page, pageKey } from './cache/index.ts'
import { type Config, fromEnv } from './config/index.ts'
import type { Random } from './consent/index.ts'
import type { Reason } from './decision.ts'
import { RequestError } from './errors.ts'
import { fills } from './fill.ts'
import { type OpenCache, openPages, platformCache } from './kept-pages.ts'
import { openNotices } from './notices.ts'
import { type Offer, type OfferRequest, offers } from './offer.ts'
import { type Ask, askOver, originError } from './origin.ts'
import { pageSearch } from './page-slots.ts'
import {
  asksForAsset,
  findAddresses,
  type PageRoute,
  pageRequest,
  pageVariant,
  redactRequest,
  redactResponse,
  type Variant,
} from './privacy/index.ts'
import { toProblem } from './problem.ts'
import { handBack } from './profiles.ts'
import { openShop } from './shop.ts'
import { newTrace, type Trace, timed } from './trace.ts'
import { trustOf } from './trust.ts'

/** What the middleware leaves in the context for those after it. */
export interface LimenEnv {
  Variables: { limen: Trace }
}

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

const ownPath = /^\/\.(limen|well-known)\//

/**
 * Makes the pages of a shop personal. With `site.origin` it asks the shop itself; without, the
 * handlers after it are the shop, and see only the redacted request.
 *
 * @throws ConfigError naming the route that cannot be.
 * @example app.use(personalize(config))
 */
export function personalize(
  config: Config,
  {
    fetch = (request) => globalThis.fetch(request),
    now = () => new Date(),
    random = (length) => crypto.getRandomValues(new Uint8Array(length)),
    cache = platformCache,
    report = log,
  }: PersonalizeTools = {},
): MiddlewareHandler<LimenEnv> {
  const { languages } = config.site
  const findAddress = findAddresses(config.routes)
  const search = pageSearch(config)
  const trust = trustOf(config, report)
  const notices = openNotices(config, { trust, now, random, report })
  const makeOffer = offers(config, { trust, notices, now, report })
  const { fillKept, fillArriving, withoutBody } = fills(config, search, now)
  const { pages, endpoints } = openPages(config, { search, notices, cache, now, report })
  const askShop = askOver(fetch, config.limits.originMs)
  let shopOrigin: URL | undefined
  const opening = openShop(config, report)
  opening.catch(report)

  return async function limen(c, next) {
    // Limen's own addresses are not the shop's, whatever the routes say.
    const [, folder] = ownPath.exec(c.req.path) ?? []
    const own = folder && (await endpoints(c))
    if (own) return own
    if (folder === 'limen') return next()
    const trace = newTrace()
    c.set('limen', trace)
    const answered = await answer(c, trace, next).catch((error) => {
      if (!(error instanceof RequestError)) report(error)
      return toProblem(error, c.req.raw.headers.get('accept'))
    })
    // Hono would copy the headers of the answer before onto this one: the shop's cookies, for one.
    c.res = undefined
    c.res = answered
    if (trace.fault) report(trace.fault)
  }

  async function answer(context: Context<LimenEnv>, trace: Trace, next: () => Promise<void>) {
    const shop = await opening
    const { raw } = context.req
    const origin = originOf(context.env)

    const address = findAddress(raw.url, shop.catalogue)
    if (!address) throw new RequestError(404, 'ERR_ROUTE_UNKNOWN', 'There is no such page')
    const { match, publicOrigin, target } = address

    const askOrigin: Ask = origin ? askShop : (request) => askNext(context, request, next)
    const ask: Ask = async (request) => {
      trace.asked = request
      return redactResponse(await askOrigin(request), match, { origin, publicOrigin })
    }
    if (match.route.mode === 'pass') {
      trace.plain = 'no-slots'
      return ask(await redactRequest(raw, match, { origin, languages }))
    }

    const variant = pageVariant(raw.headers, languages)
    const [page, offer] = await Promise.all([
      timed(trace, 'origin', () => loadPage()),
      offerFor({ context, address, shop, trace, language: languageOf(variant) }, variant),
    ])
    trace.page = page.from
    const reason = offer.kind === 'plain' ? offer.reason : reasonOf(page)
    if (reason) trace.plain = reason
    const answered = await fillPage()
    return handBack(answered, offer, { isPersonal: trace.plain === undefined })

    async function fillPage(): Promise<Response> {
      if (page.kind === 'template') return fillKept(page, offer, trace)
      if (raw.method === 'HEAD') return withoutBody(page.response, offer)
      return page.reason ? page.response : fillArriving(page.response, offer, trace)
    }

    async function loadPage(): Promise<Page> {
      const url = (origin?.origin ?? publicOrigin) + target
      const kept = raw.method === 'GET' && pages.recall(pageKey(publicOrigin, url, variant))
      if (kept) return kept
      const { keep } = match.route as PageRoute
      // The handlers after the middleware cannot be asked again once the answer is sent.
      const waitUntil = origin && ((work: Promise<unknown>) => keepAlive(context, work))
      const asked = pageRequest(raw.method, url, variant)
      return pages.load(asked, { publicOrigin, ask, keep, waitUntil }).catch((error) => {
        throw originError(error)
      })
    }
  }

  /** An offer, and nothing for what is no page: a browser says when it wants a picture. */
  async function offerFor(request: OfferRequest, variant: Variant): Promise<Offer> {
    if (asksForAsset(variant)) return { kind: 'plain', reason: 'not-html' }
    try {
      return await makeOffer(request)
    } catch (error) {
      request.trace.fault = error
      return { kind: 'plain', reason: 'fault' }
    }
  }

  function originOf(env: unknown): URL | undefined {
    const { origin } = config.site
    // The variables of a Worker stay as they are.
    if (origin !== undefined) shopOrigin ??= new URL(fromEnv('site.origin', origin, env))
    return shopOrigin
  }
}

function languageOf(variant: Variant): string {
  return variant.find(([name]) => name === 'accept-language')?.[1] ?? ''
}

function reasonOf(page: Page): Reason | undefined {
  return page.kind === 'untouched' ? page.reason : undefined
}

/** The handlers after the middleware, as the shop. They get the redacted request and nothing else. */
async function askNext(context: Context, request: Request, next: () => Promise<void>) {
  context.req.raw = request
  await next()
  return context.res
}

function log(error: unknown): void {
  const code = (error as { code?: unknown } | undefined)?.code ?? 'ERR_UNEXPECTED'
  const message = error instanceof Error ? error.message : ''
  console.error(`limen: ${String(code)} ${message}`)
}
