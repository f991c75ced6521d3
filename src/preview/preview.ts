import type { Arrival } from '../arrival.ts'
import type { Config } from '../config/index.ts'
import { verifyPreview } from '../consent/index.ts'
import { cookieValues } from '../lib/cookies.ts'
import type { Soon } from '../lib/soon.ts'
import { trustOf } from '../trust.ts'

/** Where a program sends its preview token. */
export const previewHeader = 'limen-preview'

/** Where a browser keeps it. */
export const previewCookie = '__Host-limen-preview'

/**
 * Builds the question whether decisions are shown to a request: to one that holds a preview token,
 * signed by a key that consent tokens are trusted under. It shows, and changes nothing: no purpose is
 * granted by it.
 */
export function previews(
  config: Config,
  now: () => Date = () => new Date(),
): (arrival: Arrival) => Soon<boolean> {
  if (!config.consent) return () => false // nobody's token counts
  const trust = trustOf(config)

  return function isPreviewed({ request: { headers }, env }) {
    const token = headers.get(previewHeader) ?? cookieValues(previewCookie, headers)[0]
    return token !== undefined && isTrusted(token, env)
  }

  async function isTrusted(token: string, env: unknown): Promise<boolean> {
    try {
      const known = trust(env)
      return known !== undefined && 'preview' in (await verifyPreview(token, known, now()))
    } catch {
      return false // the keys are not configured; the shopper's own request says so to the operator
    }
  }
}
