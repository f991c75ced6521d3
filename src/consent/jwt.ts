import { importJWK, type JWTPayload, SignJWT } from 'jose'
import type { Reason } from '../decision.ts'
import { ConfigError } from '../errors.ts'
import { type JsonObject, readForm, signatureOf } from './form.ts'
import { type Algorithm, isAlgorithm, isSignedBy, type KeySource, type PrivateJwk } from './keys.ts'
import type { RememberedToken, SignedToken, TokenMemory } from './remembered.ts'

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
  /** Tokens of an earlier epoch lose what they grant and keep what they deny. Default 0. */
  readonly epoch?: number
  /** Saves checking a signature twice. Without it, each is checked each time. */
  readonly memory?: TokenMemory
  /** Takes what may go on after the answer of one request, so that the request need not wait for it. */
  readonly keepAlive?: (work: Promise<unknown>) => void
}

/** A kind of token. Kinds exclude each other by `typ` (RFC 8725 section 3.12). */
export interface TokenKind<Content = unknown> {
  readonly typ: string
  /** No token of this kind may live longer, whatever the configuration says. */
  readonly maxLifetimeSeconds: number
  /** Reads verified claims; `undefined` when one is missing or malformed. */
  readonly read: (payload: JsonObject) => Content | undefined
}

type JwtResult<Content> = { readonly content: Content } | { readonly reason: Reason }

// RFC 8725 section 3.1 and 3.10: nothing else in a header may steer us, so `jwk`, `jku`, `x5u`,
// `x5c`, `crit`, `zip`, `b64` and whatever comes next are refused by not being here.
const headerNames: ReadonlySet<string> = new Set(['alg', 'typ', 'kid'])

/** Checks form, header, signature, issuer, audience, times and claims of a token. Never throws. */
export async function verifyJwt<Content>(
  token: string,
  kind: TokenKind<Content>,
  trust: ConsentTrust,
  now: Date,
): Promise<JwtResult<Content>> {
  try {
    const signed = await readSigned(token, kind, trust, now)
    if ('reason' in signed) return signed
    const objection = objectionTo(signed.payload, kind, trust, now)
    if (objection === 'consent-expired') trust.memory?.delete(token)
    if (objection) return { reason: objection }
    // The header names the kind, so what was remembered under it is of that kind.
    if ('content' in signed) return { content: signed.content as Content }

    const content = kind.read(signed.payload)
    if (content === undefined) return { reason: 'consent-unreadable' }
    trust.memory?.set(token, { ...signed, content })
    return { content }
  } catch {
    // A key source that failed, or a key that is none: nobody can say whose token it is.
    return { reason: 'consent-unreadable' }
  }
}

/**
 * Checks form, header and signature of a token, and nothing that its claims say.
 * @throws whatever the key source throws.
 */
export async function readSigned(
  token: string,
  kind: { readonly typ: string; readonly maxLength?: number },
  trust: ConsentTrust,
  now: Date,
): Promise<SignedToken | RememberedToken | { readonly reason: Reason }> {
  const known = trust.memory?.get(token)
  const form = known ?? readForm(token, kind.maxLength)
  if (!form) return { reason: 'consent-unreadable' }
  const header = readHeader(form.header, kind.typ, trust)
  if (!header) return { reason: 'consent-untrusted' }
  const found = await trust.keys(header.kid, header.alg, now, trust.keepAlive)
  if ('reason' in found) return found
  const { key } = found
  if (known?.key === key) return known
  if (!(await isSignedBy(key, header.alg, signatureOf(token))))
    return { reason: 'consent-untrusted' }
  return { header: form.header, payload: form.payload, key }
}

function readHeader(
  header: JsonObject,
  wanted: string,
  trust: ConsentTrust,
): { alg: Algorithm; kid: string } | undefined {
  const { alg, typ, kid } = header
  if (!Object.keys(header).every((name) => headerNames.has(name))) return undefined
  if (typ !== wanted || typeof kid !== 'string' || kid === '') return undefined
  return isAlgorithm(alg) && trust.algorithms.includes(alg) ? { alg, kid } : undefined
}

/** What a verified signature does not say: who signed for whom, and when (RFC 7519 section 4.1). */
function objectionTo(
  payload: JsonObject,
  kind: TokenKind,
  trust: ConsentTrust,
  now: Date,
): Reason | undefined {
  const seconds = Math.floor(now.getTime() / 1000)
  if (Number.isNaN(seconds)) return 'consent-unreadable'
  const { iss, aud, iat, exp, nbf = iat } = payload
  const { issuer, audience, clockToleranceSeconds = 5, maxLifetimeSeconds = Infinity } = trust
  // An audience in a list is not ours alone.
  if (iss !== issuer || aud !== audience) return 'consent-untrusted'
  if (!isNumber(iat) || !isNumber(exp) || !isNumber(nbf)) return 'consent-untrusted'
  if (Math.max(iat, nbf) > seconds + clockToleranceSeconds) return 'consent-untrusted'
  const cap = Math.min(kind.maxLifetimeSeconds, maxLifetimeSeconds)
  if (!(lifetimeOf({ iat, exp }) <= cap)) return 'consent-untrusted'
  return exp <= seconds - clockToleranceSeconds ? 'consent-expired' : undefined
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number'
}

// Not a number, and so never short enough, when a claim is not one or `exp` is not after `iat`.
function lifetimeOf({ iat, exp }: JWTPayload): number {
  const seconds = Number(exp) - Number(iat)
  return seconds > 0 ? seconds : Number.NaN
}

/** Signs claims as one kind of token, unless readers would refuse its lifetime. */
export async function signJwt(
  claims: JWTPayload,
  kind: Pick<TokenKind, 'typ' | 'maxLifetimeSeconds'>,
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
