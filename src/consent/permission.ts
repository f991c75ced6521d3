import type { Reason } from '../decision.ts'
import { jurisdictionOf, type Place, type Purpose, placeOf, purposes } from '../policy/index.ts'
import { type Facts, type InputName, inputs, type PermitPolicy, type Revocation } from './inputs.ts'
import { ruleFor } from './law.ts'
import type { Lowering } from './lowering.ts'
import type { ConsentResult } from './token.ts'

declare const decided: unique symbol

/** What may be done now, for each purpose. Only `permit` makes one. */
export type Permission = Readonly<Record<Purpose, PurposeDecision>> & { readonly [decided]: true }

export type PurposeDecision =
  | { readonly granted: true; readonly reason?: undefined }
  | { readonly granted: false; readonly reason: Reason }

export interface PermitOptions {
  /** `undefined`: the shopper brought no token. */
  readonly consent: ConsentResult | undefined
  /** What a token that could not be verified says no to: a no needs no signature. */
  readonly denials?: ReadonlySet<Purpose> | undefined
  /** Whether this request carries Global Privacy Control. */
  readonly gpc: boolean
  /** What other signals of the request take away. */
  readonly lowerings?: readonly Lowering[]
  /** Where the request comes from. Default: nobody knows, and the strictest law holds. */
  readonly place?: Place
  readonly now: Date
  /** Default `unknown`: a declared list that cannot be checked permits nothing that needs it. */
  readonly revocation?: Revocation
  /** Default: everything is on but personal prices, and nothing rests on a notice. */
  readonly policy?: PermitPolicy | undefined
}

/** What every input says of one purpose. */
export interface PurposeVerdicts {
  readonly decision: PurposeDecision
  /** In the order of precedence; nothing where an input leaves the purpose. */
  readonly verdicts: ReadonlyMap<InputName, Reason | undefined>
}

const nobody: Place = {}
const none: ReadonlySet<never> = new Set()

/** What is on for everybody who does not say otherwise. */
export const defaultPolicy: PermitPolicy = { purposes, noticeMode: false }

const granted: PurposeDecision = Object.freeze({ granted: true })
const refusals = new Map<Reason, PurposeDecision>()

function refused(reason: Reason): PurposeDecision {
  const known = refusals.get(reason)
  if (known) return known
  const decision = Object.freeze({ granted: false, reason })
  refusals.set(reason, decision)
  return decision
}

// Without token and signals only the law of the place and Global Privacy Control make a difference.
const withoutToken = new WeakMap<PermitPolicy, Map<string, Permission>>()

/** Decides what a visit may be used for: consent met with law, age, signals, revocation and policy. */
export function permit(options: PermitOptions): Permission {
  const { consent, denials, lowerings = [], gpc, place = nobody, policy = defaultPolicy } = options
  const isAbsent = !consent || ('reason' in consent && consent.reason === 'consent-absent')
  // Where prices are personal, a region inside a row counts as well.
  if (!isAbsent || denials || lowerings.length > 0 || policy.pricing) return decideAll(options)

  const key = `${jurisdictionOf(place).id} ${gpc}`
  const known = withoutToken.get(policy)?.get(key)
  if (known) return known
  const permission = decideAll(options)
  const ofPolicy = withoutToken.get(policy) ?? new Map()
  withoutToken.set(policy, ofPolicy.set(key, permission))
  return permission
}

/** Whether a purpose is granted. */
export function isPermitted(permission: Permission, purpose: Purpose): boolean {
  return permission[purpose].granted
}

/** The same decision as `permit`, with what every input says of each purpose: for people. */
export function explainPermission(options: PermitOptions): ReadonlyMap<Purpose, PurposeVerdicts> {
  const facts = factsOf(options)
  return new Map(
    purposes.map((purpose) => {
      const decision = decide(purpose, facts)
      const verdicts = inputs.map(({ name, judge, ofConsent }) => {
        const isHeard = !ofConsent || isAsked(purpose, facts)
        return [name, isHeard ? judge(purpose, facts) : undefined] as const
      })
      return [purpose, { decision, verdicts: new Map(verdicts) }]
    }),
  )
}

function decideAll(options: PermitOptions): Permission {
  const facts = factsOf(options)
  const decisions: Partial<Record<Purpose, PurposeDecision>> = {}
  for (const purpose of purposes) decisions[purpose] = decide(purpose, facts)
  return Object.freeze(decisions) as Permission
}

function decide(purpose: Purpose, facts: Facts): PurposeDecision {
  const asked = isAsked(purpose, facts)
  for (const { judge, ofConsent } of inputs) {
    if (ofConsent && !asked) continue
    const reason = judge(purpose, facts)
    if (reason) return refused(reason)
  }
  return granted
}

// Where no personal data is used and nothing is stored there is nothing to consent to; but a no is a no.
function isAsked(purpose: Purpose, { laws }: Facts): boolean {
  return ruleFor(purpose, laws) !== 'N'
}

function factsOf(options: PermitOptions): Facts {
  const { consent: result, denials = none, lowerings = [], place = nobody } = options
  const consent = result && 'consent' in result ? result.consent : undefined
  const failure = result && 'reason' in result ? result.reason : undefined
  const places = consent ? [place, placeOf(consent.jurisdiction)] : [place]
  return {
    consent,
    failure: consent ? undefined : (failure ?? 'consent-absent'),
    denials,
    gpc: options.gpc,
    lowerings,
    revocation: options.revocation ?? 'unknown',
    now: options.now,
    policy: options.policy ?? defaultPolicy,
    places,
    laws: places.map(jurisdictionOf),
  }
}
