import type { Context, Next } from 'hono'
import { keepAlive } from './background.ts'
import { type Page, pageKey } from './cache/index.ts'
import { type Config, fromEnv } from './config/index.ts'
import type { Random } from './consent/index.ts'
import type { Reason } from './decision.ts'
import { RequestError } from './errors.ts'
import { fills } from './fill.ts'
import { type OpenCache, openPages, platformCache } from './kept-pages.ts'
import { attempt, type Soon } from './lib/soon.ts'
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

/** What the middleware leaves in the context for those after it. */
export interface LimenEnv {
  Variables: { limen: Trace }
}

/** A Hono middleware. Its answer is in the context. */
export type Limen = (c: Context<LimenEnv>, next: Next) => Promise<void>

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
): Limen {
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
  let shop: Shop | undefined
  opening.then((opened) => {
    shop = opened
    // What fails in it fails again for a shopper, and is told then.
    return rehearse(config, { findAddress, search, shop: opened, fillKept }).catch(() => undefined)
  }, report)

  return async function limen(c, next) {
    // Limen's own addresses are not the shop's, whatever the routes say.
    const [, folder] = ownPath.exec(c.req.path) ?? []
    const own = folder ? await endpoints(c) : undefined
    if (own) {
      c.res = own
      return
    }
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
    shop ??= await opening
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

    const variant = pageVariant(raw.headers)
    const asked = { request: raw, context, address, shop, trace, language: variant.language }
    const arriving = loadPage()
    const offering = offerFor(asked, variant)
    const page = await arriving
    const offer = await offering
    trace.page = page.from
    const reason = offer.kind === 'plain' ? offer.reason : reasonOf(page)
    if (reason) trace.plain = reason
    return handBack(await fillPage(), offer, { isPersonal: trace.plain === undefined })

    function fillPage(): Soon<Response> {
      if (page.kind === 'template') return fillKept(page, offer, trace)
      if (raw.method === 'HEAD') return withoutBody(page.response, offer)
      return page.reason ? page.response : fillArriving(page.response, offer, trace)
    }

    function loadPage(): Soon<Page> {
      const url = (origin?.origin ?? publicOrigin) + target
      const kept = raw.method === 'GET' && pages.recall(pageKey(publicOrigin, url, variant.rows))
      if (kept) return kept
      const { keep } = match.route as PageRoute
      // The handlers after the middleware cannot be asked again once the answer is sent.
      const waitUntil = origin && ((work: Promise<unknown>) => keepAlive(context, work))
      const asked = pageRequest(raw.method, url, variant)
      return timed(trace, 'origin', () =>
        pages.load(asked, { publicOrigin, ask, keep, waitUntil }).catch((error) => {
          throw originError(error)
        }),
      )
    }
  }

  /** An offer, and nothing for what is no page: a browser says when it wants a picture. */
  function offerFor(request: OfferRequest, { isAsset }: Variant): Soon<Offer> {
    if (isAsset) return { kind: 'plain', reason: 'not-html' }
    return attempt<Offer>(
      () => makeOffer(request),
      (error) => {
        request.trace.fault = error
        return { kind: 'plain', reason: 'fault' }
      },
    )
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
