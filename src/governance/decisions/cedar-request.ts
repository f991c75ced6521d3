import { type ConsentContent, defaultPolicy, type PermitOptions } from '../../consent/index.ts'
import { features, jurisdictionOf, placeCode, placeOf, purposes } from '../../policy/index.ts'
import type { Declarations } from '../declarations.ts'

interface EntityUid {
  readonly type: 'Purpose' | 'Feature' | 'Slot'
  readonly id: string
}

/** A Cedar entity as Cedar's JSON format has it. */
export interface CedarEntity {
  readonly uid: EntityUid
  readonly attrs: object
  readonly parents: readonly EntityUid[]
}

/** The purposes, and the features and slots under the purpose that each has. */
export function toCedarEntities(declared: Declarations): readonly CedarEntity[] {
  const known = purposes.map((id) => entity('Purpose', id))
  const read = Object.entries(features).map(([id, { purpose }]) => entity('Feature', id, purpose))
  const slots = [...declared.slots].map(([id, purpose]) => entity('Slot', id, purpose))
  return [...known, ...read, ...slots]
}

function entity(type: EntityUid['type'], id: string, purpose?: string): CedarEntity {
  const parents: EntityUid[] = purpose === undefined ? [] : [{ type: 'Purpose', id: purpose }]
  return { uid: { type, id }, attrs: {}, parents }
}

/** What `permit` is asked, as the context of a Cedar request. Times are milliseconds since 1970. */
export function toCedarContext(options: PermitOptions): object {
  const { consent: result, denials = [], lowerings = [], place = {}, now } = options
  const { policy = defaultPolicy, revocation = 'unknown' } = options
  const token = result && 'consent' in result ? result.consent : undefined
  const failure = result && 'reason' in result ? result.reason : 'consent-absent'
  const places = token ? [place, placeOf(token.jurisdiction)] : [place]
  return {
    ...(token ? { token: toCedarToken(token) } : { failure }),
    denied: [...denials],
    gpc: options.gpc,
    lowered: lowerings.flatMap(({ denies }) => [...denies]),
    revocation,
    // Where there is no time, it is too late.
    ...(Number.isFinite(now.getTime()) && { now: now.getTime() }),
    on: policy.purposes,
    pricingDisclosed: policy.pricing?.disclosed === true,
    sellsFood: policy.pricing?.largeFoodRetailer !== false,
    noticeMode: policy.noticeMode,
    ...(policy.policies && { policies: policy.policies }),
    places: places.map(placeCode),
    laws: places.map((place) => jurisdictionOf(place).id),
  }
}

function toCedarToken(token: ConsentContent): object {
  const choices = Object.entries(token.choices).map(([purpose, { state, basis, expiresAt }]) => [
    purpose,
    { state, basis, ...(expiresAt && { expiresAt: expiresAt.getTime() }) },
  ])
  return {
    confirmed: token.confirmed,
    mechanism: token.mechanism,
    age: token.age,
    parental: token.parental,
    gpc: token.gpc,
    overrides: token.overrides,
    policy: token.policy,
    expiresAt: token.expiresAt.getTime(),
    choices: Object.fromEntries(choices),
  }
}
