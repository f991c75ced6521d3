import type { Context, Next } from 'hono'
import type { Config } from '../config/index.ts'
import { verifyPreview } from '../consent/index.ts'
import { cookieValues } from '../lib/cookies.ts'
import type { Limen, LimenEnv } from '../personalize.ts'
import { trustOf } from '../trust.ts'
import { revealTrace } from './reveal.ts'

/** Where a program sends its preview token. */
export const previewHeader = 'limen-preview'

/** Where a browser keeps it. */
export const previewCookie = '__Host-limen-preview'

/**
 * Shows decisions on a deployed shop to whoever holds a preview token, signed by a key that consent
 * tokens are trusted under. It shows, and changes nothing: no purpose is granted by it.
 */
export function preview(config: Config, now: () => Date = () => new Date()): Limen {
  if (!config.consent) return (_, next) => next() // nobody's token counts
  const trust = trustOf(config)

  return function preview(c, next) {
    const { headers } = c.req.raw
    const token = headers.get(previewHeader) ?? cookieValues(previewCookie, headers)[0]
    return token === undefined ? next() : show(token, c, next)
  }

  async function show(token: string, c: Context<LimenEnv>, next: Next): Promise<void> {
    const isHolder = await isTrusted(token, c.env)
    await next()
    if (isHolder) reveal(c)
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

/** Reveals what was done with a request, if Limen did anything with it. */
export function reveal(c: Context<LimenEnv>): void {
  const trace = c.var.limen
  if (!trace) return
  const revealed = revealTrace(c.res, trace)
  // Hono lays the headers of an answer that is there over the next one; the old must not come back.
  c.res = undefined
  c.res = revealed
}
