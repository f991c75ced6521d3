import { type Arrival, keepAlive } from './arrival.ts'
import type { Config } from './config/index.ts'
import {
  type ConsentResult,
  type ConsentTrust,
  consentFromRequest,
  denialsFromRequest,
  type NoticeFacts,
  type Permission,
  permit,
  type Revocation,
  readLowerings,
  readPlace,
} from './consent/index.ts'
import { type Soon, whenThere } from './lib/soon.ts'
import type { Extras, Notices, Renewed } from './notices.ts'
import type { Place } from './policy/index.ts'
import type { Variant } from './privacy/index.ts'
import { revocationOf } from './trust.ts'

export interface PermitTools {
  readonly trust: (env: unknown) => ConsentTrust | undefined
  readonly notices: Notices | undefined
  readonly now: () => Date
  readonly report: (error: unknown) => void
}

/** What a request may be used for, and what its page says of that. */
export interface Permitted {
  readonly permission: Permission
  readonly consent: ConsentResult | undefined
  readonly place: Place
  readonly now: Date
  /** What the page carries beside its slots. */
  readonly extras: Extras | undefined
  /** The `Set-Cookie` of a token made anew. */
  readonly renewal: string | undefined
}

interface Asked extends Arrival {
  /** Of the page, as the shop is asked for it. */
  readonly variant: Variant
}

interface Shopper {
  readonly request: Request
  readonly told: Omit<NoticeFacts, 'consent'>
  /** None for a crawler. */
  readonly shown: Notices | undefined
  readonly now: Date
}

/** What a shopper chose, as far as it counts. */
interface Heard {
  readonly consent: ConsentResult | undefined
  readonly renewed: Renewed | undefined
  readonly revocation: Revocation
}

/** Of a shop that reads no tokens. */
const nothing: Heard = { consent: undefined, renewed: undefined, revocation: 'unknown' }

/** Builds the step that decides what a request may be used for. */
export function permits(config: Config, { trust, notices, now, report }: PermitTools) {
  const findRevocation = revocationOf(config, report)

  return function permitRequest(asked: Asked): Soon<Permitted> {
    const { request, variant } = asked
    const { language, gpc, device } = variant
    const shopper: Shopper = {
      request,
      told: { gpc, place: readPlace(request.cf), language },
      shown: device === 'bot' ? undefined : notices,
      now: now(),
    }
    return whenThere(hear(asked, shopper), (heard) => decide(shopper, heard))
  }

  /** Nobody waits who brings no token, to a shop that makes none by itself. */
  function hear(arrival: Arrival, { request, told, shown, now }: Shopper): Soon<Heard> {
    const trusted = trust(arrival.env)
    if (!trusted) return nothing
    const keepOn = (work: Promise<unknown>) => keepAlive(arrival, work)
    const known = { ...trusted, keepAlive: keepOn }

    return whenThere(consentFromRequest(request, known, now), (brought) => {
      const facts = { ...told, consent: brought }
      const renewing = shown?.renew(arrival, facts, known)
      return whenThere(renewing, (renewed) => {
        const consent = renewed?.consent ?? brought
        const asked = { trust: known, env: arrival.env, now, keepAlive: keepOn }
        const answer = (revocation: Revocation): Heard => ({ consent, renewed, revocation })
        return whenThere(findRevocation(consent, asked), answer)
      })
    })
  }

  function decide({ request, told, shown, now }: Shopper, heard: Heard): Permitted {
    const { consent, renewed, revocation } = heard
    const { gpc, place } = told
    const disclosed = shown?.disclose({ ...told, consent })
    const permission = permit({
      consent,
      gpc,
      place,
      denials: denialsFromRequest(request, consent),
      lowerings: readLowerings(config.consent?.signals ?? [], request, now),
      now,
      revocation,
      policy: disclosed?.policy ?? config.consent,
    })
    const extras = shown?.extrasFor({ ...told, consent, disclosed }, permission)
    return { permission, consent, place, now, extras, renewal: renewed?.setCookie }
  }
}
