import { type Config, fromEnv } from './config/index.ts'
import type { Offer } from './offer.ts'
import { guardPersonal } from './privacy/index.ts'
import type { OpenProfile } from './profile/index.ts'

/**
 * Opens the profiles of a configuration with the first request: only then does a Worker have its
 * variables. Keys that cannot be had are told to `report`, once, and then nobody has a profile.
 */
export function profilesOf(
  { profile }: Config,
  report: (error: unknown) => void,
): (env: unknown) => OpenProfile | undefined {
  let open: OpenProfile | undefined
  let isKnown = profile === undefined
  return (env) => {
    if (isKnown) return open
    isKnown = true
    try {
      open = profile?.open(fromEnv('profile.keys', profile.keys, env))
    } catch (error) {
      report(error)
    }
    return open
  }
}

/**
 * Hands the profile and a renewed token back on an answer, which then no cache keeps. A personal page
 * takes what the offer has for the profile; any other answer only loses one that may not be there.
 */
export function handBack(
  answer: Response,
  { profile, renewal }: Offer,
  { isPersonal }: { readonly isPersonal: boolean },
): Response {
  if (!renewal && !profile) return answer
  const ofProfile = isPersonal ? profile?.cookie : profile?.clearing
  const cookies = [renewal, ofProfile].filter((cookie) => cookie !== undefined)
  if (cookies.length === 0 || answer.webSocket) return answer
  const { headers } = answer
  if (!isPersonal || headers.get('cache-control') !== 'private, no-store') guardPersonal(headers)
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return answer
}
