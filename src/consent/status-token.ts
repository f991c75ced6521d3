import { importJWK, SignJWT } from 'jose'
import * as v from 'valibot'
import { type ConsentTrust, readSigned } from './jwt.ts'
import type { PrivateJwk } from './keys.ts'
import { entryBits, makeList, packList, type StatusList, unpackList } from './status-bits.ts'

/** A status list, and for how long it counts. Times are in seconds since 1970. */
export interface DatedList extends StatusList {
  readonly madeAt: number
  readonly endsAt: number
}

export interface SignListOptions {
  /** Where the list is found; tokens name it. */
  readonly uri: string
  readonly issuer: string
  readonly revoked: Iterable<number>
  /** How many entries the list has. */
  readonly length: number
  /** How long a copy counts. Default 300, which is the most that Limen lets it. */
  readonly ttlSeconds?: number
}

export interface ReadListOptions {
  /** The list that was asked for: no other one is taken for it. */
  readonly uri: string
  readonly trust: ConsentTrust
  readonly now: Date
  /** The longest a list may unpack to. */
  readonly maxBytes: number
}

/** No copy of a list counts for longer, so that a withdrawal is heard of within that time. */
export const maxListSeconds = 300

const typ = 'statuslist+jwt'
const numericDate = v.pipe(v.number(), v.minValue(0), v.maxValue(253_402_300_799))

// draft-ietf-oauth-status-list section 5.1.
const listClaims = v.object({
  iss: v.optional(v.string()),
  sub: v.string(),
  iat: numericDate,
  exp: v.optional(numericDate),
  ttl: v.optional(v.pipe(v.number(), v.gtValue(0))),
  status_list: v.object({ bits: v.picklist(entryBits), lst: v.string() }),
})

/** Makes and signs a status list token (draft-ietf-oauth-status-list). */
export async function signStatusList(
  { uri, issuer, revoked, length, ttlSeconds = maxListSeconds }: SignListOptions,
  privateJwk: PrivateJwk,
  now: Date,
): Promise<string> {
  const { alg, kid } = privateJwk
  const iat = Math.floor(now.getTime() / 1000)
  const times = { iat, exp: iat + ttlSeconds, ttl: ttlSeconds }
  const status_list = await packList(makeList(revoked, length))
  return new SignJWT({ iss: issuer, sub: uri, ...times, status_list })
    .setProtectedHeader({ alg, typ, kid })
    .sign(await importJWK(privateJwk, alg))
}

/**
 * Checks and unpacks a status list token. It counts from when it was made, not from when it came:
 * so neither a cache on the way nor a replayed list makes a withdrawal wait.
 * @throws Error when it cannot be used.
 */
export async function readStatusList(
  token: string,
  { uri, trust, now, maxBytes }: ReadListOptions,
): Promise<DatedList> {
  // Deflate never makes a list longer by more than a few bytes; base64url by a third.
  const maxLength = maxBytes * 1.5 + 4096
  const signed = await readSigned(token, { typ, maxLength }, trust, now)
  if ('reason' in signed) throw new Error(`status list: ${signed.reason}`)
  const { success, output } = v.safeParse(listClaims, signed.payload, { abortEarly: true })
  if (!success) throw new Error('status list: a claim is missing or malformed')

  const { iss = trust.issuer, sub, iat, exp = Infinity, ttl = Infinity, status_list } = output
  if (sub !== uri || iss !== trust.issuer) throw new Error('status list: it is another one')
  const seconds = now.getTime() / 1000
  const endsAt = Math.min(exp, iat + Math.min(ttl, maxListSeconds))
  if (!(iat <= seconds + (trust.clockToleranceSeconds ?? 5))) {
    throw new Error('status list: it is not made yet')
  }
  if (!(seconds < endsAt)) throw new Error('status list: it has expired')
  return { ...(await unpackList(status_list, maxBytes)), madeAt: iat, endsAt }
}
