import type { Reason } from '../decision.ts'
import { cookieValues } from '../lib/cookies.ts'
import type { Soon } from '../lib/soon.ts'
import type { ConsentTrust } from './jwt.ts'
import { type ConsentResult, verifyConsent } from './token.ts'

/** The cookie that holds the consent token. `__Host-` keeps subdomains from setting it. */
export const consentCookie = '__Host-limen-consent'

/**
 * Finds the consent token among a request's cookies. Two of that name are an attack (one was tossed
 * in from elsewhere), so neither is read.
 */
export function readConsentCookie(
  headers: Headers,
): { readonly token: string } | { readonly reason: Reason } {
  const [token, second] = cookieValues(consentCookie, headers)
  if (token === undefined) return { reason: 'consent-absent' }
  return second === undefined ? { token } : { reason: 'consent-unreadable' }
}

/** Reads and checks the consent that a request brings. Never throws. */
export function consentFromRequest(
  { headers }: { readonly headers: Headers },
  trust: ConsentTrust,
  now: Date,
): Soon<ConsentResult> {
  const found = readConsentCookie(headers)
  return 'token' in found ? verifyConsent(found.token, trust, now) : found
}
