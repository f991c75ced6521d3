import type { Reason } from '../decision.ts'
import { type ConsentContent, readClaims, withoutGrants } from './claims.ts'
import { type ConsentTrust, type TokenKind, verifyJwt } from './jwt.ts'

declare const verified: unique symbol

/** Proof that a consent token was checked. Only `verifyConsent` makes one. */
export type Consent = ConsentContent & { readonly [verified]: true }

export type ConsentResult = { readonly consent: Consent } | { readonly reason: Reason }

/** The edge token of a shopper's choices. */
export const consentKind: TokenKind<ConsentContent> = {
  typ: 'consent+jwt',
  maxLifetimeSeconds: 7 * 24 * 60 * 60,
  read: readClaims,
}

/**
 * Checks a consent token. Never throws: whatever is wrong is a reason, and then there is no consent.
 * Nothing may be decided by the token's text: an ES256 signature has two spellings that both verify.
 */
export async function verifyConsent(
  token: string,
  trust: ConsentTrust,
  now: Date,
): Promise<ConsentResult> {
  const result = await verifyJwt(token, consentKind, trust, now)
  if ('reason' in result) return result
  const { content } = result
  const isOutdated = content.epoch < (trust.epoch ?? 0)
  return { consent: (isOutdated ? withoutGrants(content) : content) as Consent }
}
