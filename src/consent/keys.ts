import type { JWK } from 'jose'
import type { Reason } from '../decision.ts'
import { ConfigError } from '../errors.ts'
import type { Soon } from '../lib/soon.ts'
import { isJsonObject, type JsonObject } from './form.ts'

/** Signature algorithms a token may use. `EdDSA` and `Ed25519` are two names of one (RFC 9864). */
export const algorithms = ['ES256', 'EdDSA', 'Ed25519'] as const

export type Algorithm = (typeof algorithms)[number]

/** A private key as a JSON Web Key, with the algorithm and id that its tokens carry. */
export type PrivateJwk = JWK & { readonly alg: Algorithm; readonly kid: string }

export type KeyResult = { readonly key: CryptoKey } | { readonly reason: Reason }

/**
 * Finds the public key that a token's `kid` names. `consent-untrusted`: there is no such key;
 * `consent-unreadable`: nobody can say now. What may go on after the answer is handed to `keepAlive`.
 */
export type KeySource = (
  kid: string,
  algorithm: Algorithm,
  now: Date,
  keepAlive?: (work: Promise<unknown>) => void,
) => Soon<KeyResult>

/** Usable keys by `kid`. */
export type Keys = ReadonlyMap<string, StoredKey>

interface StoredKey {
  readonly jwk: JWK
  /** Those that it may check. */
  readonly algorithms: readonly Algorithm[]
  // The key, never its promise: in workerd no request may wait for what another one started.
  imported?: CryptoKey
}

/** What is wrong with a key set, and where. A fatal flaw spoils the set, others only one key. */
interface Flaw {
  readonly at: string
  readonly message: string
  readonly fatal: boolean
}

/** What Web Crypto calls an algorithm, to import a key for it and to check with it. */
interface Signing {
  readonly name: string
  readonly namedCurve?: string
  readonly hash?: string
}

interface KeyShape {
  readonly signing: Signing
  readonly kty: string
  readonly crv: string
  readonly coordinates: readonly string[]
}

const ed25519: KeyShape = {
  signing: { name: 'Ed25519' },
  kty: 'OKP',
  crv: 'Ed25519',
  coordinates: ['x'],
}

const es256: KeyShape = {
  signing: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  kty: 'EC',
  crv: 'P-256',
  coordinates: ['x', 'y'],
}

const keyShapes: ReadonlyMap<string, KeyShape> = new Map<Algorithm, KeyShape>([
  ['ES256', es256],
  ['EdDSA', ed25519],
  ['Ed25519', ed25519],
])

// RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1; `priv` is from RFC 9964.
const secretMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv']

/** 32 bytes in canonical base64url, as both curves have them. */
const coordinate = /^[\w-]{42}[AEIMQUYcgkosw048]$/

/** Whether a name out of a header is an algorithm Limen knows. */
export function isAlgorithm(name: unknown): name is Algorithm {
  return typeof name === 'string' && keyShapes.has(name)
}

/**
 * Keys that are known when the Worker is deployed.
 * @param jwks a JSON Web Key Set (RFC 7517) of public keys, as an object or as JSON text.
 */
export function pinnedKeys(jwks: unknown): KeySource {
  const { keys, flaws } = readKeySet(typeof jwks === 'string' ? parseText(jwks) : jwks)
  const [flaw] = flaws
  if (flaw) throw new ConfigError(`consent.keys${flaw.at}`, flaw.message)
  return (kid, algorithm) => findKey(keys, kid, algorithm)
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // No `cause`: the parser's message quotes the text, which may hold a private key.
    throw new ConfigError('consent.keys', 'must be a JSON Web Key Set, but is not JSON')
  }
}

/** Finds a key in a set that was read before. */
export function findKey(keys: Keys, kid: string, algorithm: Algorithm): Soon<KeyResult> {
  const stored = keys.get(kid)
  if (!stored?.algorithms.includes(algorithm)) return { reason: 'consent-untrusted' }
  return stored.imported ? { key: stored.imported } : importStored(stored, algorithm)
}

