import { decodeJwt, importJWK, type JWTPayload, SignJWT } from 'jose'
import {
  type Basis,
  consentCookie,
  type Mechanism,
  mintConsent,
  type PrivateJwk,
  type Random,
} from '../consent/index.ts'
import { type Place, purposeKeys, purposes } from '../policy/index.ts'
import type { NewChoice } from './decide.ts'
import { codeOf } from './regime.ts'
import type { Standing } from './standing.ts'

/** Who mints, with what. */
export interface Mint {
  readonly issuer: string
  readonly audience: string
  readonly privateJwk: PrivateJwk
  readonly recordSeconds: number
  readonly now: Date
  readonly random: Random
}

/** Everything that a token says besides yes and no. */
export interface ChoiceEvent {
  readonly choice: Pick<NewChoice, 'states' | 'overrides' | 'isGiving'>
  /** A withdrawal begins one, so that nothing leads from what was before to what is after. */
  readonly isNewRecord: boolean
  readonly basis: Basis
  readonly mechanism: Mechanism
  readonly isConfirmed: boolean
  readonly place: Place
  readonly age: 'adult' | 'unknown'
  readonly gpc: boolean
  readonly language: string
  readonly notice: { readonly id: string; readonly hash: string }
  readonly epoch: number
  /** Digest of the policy in force. */
  readonly policy: string
  readonly status: { readonly index: number; readonly uri: string } | undefined
  readonly chosenAt: Date
}

type Entry = Readonly<Record<string, unknown>>

/**
 * A token for a new choice. It keeps what was not asked this time and, unless the record is new, the
 * shopper's pseudonym.
 */
export async function mintChoice(
  event: ChoiceEvent,
  standing: Standing | undefined,
  mint: Mint,
): Promise<string> {
  const { choice, isConfirmed, isNewRecord, place, basis, status, ...common } = event
  const { issuer, audience, privateJwk, now, random } = mint
  const token = await mintConsent(
    {
      ...common,
      issuer,
      audience,
      basis,
      jurisdiction: codeOf(place),
      purposes: Object.fromEntries(choice.states),
      ...(choice.overrides.length > 0 && { overrides: choice.overrides }),
      ...(status && { status }),
    },
    privateJwk,
    now,
    random,
  )
  const claims = decodeJwt(token)
  const earlier = standing?.claims
  const isSamePerson = earlier && !isNewRecord
  return sign(
    {
      ...claims,
      ...(isSamePerson && { sub: earlier.sub as string, rec: earlier.rec }),
      cfm: isConfirmed,
      jsrc: place.country === undefined ? 'default' : 'geo',
      prp: { ...carried(standing, event, mint), ...(claims.prp as Entry) },
      // Without an entry of its own a no names none: another's would be taken back with it.
      ...(!status && !choice.isGiving && { status: undefined }),
    },
    privateJwk,
  )
}

/** The same choice in a token that lives anew. When it was made, and all that was chosen, stays. */
export async function renewToken({ claims }: Standing, mint: Mint): Promise<string> {
  const { issuer, audience, privateJwk, now, random, recordSeconds } = mint
  const blank = { issuer, audience, purposes: {}, jurisdiction: 'ZZ' }
  const { iat = 0, exp = 0, jti } = decodeJwt(await mintConsent(blank, privateJwk, now, random))
  const end = Number(claims.cat) + recordSeconds
  return sign({ ...claims, iat, exp: Math.min(exp, end), jti: jti as string }, privateJwk)
}

/** The `Set-Cookie` that hands a token over, until its record ends. */
export function handOver(token: string, { now, recordSeconds }: Mint): string {
  const { cat } = decodeJwt(token)
  const seconds = Number(cat) + recordSeconds - Math.floor(now.getTime() / 1000)
  return `${consentCookie}=${token}; Max-Age=${Math.max(0, seconds)}; Path=/; Secure; HttpOnly; SameSite=Lax`
}

/** What was not decided this time stays as it counts now, and ends when it would have ended. */
function carried(
  standing: Standing | undefined,
  { choice, chosenAt }: ChoiceEvent,
  { recordSeconds }: Mint,
): Entry {
  if (!standing) return {}
  const { claims, consent } = standing
  const { cat, prp } = claims as { cat: number; prp: Record<string, Entry> }
  const times = cat * 1000 === chosenAt.getTime() ? {} : { t: cat, x: cat + recordSeconds }
  const kept = purposes.filter((purpose) => consent.choices[purpose] && !choice.states.has(purpose))
  return Object.fromEntries(
    kept.map((purpose) => {
      const key = purposeKeys[purpose]
      return [key, { ...times, ...prp[key], s: consent.choices[purpose]?.state }]
    }),
  )
}

async function sign(claims: JWTPayload, privateJwk: PrivateJwk): Promise<string> {
  const { alg, kid } = privateJwk
  return new SignJWT(claims)
    .setProtectedHeader({ alg, typ: 'consent+jwt', kid })
    .sign(await importJWK(privateJwk, alg))
}
