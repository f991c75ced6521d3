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
 * Hands the profile back on an answer. A personal page takes what the offer has for it; any other
 * answer only loses a profile that may not be there, and then no cache keeps it.
 */
export function handBack(
  answer: Response,
  { profile }: Offer,
  { isPersonal }: { readonly isPersonal: boolean },
): Response {
  const cookie = isPersonal ? profile?.cookie : profile?.clearing
  if (cookie === undefined || answer.webSocket) return answer
  const { headers } = answer
  if (!isPersonal || headers.get('cache-control') !== 'private, no-store') {
    const guarded = guardPersonal(headers)
    for (const name of [...headers.keys()]) {
      if (!guarded.has(name) && name !== 'content-length') headers.delete(name)
    }
    headers.set('cache-control', guarded.get('cache-control') as string)
  }
  headers.append('set-cookie', cookie)
  return answer
}
