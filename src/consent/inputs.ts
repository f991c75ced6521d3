import type { Reason } from '../decision.ts'
import type { Jurisdiction, Place, Purpose } from '../policy/index.ts'
import { bansFoodPricing, isTooYoung, ruleFor } from './law.ts'
import type { Lowering } from './lowering.ts'
import type { Consent } from './token.ts'

/**
 * What the status list says of a token. `insecure-unchecked` reads a list that nobody asked as clear:
 * for development, or for an operator who accepts that a withdrawal elsewhere waits for the expiry.
 */
export type Revocation = 'clear' | 'revoked' | 'unknown' | 'insecure-unchecked'

/** What the operator turned on. */
export interface PermitPolicy {
  /** Pricing besides needs `pricing`. */
  readonly purposes: readonly Purpose[]
  /** Personal prices: whether the page at hand will say so, and what is sold. Unsaid, there are none. */
  readonly pricing?: { readonly disclosed?: boolean; readonly largeFoodRetailer: boolean }
  /** Where the law asks for a notice and an opt-out, a token that nobody acted on counts. */
  readonly noticeMode: boolean
  /** Digests of the policies under which a choice still counts. Absent: all. */
  readonly policies?: readonly string[]
}

/** Everything that a decision rests on. */
export interface Facts {
  readonly consent: Consent | undefined
  /** Why there is no consent. */
  readonly failure: Reason | undefined
  /** What a token that could not be verified says no to. */
  readonly denials: ReadonlySet<Purpose>
  readonly gpc: boolean
  readonly lowerings: readonly Lowering[]
  readonly revocation: Revocation
  readonly now: Date
  readonly policy: PermitPolicy
  /** Of the request, and of the token. */
  readonly places: readonly Place[]
  /** Of these places. */
  readonly laws: readonly Jurisdiction[]
}

/** One thing that a permission depends on. */
export interface Input {
  readonly name: InputName
  /** Whether it speaks only of purposes for which a shopper is asked. */
  readonly ofConsent?: true
  /** Why it takes a purpose away; nothing if it leaves it. It can never give one. */
  readonly judge: (purpose: Purpose, facts: Facts) => Reason | undefined
}

export type InputName =
  | 'policy'
  | 'token'
  | 'law'
  | 'age'
  | 'gpc'
  | 'signals'
  | 'revocation'
  | 'denial'
  | 'grant'
  | 'time'
  | 'ground'

/**
 * In the order of precedence: the first that takes away names the reason. Since each can only take
 * away, a permission is the meet of them all, and neither an input nor a fault can raise it.
 */
export const inputs: readonly Input[] = [
  { name: 'policy', judge: offByPolicy },
  { name: 'token', judge: unverified, ofConsent: true },
  { name: 'law', judge: prohibited },
  { name: 'age', judge: tooYoung },
  { name: 'gpc', judge: optedOut },
  { name: 'signals', judge: lowered },
  { name: 'revocation', judge: revoked, ofConsent: true },
  { name: 'denial', judge: denied },
  { name: 'grant', judge: notGiven, ofConsent: true },
  { name: 'time', judge: lapsed, ofConsent: true },
  { name: 'ground', judge: withoutGround, ofConsent: true },
]

/** What a check may say for a grant to stand; anything else, also what no check should say, is `unknown`. */
const passing: ReadonlySet<Revocation> = new Set(['clear', 'insecure-unchecked'])

/** Purposes whose grant names a status list. */
const listed: ReadonlySet<Purpose> = new Set(['behavioural', 'pricing', 'advertising', 'training'])

function offByPolicy(purpose: Purpose, { policy }: Facts): Reason | undefined {
  const isOn = policy.purposes.includes(purpose)
  const isDisclosed = purpose !== 'pricing' || policy.pricing?.disclosed === true
  return isOn && isDisclosed ? undefined : 'policy-off'
}

// No token at all is judged last, by `notGiven`, so that signals are heard before it.
function unverified(_: Purpose, { failure }: Facts): Reason | undefined {
  return failure === 'consent-absent' ? undefined : failure
}

function prohibited(purpose: Purpose, { laws, places, policy }: Facts): Reason | undefined {
  const isFood = purpose === 'pricing' && policy.pricing?.largeFoodRetailer !== false
  const isBanned = ruleFor(purpose, laws) === 'X' || (isFood && bansFoodPricing(places))
  return isBanned ? 'jurisdiction-forbids' : undefined
}

function tooYoung(purpose: Purpose, { consent, laws }: Facts): Reason | undefined {
  return consent && isTooYoung(purpose, consent, laws) ? 'jurisdiction-forbids' : undefined
}

function optedOut(purpose: Purpose, { consent, gpc, laws }: Facts): Reason | undefined {
  const isSignalled = gpc || consent?.gpc === true
  const isMeant = isSignalled && laws.some((law) => law.gpc.denies.has(purpose))
  return isMeant && !consent?.overrides.includes(purpose) ? 'signal-opt-out' : undefined
}

function lowered(purpose: Purpose, { lowerings }: Facts): Reason | undefined {
  return lowerings.some(({ denies }) => denies.has(purpose)) ? 'signal-opt-out' : undefined
}

function revoked(purpose: Purpose, { consent, revocation }: Facts): Reason | undefined {
  if (!consent) return undefined
  if (revocation === 'revoked') return 'consent-denied'
  return !passing.has(revocation) && listed.has(purpose) ? 'consent-unchecked' : undefined
}

// A no needs no signature, and no policy, notice or key makes it anything else.
function denied(purpose: Purpose, { consent, denials }: Facts): Reason | undefined {
  const state = consent?.choices[purpose]?.state
  return state === 'd' || state === 'w' || denials.has(purpose) ? 'consent-denied' : undefined
}

function notGiven(purpose: Purpose, { consent, policy }: Facts): Reason | undefined {
  if (!consent) return 'consent-absent'
  const isOfToday = policy.policies?.includes(consent.policy) !== false
  const isGiven = consent.choices[purpose]?.state === 'g' && isOfToday
  return isGiven ? undefined : 'consent-too-narrow'
}

// The token's end counts here as well, so that a remembered verification does not outlive it.
function lapsed(purpose: Purpose, { consent, now }: Facts): Reason | undefined {
  const ends = [consent?.expiresAt, consent?.choices[purpose]?.expiresAt]
  return ends.some((end) => end && !(now < end)) ? 'consent-expired' : undefined
}

function withoutGround(purpose: Purpose, { consent, laws, policy }: Facts): Reason | undefined {
  if (!consent) return undefined
  const { confirmed, mechanism, age, choices } = consent
  const basis = choices[purpose]?.basis
  const hasActed = confirmed && mechanism !== 'default' && mechanism !== 'implied'
  const hasNotice = policy.noticeMode && !confirmed && mechanism === 'default'
  const isOptOut = basis === 'optout' && ruleFor(purpose, laws, age) === 'OO'

  const isCarried = hasActed ? basis === 'consent' || isOptOut : hasNotice && isOptOut
  return isCarried ? undefined : 'consent-too-narrow'
}
