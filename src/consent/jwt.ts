import { errors, importJWK, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import type { Reason } from '../decision.ts'
import { ConfigError } from '../errors.ts'
import { type JsonObject, readForm } from './form.ts'
import { type Algorithm, isAlgorithm, type KeySource, type PrivateJwk } from './keys.ts'

/** Whose tokens count, and for how long. Fixed when the Worker starts; no token can change it. */
export interface ConsentTrust {
  /** The consent service, as `iss` must name it. */
  readonly issuer: string
  /** This storefront, as `aud` must name it. */
  readonly audience: string
  readonly keys: KeySource
  readonly algorithms: readonly Algorithm[]
  /** How far clocks may differ. Default 5. */
  readonly clockToleranceSeconds?: number
  /** The longest a token may live. Default and hard limit: 7 days. */
  readonly maxLifetimeSeconds?: number
}

/** A kind of token. Kinds exclude each other by `typ` (RFC 8725 section 3.12). */
export interface TokenKind {
  readonly typ: string
  /** No token of this kind may live longer, whatever the configuration says. */
  readonly maxLifetimeSeconds: number
}

type JwtResult = { readonly payload: JWTPayload } | { readonly reason: Reason }

// RFC 8725 section 3.1 and 3.10: nothing else in a header may steer us, so `jwk`, `jku`, `x5u`,
// `x5c`, `crit`, `zip`, `b64` and whatever comes next are refused by not being here.
const headerNames: ReadonlySet<string> = new Set(['alg', 'typ', 'kid'])

const reasonOfCode: ReadonlyMap<string, Reason> = new Map([
  [errors.JWTExpired.code, 'consent-expired'],
  [errors.JWTClaimValidationFailed.code, 'consent-untrusted'],
  [errors.JWSSignatureVerificationFailed.code, 'consent-untrusted'],
  [errors.JOSEAlgNotAllowed.code, 'consent-untrusted'],
  [errors.JWKSNoMatchingKey.code, 'consent-untrusted'],
  [errors.JWKSMultipleMatchingKeys.code, 'consent-untrusted'],
])

/** Checks form, header, signature, issuer, audience and time of a token. Never throws. */
export async function verifyJwt(
  token: string,
  kind: TokenKind,
  trust: ConsentTrust,
  now: Date,
): Promise<JwtResult> {
  try {
    const form = readForm(token)
    if (!form) return { reason: 'consent-unreadable' }
    const header = readHeader(form.header, kind, trust)
    if (!header) return { reason: 'consent-untrusted' }
    const found = await trust.keys(header.kid, header.alg, now)
    if ('reason' in found) return found

    const cap = Math.min(kind.maxLifetimeSeconds, trust.maxLifetimeSeconds ?? Infinity)
    const { payload } = await jwtVerify(token, found.key, {
      algorithms: [...trust.algorithms],
      issuer: trust.issuer,
      audience: trust.audience,
      currentDate: now,
      clockTolerance: trust.clockToleranceSeconds ?? 5,
      maxTokenAge: cap,
      requiredClaims: ['exp'],
    })
    const isOurs = payload.aud === trust.audience && lifetimeOf(payload) <= cap
    return isOurs ? { payload } : { reason: 'consent-untrusted' }
  } catch (error) {
    const code = error instanceof errors.JOSEError ? error.code : ''
    return { reason: reasonOfCode.get(code) ?? 'consent-unreadable' }
  }
}

function readHeader(
  header: JsonObject,
  kind: TokenKind,
  trust: ConsentTrust,
): { alg: Algorithm; kid: string } | undefined {
  const { alg, typ, kid } = header
  if (!Object.keys(header).every((name) => headerNames.has(name))) return undefined
  if (typ !== kind.typ || typeof kid !== 'string' || kid === '') return undefined
  return isAlgorithm(alg) && trust.algorithms.includes(alg) ? { alg, kid } : undefined
}

// Not a number, and so never short enough, when a claim is not one or `exp` is not after `iat`.
function lifetimeOf({ iat, exp }: JWTPayload): number {
  const seconds = Number(exp) - Number(iat)
  return seconds > 0 ? seconds : Number.NaN
}

/** Signs claims as one kind of token, unless readers would refuse its lifetime. */
export async function signJwt(
  claims: JWTPayload,
  kind: TokenKind,
  privateJwk: PrivateJwk,
): Promise<string> {
  const { alg, kid } = privateJwk
  if (!(lifetimeOf(claims) <= kind.maxLifetimeSeconds)) {
    throw new ConfigError('lifetimeSeconds', `must be from 1 to ${kind.maxLifetimeSeconds}`)
  }
  return new SignJWT(claims)
    .setProtectedHeader({ alg, typ: kind.typ, kid })
    .sign(await importJWK(privateJwk, alg))
}
