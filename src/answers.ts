import { type Arrival, keepAlive } from './arrival.ts'
import { type Page, type Pages, pageKey } from './cache/index.ts'
import type { Config } from './config/index.ts'
import type { Reason } from './decision.ts'
import { RequestError } from './errors.ts'
import { fills } from './fill.ts'
import { attempt, type Soon, whenThere } from './lib/soon.ts'
import { type Offer, type OfferRequest, offers } from './offer.ts'
import { type Ask, originError } from './origin.ts'
import type { Search } from './page/index.ts'
import type { PermitTools } from './permits.ts'
import {
  findAddresses,
  type PageRoute,
  pageRequest,
  pageVariants,
  redactRequest,
  redactResponse,
} from './privacy/index.ts'
import { handBack } from './profiles.ts'
import { timed } from './trace.ts'

/** A request to the shop. */
export interface Arrived extends Arrival, Pick<OfferRequest, 'shop' | 'trace'> {
  /** Where the shop is; without one it is behind Limen, and known as shoppers know it. */
  readonly origin: URL | undefined
  /** Asks the shop. */
  readonly ask: Ask
}

/** What is known of one to a page. */
type Asked = Arrived & OfferRequest

export interface AnswerTools extends PermitTools {
  readonly search: Search
  readonly pages: Pages
}

/**
 * Builds the way of a request to the shop, from its address to the page.
 *
 * @throws ConfigError naming the route that cannot be.
 */
export function answers(config: Config, tools: AnswerTools): (arrived: Arrived) => Soon<Response> {
  const { pages, search, now } = tools
  const { languages } = config.site
  const findAddress = findAddresses(config.routes)
  const pageVariant = pageVariants(languages)
  const makeOffer = offers(config, tools)
  const { fillKept, fillArriving, withoutBody } = fills(config, search, now)
  return answer

  function answer(arrived: Arrived): Soon<Response> {
    const { request, shop, trace, origin } = arrived
    const address = findAddress(request.url, shop.catalogue)
    if (!address) throw new RequestError(404, 'ERR_ROUTE_UNKNOWN', 'There is no such page')
    const { match } = address
    if (match.route.mode === 'pass') {
      trace.plain = 'no-slots'
      const redacting = redactRequest(request, match, { origin, languages })
      return redacting.then(asker({ ...arrived, address }))
    }

    const variant = pageVariant(request.headers)
    const asked = { ...arrived, address, variant }
    const arriving = loadPage(asked)
    const offering = offerFor(asked)
    return whenThere(arriving, (page) => whenThere(offering, (offer) => fill(page, offer, asked)))
  }

  function loadPage(asked: Asked): Soon<Page> {
    const { request, trace, address, origin, variant } = asked
    const { match, publicOrigin, target } = address
    const url = (origin?.origin ?? publicOrigin) + target
    const kept = request.method === 'GET' && pages.recall(pageKey(publicOrigin, url, variant.lines))
    if (kept) return kept
    const { keep } = match.route as PageRoute
    // Whoever is behind Limen cannot be asked again once the answer is sent.
    const waitUntil = origin && ((work: Promise<unknown>) => keepAlive(asked, work))
    const redacted = pageRequest(request.method, url, variant)
    const ask = asker(asked)
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
}

/** Asks the shop, and takes from its answer what may not cross. */
function asker({ ask, trace, origin, address }: Arrived & Pick<OfferRequest, 'address'>): Ask {
  const { match, publicOrigin } = address
  return async (redacted) => {
    trace.asked = redacted
    return redactResponse(await ask(redacted), match, { origin, publicOrigin })
  }
}

function reasonOf(page: Page): Reason | undefined {
  return page.kind === 'untouched' ? page.reason : undefined
}
