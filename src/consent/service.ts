import type { Place, Purpose } from '../policy/index.ts'
import type { PermitPolicy } from './inputs.ts'
import type { ConsentTrust } from './jwt.ts'
import type { Random } from './mint.ts'
import type { ConsentResult } from './token.ts'

/** What a page carries for the consent service: ASCII markup, the same for every shopper with its key. */
export interface PageNotice {
  readonly key: string
  /** Goes right after the start tag of the head. */
  readonly head?: Uint8Array
  /** Goes right after the start tag of the body. */
  readonly body?: Uint8Array
}

/** What a page knows of its shopper when a notice is chosen. */
export interface NoticeFacts {
  /** `undefined`: the shopper brought no token. */
  readonly consent: ConsentResult | undefined
  /** Whether this request carries Global Privacy Control. */
  readonly gpc: boolean
  readonly place: Place
  /** The page's language, BCP 47, or what the shop was told in `Accept-Language`. */
  readonly language: string
}

/** Where and in what language a page says that its prices are personal. */
export interface PriceFacts {
  /** Of the places of the request and of the token, the one whose law asks for more. */
  readonly place: Place
  /** As in `NoticeFacts`. */
  readonly language: string
}

/** Says on a page that its prices are personal, in ASCII markup. Nothing: there are none on that page. */
export type DisclosePrices = (facts: PriceFacts) => Uint8Array | undefined

/** A token that replaces the one a shopper brought, or gives a first one. */
export interface Renewal {
  readonly token: string
  /** The `Set-Cookie` that hands it over; the answer must not be kept. */
  readonly setCookie: string
}

/** What a consent service needs to know of the shop it serves. */
export interface ConsentSite {
  readonly issuer: string
  readonly audience: string
  /** Languages the shop has, best first. */
  readonly languages: readonly string[]
  /** Whose tokens count, read with the Worker's variables. */
  readonly trust: (env: unknown) => ConsentTrust | undefined
  /** What the operator turned on, as `permit` takes it. */
  readonly policy: PermitPolicy
  readonly now: () => Date
  readonly random: Random
  /** Told of what went wrong, without personal data. */
  readonly report: (error: unknown) => void
}

/** Asks shoppers, keeps what they answer in a token, and shows them what is in force. */
export interface ConsentService {
  /** Answers its own addresses; `undefined` for every other one. Never throws. */
  answer(request: Request, env: unknown): Promise<Response | undefined>
  /** What this page shows: a banner, a status line, a way back to the choice, or nothing. */
  notice(facts: NoticeFacts): PageNotice | undefined
  /** A question about one purpose, to stand where that purpose would be used; nothing once answered. */
  ask(purpose: Purpose, facts: NoticeFacts): PageNotice | undefined
  /**
   * A token anew for a choice that still stands, or the one that a notice of opt-out comes with.
   * `undefined` at once when there is nothing to do.
   */
  renew(
    request: Request,
    env: unknown,
    facts: NoticeFacts,
  ): Promise<Renewal | undefined> | undefined
}

/** Opens a consent service for a shop. */
export type OpenConsentService = (site: ConsentSite) => ConsentService
