import { base64url, calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'
import { ConfigError } from '../errors.ts'
import { type Purpose, purposeKeys, purposes } from '../policy/index.ts'
import {
  type Age,
  type Basis,
  type ChoiceState,
  claimsVersion,
  findWrongClaim,
  type Mechanism,
} from './claims.ts'
import { signJwt } from './jwt.ts'
import type { Algorithm, PrivateJwk } from './keys.ts'
import { consentKind } from './token.ts'

/** `length` fresh random bytes. */
export type Random = (length: number) => Uint8Array

/** What a shopper chose, and how. Only what differs from a plain choice in a preference centre. */
export interface ConsentOptions {
  readonly issuer: string
  readonly audience: string
  readonly purposes: Partial<Record<Purpose, ChoiceState>>
  /** Such as `EU-DE` or `US-CA`. */
  readonly jurisdiction: string
  /** The ground of every purpose but contextual, which has no personal data. Default `consent`. */
  readonly basis?: Basis
  readonly age?: Age
  readonly parental?: boolean
  readonly gpc?: boolean
  /** Purposes allowed in spite of Global Privacy Control, after the conflict was shown. */
  readonly overrides?: readonly Purpose[]
  readonly mechanism?: Mechanism
  /** BCP 47. */
  readonly language?: string
  /** The text that was shown: its version and a digest of it. */
  readonly notice?: { readonly id: string; readonly hash: string }
  /** Digest of the policy in force. */
  readonly policy?: string
  /** Default: entry 0 of a list at the issuer. */
  readonly status?: { readonly index: number; readonly uri: string }
  /** The site's epoch. Default 0. */
  readonly epoch?: number
  /** When the choice was made, if before now; a refresh does not move it. */
  readonly chosenAt?: Date
  /** Default 24 hours; readers refuse more than 7 days. */
  readonly lifetimeSeconds?: number
}

/** Makes a consent token, and refuses to make one that `verifyConsent` would not read. */
export async function mintConsent(
  options: ConsentOptions,
  privateJwk: PrivateJwk,
  now: Date,
  random: Random,
): Promise<string> {
  const claims = claimsOf(options, now, random)
  const wrong = findWrongClaim(claims)
  if (wrong) throw new ConfigError(wrong, 'is not what a consent token may say')
  return signJwt(claims, consentKind, privateJwk)
}

/** Makes a key pair for signing tokens; the `kid` is the key's own thumbprint (RFC 7638). */
export async function generateKeys(
  alg: Algorithm = 'ES256',
): Promise<{ privateJwk: PrivateJwk; publicJwk: JWK }> {
  const pair = await generateKeyPair(alg, { extractable: true })
  const [privateJwk, publicJwk] = await Promise.all([
    exportJWK(pair.privateKey),
    exportJWK(pair.publicKey),
  ])
  const common = { alg, kid: await calculateJwkThumbprint(publicJwk), use: 'sig' }
  return { privateJwk: { ...privateJwk, ...common }, publicJwk: { ...publicJwk, ...common } }
}

function claimsOf(options: ConsentOptions, now: Date, random: Random) {
  const { issuer, age = 'unknown', parental, overrides, chosenAt = now } = options
  const { notice = { id: 'none', hash: 'none' } } = options
  const { status = { index: 0, uri: `${issuer}/.limen/consent/status/0` } } = options
  const iat = toSeconds(now)
  return {
    iss: issuer,
    aud: options.audience,
    sub: base64url.encode(random(16)),
    iat,
    exp: iat + (options.lifetimeSeconds ?? 24 * 60 * 60),
    jti: makeUlid(now, random),
    ver: claimsVersion,
    rec: makeUlid(now, random),
    cat: toSeconds(chosenAt),
    mech: options.mechanism ?? 'prefcentre',
    cfm: options.mechanism !== 'default' && options.mechanism !== 'implied',
    nid: notice.id,
    nh: notice.hash,
    lang: options.language ?? 'en',
    jur: options.jurisdiction,
    jsrc: 'declared',
    pol: options.policy ?? 'none',
    prp: choicesOf(options),
    age,
    ...((parental !== undefined || age === 'u13') && { par: parental === true }),
    gpc: options.gpc ? 1 : 0,
    ...(overrides && { gpo: { t: iat, p: overrides.map((purpose) => purposeKeys[purpose]) } }),
    status: { status_list: { idx: status.index, uri: status.uri } },
    ep: options.epoch ?? 0,
  }
}

function choicesOf({ purposes: chosen, basis = 'consent' }: ConsentOptions): object {
  const made = purposes.filter((purpose) => chosen[purpose] !== undefined)
  return Object.fromEntries(
    made.map((purpose) => [
      purposeKeys[purpose],
      { s: chosen[purpose], b: purpose === 'contextual' ? 'nopd' : basis },
    ]),
  )
}

function toSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000)
}

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

// A ULID: 48 bits of milliseconds in ten characters, then 80 random bits in sixteen.
function makeUlid(now: Date, random: Random): string {
  let time = ''
  for (let rest = now.getTime(); time.length < 10; rest = Math.floor(rest / 32)) {
    time = crockford.charAt(rest % 32) + time
  }
  return time + Array.from(random(16), (byte) => crockford.charAt(byte % 32)).join('')
}
