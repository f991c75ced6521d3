import type { Context } from 'hono'
import { keepAlive } from './background.ts'
import type { Catalogue } from './catalogue/index.ts'
import { type ClosedSlots, closedSlots } from './closed-slots.ts'
import type { Config } from './config/index.ts'
import {
  type ConsentResult,
  type ConsentTrust,
  consentFromRequest,
  denialsFromRequest,
  isPermitted,
  type Permission,
  permit,
  readGpc,
  readLowerings,
  readPlace,
} from './consent/index.ts'
import type { Reason } from './decision.ts'
import { deviceClass } from './lib/device-class.ts'
import type { Ranking } from './model/index.ts'
import type { Extras, Notices, Renewed } from './notices.ts'
import type { Disclosed } from './price-disclosures.ts'
import type { Address } from './privacy/index.ts'
import { profilesOf } from './profiles.ts'
import type { Shop } from './shop.ts'
import { type Trace, timed } from './trace.ts'
import { revocationOf } from './trust.ts'
import { describeVisit, type Visit, type VisitProfile } from './visit/index.ts'

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

export interface OfferRequest {
  readonly context: Context
  readonly address: Address
  readonly shop: Shop
  readonly trace: Trace
  /** Of the page, as the shop is asked for it. */
  readonly language: string
}

interface OfferTools {
  readonly trust: (env: unknown) => ConsentTrust | undefined
  readonly notices: Notices | undefined
  readonly now: () => Date
  readonly report: (error: unknown) => void
}

interface Seen {
  readonly permission: Permission
  readonly profile: VisitProfile | undefined
  readonly now: Date
}

/** Builds the three steps between a shopper and an offer: permit, describe, rank. */
export function offers(config: Config, { trust, notices, now, report }: OfferTools) {
  const closedBy = closedSlots(config.slots)
  const profiles = profilesOf(config, report)
  const findRevocation = revocationOf(config, report)

  return async function makeOffer(asked: OfferRequest): Promise<Offer> {
    const { context, address, trace, language } = asked
    const request = context.req.raw
    const at = now()
    const shown = notices && isForPeople(request) ? notices : undefined
    const told = { gpc: readGpc(request.headers), place: readPlace(request.cf) }

    let consent: ConsentResult | undefined
    let renewed: Renewed | undefined
    let disclosed: Disclosed | undefined
    const permission = await timed(trace, 'permit', async () => {
      const goOn = (work: Promise<unknown>) => keepAlive(context, work)
      const shared = trust(context.env)
      const known = shared && { ...shared, keepAlive: goOn }
      const brought = known && (await consentFromRequest(request, known, at))
      const facts = { ...told, consent: brought, language }
      renewed = known && (await shown?.renew(request, facts, { context, trust: known }))
      consent = renewed?.consent ?? brought
      disclosed = shown?.disclose({ ...told, consent, language })
      return permit({
        ...told,
        consent,
        denials: denialsFromRequest(request, consent),
        lowerings: readLowerings(config.consent?.signals ?? [], request, at),
        now: at,
        revocation: await findRevocation(consent, {
          trust: known,
          env: context.env,
          now: at,
          keepAlive: goOn,
        }),
        policy: disclosed?.policy ?? config.consent,
      })
    })
    trace.permission = permission
    const extras = shown?.extrasFor({ ...told, consent, language, disclosed }, permission)
    const beside = { extras, renewal: renewed?.setCookie }

    const open = profiles(context.env)
    const opened = open && (await open(request, { permission, consent, now: at }))
    const seen = { permission, profile: opened?.profile, now: at }
    const [offered, cookie] = await Promise.all([
      rankFor(request, asked, seen).catch((error) => {
        trace.fault = error
        return plain('fault')
      }),
      opened?.cookieAfter(address.match.params.get('product')),
    ])
    if (!opened) return { ...offered, ...beside }
    const { profile, clearing } = opened
    const answer = { isPermitted: profile !== undefined, cookie, clearing }
    return { ...offered, ...beside, profile: answer }
  }

  // The request by itself: where handlers are the shop, the context soon holds the redacted one.
  async function rankFor(
    request: Request,
    { context, address, shop, trace }: OfferRequest,
    seen: Seen,
  ): Promise<Offered> {
    const { permission, profile } = seen
    const { granted, reason } = permission.contextual
    if (!granted) return plain(reason)
    const visit = describeVisit(facts(request, address, shop, seen), (purpose) =>
      isPermitted(permission, purpose),
    )
    trace.visit = visit
    if (visit.device === 'bot') return plain('crawler')
    const { ranker, catalogue } = shop
    if (!ranker) return plain('no-candidates')
    const ranking = await timed(trace, 'rank', () =>
      // Without a profile every feature is contextual: where it is asked for, a ranking is anybody's.
      ranker.rank(visit, {
        keepAlive: (work) => keepAlive(context, work),
        remember: profile === undefined,
      }),
    )
    trace.ranking = ranking
    return ranking.candidates.length > 0
      ? { kind: 'personal', ranking, visit, catalogue, closed: closedBy(permission) }
      : plain('no-candidates')
  }

  function facts(
    request: Request,
    { match, publicOrigin }: Address,
    { catalogue }: Shop,
    { profile, now }: Seen,
  ) {
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
      userAgent: request.headers.get('user-agent'),
      referrer: request.headers.get('referer'),
      siteHost: publicOrigin.slice(publicOrigin.indexOf('//') + 2),
      country: request.cf?.country as string | undefined,
    }
  }
}

function isForPeople({ headers }: Request): boolean {
  return deviceClass(headers.get('user-agent')) !== 'bot'
}

function plain(reason: Reason): Offered {
  return { kind: 'plain', reason }
}
