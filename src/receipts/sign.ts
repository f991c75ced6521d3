import { importJWK, SignJWT } from 'jose'
import {
  type ConsentTrust,
  type JsonObject,
  type PrivateJwk,
  readSigned,
} from '../consent/index.ts'
import type { Reason } from '../decision.ts'
import { ConfigError } from '../errors.ts'
import { formatOf, type ReceiptFormat } from './schemas.ts'

/** Who signs receipts: the consent service, with the key of its tokens. */
export interface ReceiptSigner {
  readonly issuer: string
  readonly privateJwk: PrivateJwk
}

export type ReceiptResult =
  | { readonly receipt: JsonObject; readonly format: ReceiptFormat; readonly signedAt: Date }
  | { readonly reason: Reason }

const typ = 'consent-receipt+jwt'

// Some ten times of what a receipt for all purposes takes.
const maxLength = 65_536

/**
 * Signs a receipt, so that a shopper can show it to others. It has no end: it says what was chosen
 * then, not what may be done now.
 *
 * @throws ConfigError when it is not a whole receipt of either format.
 */
export async function signReceipt(
  receipt: JsonObject,
  { issuer, privateJwk }: ReceiptSigner,
  now: Date,
): Promise<string> {
  if (!formatOf(receipt)) throw new ConfigError('receipt', 'must be whole')
  const { alg, kid } = privateJwk
  return new SignJWT({ iss: issuer, iat: Math.floor(now.getTime() / 1000), receipt })
    .setProtectedHeader({ alg, typ, kid })
    .sign(await importJWK(privateJwk, alg))
}

/** Checks a signed receipt under the trust of consent tokens. Never throws; permits nothing. */
export async function verifyReceipt(
  token: string,
  trust: ConsentTrust,
  now: Date,
): Promise<ReceiptResult> {
  try {
    const signed = await readSigned(token, { typ, maxLength }, trust, now)
    if ('reason' in signed) return signed
    const { iss, iat, receipt } = signed.payload
    const latest = now.getTime() / 1000 + (trust.clockToleranceSeconds ?? 5)
    if (iss !== trust.issuer || typeof iat !== 'number' || !(iat <= latest)) {
      return { reason: 'consent-untrusted' }
    }
    const format = formatOf(receipt)
    if (!format) return { reason: 'consent-unreadable' }
    return { receipt: receipt as JsonObject, format, signedAt: new Date(iat * 1000) }
  } catch {
    return { reason: 'consent-untrusted' }
  }
}
