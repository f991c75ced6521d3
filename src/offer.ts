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
import { contextOf, describeVisit, type Visit, type VisitProfile } from './visit/index.ts'

/** What is known when products are chosen. */
type Seen = Permitted & { readonly profile: VisitProfile | undefined }

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
    const { request, env, trace } = asked
    const permitting = timed(trace, 'permit', () => permitRequest(asked))

    return whenThere(permitting, (permitted) => {
      const { permission, extras, renewal } = permitted
      trace.permission = permission
      const opening = profiles(env)?.(request, permitted)
      return whenThere(opening, (opened) => {
        const offering = attempt(
          () => rankFor(asked, { ...permitted, profile: opened?.profile }),
          (error) => {
            trace.fault = error
            return plain('fault')
          },
        )
        return whenThere(opened ? withProfile(offering, opened, asked) : offering, (offer) => ({
          ...offer,
          extras,
          renewal,
        }))
      })
    })
  }

  function rankFor(asked: OfferRequest, seen: Seen): Soon<Offered> {
    const { shop, trace } = asked
    const { permission, profile } = seen
    const { granted, reason } = permission.contextual
    if (!granted) return plain(reason)
    const visit = describe(asked, seen)
    trace.visit = visit
    if (visit.device === 'bot') return plain('crawler')
    const { ranker, catalogue } = shop
    if (!ranker) return plain('no-candidates')
    const ranking = timed(trace, 'rank', () =>
      // Without a profile every feature is contextual: where it is asked for, a ranking is anybody's.
      ranker.rank(visit, {
        keepAlive: (work) => keepAlive(asked, work),
        remember: profile === undefined,
      }),
    )
    return whenThere(ranking, (ranking) => {
      trace.ranking = ranking
      return ranking.candidates.length > 0
        ? { kind: 'personal', ranking, visit, catalogue, closed: closedBy(permission) }
        : plain('no-candidates')
    })
  }

  /** Without a profile, all who come the same way make the same visit. It is described once. */
  function describe(asked: OfferRequest, seen: Seen): Visit {
    const facts = factsOf(asked, seen)
    const key = seen.profile ? undefined : contextOf(facts)
    const known = key === undefined ? undefined : visits.get(key)
    if (known) return known
    const visit = describeVisit(facts, (purpose) => isPermitted(seen.permission, purpose))
    if (key === undefined) return visit
    const anybodys = { ...visit, key }
    visits.set(key, anybodys)
    return anybodys
  }

  function factsOf({ request, address, shop, variant }: OfferRequest, { profile, now }: Seen) {
    const { match, publicOrigin } = address
    const { catalogue } = shop
    const { route, params } = match
    return {
      pageType: route.page,
      product: params.get('product'),
      category: params.get('category'),
      profile,
      isNamed: catalogue.isNamed,
      categoryOf: (id: string) => catalogue.get(id)?.categories.at(-1),
      now,
      timeZone: config.site.timeZone,
      device: variant.device,
      referrer: request.headers.get('referer'),
      siteHost: publicOrigin.slice(publicOrigin.indexOf('//') + 2),
      country: request.cf?.country as string | undefined,
    }
  }
}

/** Ranks while the profile is sealed anew. */
function withProfile(
  offering: Soon<Offered>,
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

function plain(reason: Reason): Offered {
  return { kind: 'plain', reason }
}
