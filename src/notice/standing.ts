import { decodeJwt, type JWTPayload } from 'jose'
import {
  type Choice,
  type Consent,
  type ConsentTrust,
  readConsentCookie,
  verifyConsent,
  withoutGrants,
} from '../consent/index.ts'
import type { Purpose } from '../policy/index.ts'

/** A choice that still stands: its token may be past its end, its record is not. */
export interface Standing {
  /** What counts of it: nothing is given any more by a choice that was taken back or is asked anew. */
  readonly consent: Consent
  /** What its token says. */
  readonly claims: JWTPayload
  /** Whether it was taken back elsewhere, so that its record cannot be gone on with. */
  readonly isRevoked: boolean
}

/**
 * Reads the choice that a request brings. A token lives for a day and its record for months: one whose
 * signature is right says what was chosen until the record ends.
 */
export async function standingConsent(
  headers: Headers,
  trust: ConsentTrust | undefined,
  { now, recordSeconds }: { readonly now: Date; readonly recordSeconds: number },
): Promise<Standing | undefined> {
  const found = readConsentCookie(headers)
  if (!trust || !('token' in found)) return undefined
  const claims = peek(found.token)
  if (!claims) return undefined
  // At the time of its making everything but its end is checked; that it was made, too.
  const madeAt = new Date(Math.min(Number(claims.iat) * 1000, now.getTime()))
  const result = await verifyConsent(found.token, trust, madeAt)
  if (!('consent' in result)) return undefined
  const { consent } = result
  const isOver = now.getTime() - consent.chosenAt.getTime() >= recordSeconds * 1000
  return isOver ? undefined : { consent, claims, isRevoked: false }
}

/** The same choice, taken back: a no stays a no, and nothing is given. */
export function takenBack({ consent, claims }: Standing): Standing {
  return { consent: withoutGrants(consent) as Consent, claims, isRevoked: true }
}

/** Whether a shopper has yet to decide on a purpose. */
export function isOpen(purpose: Purpose, consent: Consent | undefined, now: Date): boolean {
  if (!consent?.confirmed) return true
  const choice = consent.choices[purpose]
  return choice?.state === 'g'
    ? isOver(choice, now)
    : choice?.state !== 'd' && choice?.state !== 'w'
}

/** Whether a purpose is on by what was chosen. Contextual is until somebody says no. */
export function isOn(purpose: Purpose, consent: Consent | undefined, now: Date): boolean {
  const choice = consent?.choices[purpose]
  if (purpose === 'contextual') return choice?.state !== 'd' && choice?.state !== 'w'
  return choice?.state === 'g' && !isOver(choice, now)
}

function isOver({ expiresAt }: Choice, now: Date): boolean {
  return expiresAt !== undefined && !(now < expiresAt)
}

function peek(token: string): JWTPayload | undefined {
  try {
    return decodeJwt(token)
  } catch {
    return undefined
  }
}