async function importStored(stored: StoredKey, algorithm: Algorithm): Promise<KeyResult> {
  stored.imported = await importKey(stored.jwk, algorithm)
  return { key: stored.imported }
}

function importKey({ kty, crv, x, y }: JWK, algorithm: Algorithm): Promise<CryptoKey> {
  const { signing } = keyShapes.get(algorithm) as KeyShape
  const point = { kty, crv, x, ...(y !== undefined && { y }) } as JsonWebKey
  return crypto.subtle.importKey('jwk', point, signing, true, ['verify'])
}

/** Whether a signature is right (RFC 7518 section 3.4, RFC 8037 section 3.1). */
export function isSignedBy(
  key: CryptoKey,
  algorithm: Algorithm,
  { signature, signed }: Record<'signature' | 'signed', Uint8Array>,
): Promise<boolean> {
  const { signing } = keyShapes.get(algorithm) as KeyShape
  return crypto.subtle.verify(signing, key, signature, signed)
}

/** Reads a key set and lists everything that is wrong with it, without quoting any of it. */
export function readKeySet(value: unknown): { keys: Keys; flaws: readonly Flaw[] } {
  const keys = new Map<string, StoredKey>()
  const flaws: Flaw[] = []
  const entries = isJsonObject(value) && Array.isArray(value.keys) ? value.keys : []
  if (entries.length === 0) {
    flaws.push({ at: '', message: 'must be a JSON Web Key Set with at least one key', fatal: true })
  }
  for (const [index, jwk] of entries.entries()) {
    const flaw = findFlaw(jwk, keys)
    if (flaw) flaws.push({ at: `.keys[${index}]`, ...flaw })
    else keys.set(jwk.kid, { jwk: publicPart(jwk), algorithms: algorithmsOf(jwk) })
  }
  return { keys, flaws }
}

function findFlaw(jwk: unknown, known: Keys): Omit<Flaw, 'at'> | undefined {
  if (!isJsonObject(jwk)) return { message: 'must be an object', fatal: false }
  const { kid } = jwk
  if (secretMembers.some((name) => Object.hasOwn(jwk, name))) {
    return { message: 'must be a public key: remove it, and replace the key pair', fatal: true }
  }
  if (typeof kid !== 'string' || kid === '') return { message: 'needs a kid', fatal: false }
  if (known.has(kid)) return { message: 'has the kid of another key', fatal: true }
  if (algorithmsOf(jwk).length === 0) {
    return { message: 'must be a signature key on P-256 or Ed25519', fatal: false }
  }
  return undefined
}

function algorithmsOf(jwk: JsonObject): readonly Algorithm[] {
  return algorithms.filter((algorithm) => fits(jwk, algorithm))
}

function fits(jwk: JsonObject, algorithm: Algorithm): boolean {
  const shape = keyShapes.get(algorithm)
  return (
    shape !== undefined &&
    jwk.kty === shape.kty &&
    jwk.crv === shape.crv &&
    shape.coordinates.every((name) => coordinate.test(String(jwk[name]))) &&
    (jwk.alg ?? algorithm) === algorithm &&
    (jwk.use ?? 'sig') === 'sig' &&
    (jwk.key_ops === undefined || (Array.isArray(jwk.key_ops) && jwk.key_ops.includes('verify')))
  )
}

/** Reads the private key that `limen keys` wrote: the first of a set, as JSON text. */
export function readPrivateKey(text: string): PrivateJwk | undefined {
  try {
    const [jwk] = JSON.parse(text).keys
    const { alg, kid, d } = jwk
    const isOurs = isAlgorithm(alg) && fits(jwk, alg) && typeof kid === 'string'
    return isOurs && typeof d === 'string' ? jwk : undefined
  } catch {
    return undefined
  }
}

function publicPart({ kty, crv, x, y, alg }: JWK): JWK {
  return { kty, crv, x, ...(y !== undefined && { y }), ...(alg !== undefined && { alg }) } as JWK
}
