import type { Context, MiddlewareHandler } from 'hono'
import { type Config, fromEnv } from './config/index.ts'
import { RequestError } from './errors.ts'
import { fills, unfillable } from './fill.ts'
import { type Offer, offers } from './offer.ts'
import { type Ask, askOver } from './origin.ts'
import { compileRoutes, redactRequest, redactResponse } from './privacy/index.ts'
import { toProblem } from './problem.ts'
import { openShop } from './shop.ts'
import { newTrace, type Trace, timed } from './trace.ts'

/** What the middleware leaves in the context for those after it. */
export interface LimenEnv {
  Variables: { limen: Trace }
}

export interface PersonalizeTools {
  /** Asks the shop and the key server. Default: the platform's own. */
  readonly fetch?: (request: Request) => Promise<Response>
  readonly now?: () => Date
  /** Told of what went wrong, without personal data. Default: one line on the console. */
  readonly report?: (error: unknown) => void
}

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
    report = log,
  }: PersonalizeTools = {},
): MiddlewareHandler<LimenEnv> {
  const matchRoute = compileRoutes(config.routes)
  const makeOffer = offers(config, now, report)
  const fillPage = fills(config)
  const askShop = askOver(fetch, config.limits.originMs)
  const opening = openShop(config, report)
  opening.catch(report)

  return async function limen(c, next) {
    // Limen's own addresses are not the shop's, whatever the routes say.
    if (c.req.path.startsWith('/.limen/')) return next()
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
    const { raw, url } = context.req
    const origin = originOf(context.env)
    const site = { origin, languages: config.site.languages }

    const match = matchRoute(new URL(url), shop.catalogue)
    if (!match) throw new RequestError(404, 'ERR_ROUTE_UNKNOWN', 'There is no such page')
    const asked = await redactRequest(raw, match, site)
    trace.asked = asked

    const ask: Ask = origin ? askShop : (request) => askNext(context, request, next)
    const [page, offer] = await Promise.all([
      timed(trace, 'origin', () => ask(asked)),
      makeOffer({ context, match, shop, trace }).catch((error): Offer => {
        trace.fault = error
        return { kind: 'plain', reason: 'fault' }
      }),
    ])
    const origins = { origin, publicOrigin: new URL(url).origin }
    const shared = redactResponse(page, match, origins)
    const reason = offer.kind === 'plain' ? offer.reason : unfillable(raw.method, shared)
    if (reason) trace.plain = reason
    return reason || offer.kind === 'plain' ? shared : fillPage(shared, offer, trace)
  }

  function originOf(env: unknown): URL | undefined {
    const { origin } = config.site
    return origin === undefined ? undefined : new URL(fromEnv('site.origin', origin, env))
  }
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
