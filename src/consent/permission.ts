import type { Reason } from '../decision.ts'
import { type Purpose, purposes } from '../policy/index.ts'
import { isFitting, isForbidden } from './law.ts'
import type { Consent, ConsentResult } from './token.ts'

declare const decided: unique symbol

/** What may be done now, for each purpose. Only `permit` makes one. */
export type Permission = Readonly<Record<Purpose, PurposeDecision>> & { readonly [decided]: true }

export type PurposeDecision =
  | { readonly granted: true; readonly reason?: undefined }
  | { readonly granted: false; readonly reason: Reason }

/**
 * What the status list says of a token. `insecure-unchecked` reads a list that nobody asked as clear:
 * for development, or for an operator who accepts that a withdrawal elsewhere waits for the expiry.
 */
export type Revocation = 'clear' | 'revoked' | 'unknown' | 'insecure-unchecked'

export interface PermitOptions {
  /** `undefined`: the shopper brought no token. */
  readonly consent: ConsentResult | undefined
  /** Whether this request carries Global Privacy Control. */
  readonly gpc: boolean
  readonly now: Date
  /** Default `unknown`: a declared list that cannot be checked permits nothing that needs it. */
  readonly revocation?: Revocation
}

interface Facts {
  readonly consent: Consent | undefined
  readonly failure: Reason | undefined
  readonly gpc: boolean
  readonly now: Date
  readonly revocation: Revocation
}

type Objection = (purpose: Purpose, facts: Facts) => Reason | undefined

/**
 * In the order of precedence: the first that applies names the reason. Each can only take away, so
 * a permission is their meet, and neither an input nor a fault can raise it.
 */
const objections: readonly Objection[] = [
  offByPolicy,
  unverified,
  forbidden,
  optedOut,
  revoked,
  denied,
  notGiven,
  lapsed,
  withoutGround,
]

// Contextual uses no personal data and stores nothing, so there is nothing to consent to; but a
// verified no to it is a no.
const contextualObjections: readonly Objection[] = [denied]

/** Purposes that Global Privacy Control speaks of: sale, sharing and what feeds them. */
const sharing: ReadonlySet<Purpose> = new Set(['advertising', 'training'])

/** Purposes whose grant names a status list. */
const listed: ReadonlySet<Purpose> = new Set(['behavioural', 'pricing', 'advertising', 'training'])

/** Without a token only the signal makes a difference. */
const withoutToken = new Map<boolean, Permission>()

/** Decides what a visit may be used for: consent met with law, signals, age and revocation. */
export function permit(options: PermitOptions): Permission {
  const { consent = { reason: 'consent-absent' }, gpc } = options
  const hasToken = 'consent' in consent || consent.reason !== 'consent-absent'
  const permission = (!hasToken && withoutToken.get(gpc)) || decideAll(consent, options)
  if (!hasToken) withoutToken.set(gpc, permission)
  return permission
}

function decideAll(result: ConsentResult, options: PermitOptions): Permission {
  const { revocation = 'unknown' } = options
  const facts: Facts = {
    consent: 'consent' in result ? result.consent : undefined,
    failure: 'reason' in result ? result.reason : undefined,
    gpc: options.gpc,
    now: options.now,
    revocation,
  }
  const decisions = purposes.map((purpose) => [purpose, decide(purpose, facts)])
  return Object.freeze(Object.fromEntries(decisions)) as Permission
}

/** Whether a purpose is granted. */
export function isPermitted(permission: Permission, purpose: Purpose): boolean {
  return permission[purpose].granted
}

function decide(purpose: Purpose, facts: Facts): PurposeDecision {
  for (const object of purpose === 'contextual' ? contextualObjections : objections) {
    const reason = object(purpose, facts)
    if (reason) return Object.freeze({ granted: false, reason })
  }
  return Object.freeze({ granted: true })
}

// A price is one per item until an operator can enable and disclose anything else.
function offByPolicy(purpose: Purpose): Reason | undefined {
  return purpose === 'pricing' ? 'policy-off' : undefined
}

// No token at all is judged last, by `notGiven`, so that signals are heard before it.
function unverified(_: Purpose, { failure }: Facts): Reason | undefined {
  return failure === 'consent-absent' ? undefined : failure
}

function forbidden(purpose: Purpose, { consent }: Facts): Reason | undefined {
  return consent && isForbidden(purpose, consent) ? 'jurisdiction-forbids' : undefined
}

function optedOut(purpose: Purpose, { consent, gpc }: Facts): Reason | undefined {
  const isSignalled = gpc || consent?.gpc === true
  const isOverridden = consent?.overrides.includes(purpose)
  return isSignalled && sharing.has(purpose) && !isOverridden ? 'signal-opt-out' : undefined
}

function revoked(purpose: Purpose, { consent, revocation }: Facts): Reason | undefined {
  if (!consent) return undefined
  if (revocation === 'revoked') return 'consent-denied'
  return revocation === 'unknown' && listed.has(purpose) ? 'consent-unchecked' : undefined
}

function denied(purpose: Purpose, { consent }: Facts): Reason | undefined {
  const state = consent?.choices[purpose]?.state
  return state === 'd' || state === 'w' ? 'consent-denied' : undefined
}

function notGiven(purpose: Purpose, { consent }: Facts): Reason | undefined {
  if (!consent) return 'consent-absent'
  return consent.choices[purpose]?.state === 'g' ? undefined : 'consent-too-narrow'
}

// The token's end counts here as well, so that a remembered verification does not outlive it.
function lapsed(purpose: Purpose, { consent, now }: Facts): Reason | undefined {
  const ends = [consent?.expiresAt, consent?.choices[purpose]?.expiresAt]
  return ends.some((end) => end && !(now < end)) ? 'consent-expired' : undefined
}

function withoutGround(purpose: Purpose, { consent }: Facts): Reason | undefined {
  const choice = consent?.choices[purpose]
  const isCarried = choice && isFitting(choice.basis, purpose, consent.jurisdiction)
  return isCarried ? undefined : 'consent-too-narrow'
}
