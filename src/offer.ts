import { type Arrival, keepAlive } from './arrival.ts'
import type { Catalogue } from './catalogue/index.ts'
import { type ClosedSlots, closedSlots } from './closed-slots.ts'
import type { Config } from './config/index.ts'
import { isPermitted } from './consent/index.ts'
import type { Reason } from './decision.ts'
import { Recent } from './lib/recent.ts'
import { attempt, type Soon, whenThere } from './lib/soon.ts'
import type { Ranking } from './model/index.ts'
import type { Extras } from './notices.ts'
import { type PermitTools, type Permitted, permits } from './permits.ts'
import type { Address, Variant } from './privacy/index.ts'
import type { OpenedProfile } from './profile/index.ts'
import { profilesOf } from './profiles.ts'
import type { Shop } from './shop.ts'
import { type Trace, timed } from './trace.ts'
import {
  describeVisit,
  type Visit,
  type VisitProfile,
  type WayFacts,
  wayOf,
} from './visit/index.ts'

/** What may be put before a shopper, or why nothing may. */
export type Offer = Offered & {
  /** Absent where profiles are not configured, or could not be asked for. */
  readonly profile?: ProfileAnswer
  /** What the page carries beside its slots, also a plain one. */
  readonly extras?: Extras | undefined
  /** The `Set-Cookie` of a token made anew. */
  readonly renewal?: string | undefined
}

/** What an answer does about the shopper's profile. */
export interface ProfileAnswer {
  /** The shopper may have a profile: then what is made for them is made for nobody else. */
  readonly isPermitted: boolean
  /** The `Set-Cookie` of a personal page. */
  readonly cookie?: string | undefined
  /** The `Set-Cookie` of any other answer. */
  readonly clearing?: string | undefined
}

type Offered =
  | {
      readonly kind: 'personal'
      readonly ranking: Ranking
      readonly visit: Visit
      /** Tells what the page's own cards are. */
      readonly catalogue: Catalogue
      readonly closed: ClosedSlots
    }
  | { readonly kind: 'plain'; readonly reason: Reason }

export interface OfferRequest extends Arrival {
  readonly address: Address
  readonly shop: Shop
  readonly trace: Trace
  /** The headers that the shop is asked with. */
  readonly variant: Variant
}

const rememberedVisits = 2000

/** Builds the three steps between a shopper and an offer: permit, describe, rank. */
export function offers(config: Config, tools: PermitTools) {
  const permitRequest = permits(config, tools)
  const closedBy = closedSlots(config.slots)
  const profiles = profilesOf(config, tools.report)
  const visits = new Recent<string, Visit>(rememberedVisits)

  return function makeOffer(asked: OfferRequest): Soon<Offer> {
    const permitting = timed(asked.trace, 'permit', () => permitRequest(asked))
    return whenThere(permitting, (permitted) => {
      asked.trace.permission = permitted.permission
      const opening = profiles(asked.env)?.(asked.request, permitted)
      return whenThere(opening, (opened) => offerTo(asked, permitted, opened))
    })
  }

  function offerTo(
    asked: OfferRequest,
    permitted: Permitted,
    opened: OpenedProfile | undefined,
  ): Soon<Offer> {
    const offering = attempt(
      () => rankFor(asked, permitted, opened?.profile),
      (error) => {
        asked.trace.fault = error
        return plain('fault', permitted)
      },
    )
    return opened ? withProfile(offering, opened, asked) : offering
  }

  function rankFor(
    asked: OfferRequest,
    permitted: Permitted,
    profile: VisitProfile | undefined,
  ): Soon<Offer> {
    const { shop, trace } = asked
    const { permission, extras, renewal } = permitted
    const { granted, reason } = permission.contextual
    if (!granted) return plain(reason, permitted)
    const visit = profile ? describe(asked, permitted, profile) : anybodys(asked, permitted)
    trace.visit = visit
    if (visit.device === 'bot') return plain('crawler', permitted)
    const { ranker, catalogue } = shop
    if (!ranker) return plain('no-candidates', permitted)
    const ranking = timed(trace, 'rank', () =>
      // Without a profile every feature is contextual: where it is asked for, a ranking is anybody's.
      ranker.rank(visit, {
        keepAlive: (work) => keepAlive(asked, work),
        remember: profile === undefined,
      }),
    )
    return whenThere(ranking, (ranking) => {
      trace.ranking = ranking
      if (ranking.best(1).length === 0) return plain('no-candidates', permitted)
      const closed = closedBy(permission)
      return { kind: 'personal', ranking, visit, catalogue, closed, extras, renewal }
    })
  }

  /** Without a profile, all who come the same way to a page make the same visit. It is described once. */
  function anybodys(asked: OfferRequest, permitted: Permitted): Visit {
    const key = `${asked.address.target} ${wayOf(wayFacts(asked, permitted))}`
    const known = visits.get(key)
    if (known) return known
    const visit = { ...describe(asked, permitted, undefined), key }
    visits.set(key, visit)
    return visit
  }

  function describe(
    asked: OfferRequest,
    permitted: Permitted,
    profile: VisitProfile | undefined,
  ): Visit {
    const { address, shop } = asked
    const { route, params } = address.match
    const { catalogue } = shop
    const facts = {
      ...wayFacts(asked, permitted),
      pageType: route.page,
      product: params.get('product'),
      category: params.get('category'),
      profile,
      isNamed: catalogue.isNamed,
      categoryOf: (id: string) => catalogue.get(id)?.categories.at(-1),
    }
    return describeVisit(facts, (purpose) => isPermitted(permitted.permission, purpose))
  }

  function wayFacts(
    { request, address, variant }: OfferRequest,
    { now, place }: Permitted,
  ): WayFacts {
    const { publicOrigin } = address
    return {
      now,
      timeZone: config.site.timeZone,
      device: variant.device,
      referrer: request.headers.get('referer'),
      siteHost: publicOrigin.slice(publicOrigin.indexOf('//') + 2),
      country: place.country,
    }
  }
}

/** Ranks while the profile is sealed anew. */
function withProfile(
  offering: Soon<Offer>,
  opened: OpenedProfile,
  { address }: OfferRequest,
): Soon<Offer> {
  const { profile, clearing } = opened
  const sealing = opened.cookieAfter(address.match.params.get('product'))
  return whenThere(sealing, (cookie) =>
    whenThere(offering, (offered) => ({
      ...offered,
      profile: { isPermitted: profile !== undefined, cookie, clearing },
    })),
  )
}

function plain(reason: Reason, { extras, renewal }: Permitted): Offer {
  return { kind: 'plain', reason, extras, renewal }
}
