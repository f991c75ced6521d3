import type { Reason } from '../decision.ts'
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
  const [token, second] = valuesOf(consentCookie, headers.get('cookie') ?? '')
  if (token === undefined) return { reason: 'consent-absent' }
  return second === undefined ? { token } : { reason: 'consent-unreadable' }
}

/** Reads and checks the consent that a request brings. Never throws. */
export async function consentFromRequest(
  { headers }: { readonly headers: Headers },
  trust: ConsentTrust,
  now: Date,
): Promise<ConsentResult> {
  const found = readConsentCookie(headers)
  return 'token' in found ? verifyConsent(found.token, trust, now) : found
}

// Only a semicolon parts cookies (RFC 6265 section 5.4): a comma may stand in a value, and to split
// there would let any other cookie smuggle in this one.
function valuesOf(name: string, cookies: string): string[] {
  const values: string[] = []
  for (const pair of cookies.split(';')) {
    const equals = pair.indexOf('=')
    if (pair.slice(0, Math.max(0, equals)).trim() === name)
      values.push(pair.slice(equals + 1).trim())
  }
  return values
}
