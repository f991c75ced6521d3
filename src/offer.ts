import type { Context } from 'hono'
import { keepAlive } from './background.ts'
import type { Catalogue } from './catalogue/index.ts'
import { type ClosedSlots, closedSlots } from './closed-slots.ts'
import type { Config } from './config/index.ts'
import { consentFromRequest, isPermitted, permit, readGpc } from './consent/index.ts'
import type { Reason } from './decision.ts'
import type { Ranking } from './model/index.ts'
import type { Address } from './privacy/index.ts'
import type { Shop } from './shop.ts'
import { type Trace, timed } from './trace.ts'
import { trustOf } from './trust.ts'
import { describeVisit, type Visit } from './visit/index.ts'

/** What may be put before a shopper, or why nothing may. */
export type Offer =
  | {
      readonly kind: 'personal'
      readonly ranking: Ranking
      readonly visit: Visit
      /** Tells what the page's own cards are. */
      readonly catalogue: Catalogue
      readonly closed: ClosedSlots
    }
  | { readonly kind: 'plain'; readonly reason: Reason }

export interface OfferRequest {
  readonly context: Context
  readonly address: Address
  readonly shop: Shop
  readonly trace: Trace
}

/** Builds the three steps between a shopper and an offer: permit, describe, rank. */
export function offers(config: Config, now: () => Date, report: (error: unknown) => void) {
  const trust = trustOf(config, report)
  const closedBy = closedSlots(config.slots)
  const revocation = config.consent?.insecureSkipRevocation ? 'insecure-unchecked' : 'unknown'

  return async function makeOffer({ context, address, shop, trace }: OfferRequest): Promise<Offer> {
    const request = context.req.raw

    const permission = await timed(trace, 'permit', async () => {
      const known = trust(context.env)
      const consent = known && (await consentFromRequest(request, known, now()))
      return permit({ consent, gpc: readGpc(request.headers), now: now(), revocation })
    })
    trace.permission = permission
    if (!isPermitted(permission, 'contextual')) return plain('consent-denied')

    const visit = describeVisit(facts(request, address, shop), (purpose) =>
      isPermitted(permission, purpose),
    )
    trace.visit = visit
    if (visit.device === 'bot') return plain('crawler')
    const { ranker } = shop
    if (!ranker) return plain('no-candidates')
    const ranking = await timed(trace, 'rank', () =>
      // Every feature is contextual yet: where it is asked for, a ranking is anybody's.
      ranker.rank(visit, { keepAlive: (work) => keepAlive(context, work), remember: true }),
    )
    trace.ranking = ranking
    return ranking.candidates.length > 0
      ? {
          kind: 'personal',
          ranking,
          visit,
          catalogue: shop.catalogue,
          closed: closedBy(permission),
        }
      : plain('no-candidates')
  }

  function facts(request: Request, { match, publicOrigin }: Address, { catalogue }: Shop) {
    const { route, params } = match
    return {
      pageType: route.page,
      product: params.get('product'),
      category: params.get('category'),
      categoryOf: (id: string) => catalogue.get(id)?.categories.at(-1),
      now: now(),
      timeZone: config.site.timeZone,
      userAgent: request.headers.get('user-agent'),
      referrer: request.headers.get('referer'),
      siteHost: publicOrigin.slice(publicOrigin.indexOf('//') + 2),
      country: request.cf?.country as string | undefined,
    }
  }
}

function plain(reason: Reason): Offer {
  return { kind: 'plain', reason }
}
