import { type Purpose, purposeKeys, purposes } from '../policy/index.ts'
import { readConsentCookie } from './cookie.ts'
import { isJsonObject, readForm } from './form.ts'
import type { ConsentResult } from './token.ts'

/**
 * What a request's token says no to although it cannot be verified: its key is gone or cannot be had,
 * it is past its end, or it was altered. It grants nothing, and a no needs no signature.
 * @returns `undefined` when there is none, it was verified, or it says no to nothing.
 */
export function denialsFromRequest(
  { headers }: { readonly headers: Headers },
  result: ConsentResult | undefined,
): ReadonlySet<Purpose> | undefined {
  if (!result || 'consent' in result || result.reason === 'consent-absent') return undefined
  const found = readConsentCookie(headers)
  return 'token' in found ? readDenials(found.token) : undefined
}

/** What an unverified token says no to; `undefined` when that is nothing, or it cannot be read. */
export function readDenials(token: string): ReadonlySet<Purpose> | undefined {
  const choices = readForm(token)?.payload.prp
  if (!isJsonObject(choices)) return undefined
  const denied = purposes.filter((purpose) => {
    const choice = choices[purposeKeys[purpose]]
    return isJsonObject(choice) && (choice.s === 'd' || choice.s === 'w')
  })
  return denied.length > 0 ? new Set(denied) : undefined
}
