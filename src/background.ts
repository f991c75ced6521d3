import type { Context } from 'hono'

/** Holds the isolate for work that outlives the answer. */
export function keepAlive(context: Context, work: Promise<unknown>): void {
  try {
    context.executionCtx.waitUntil(work)
  } catch {
    // Outside Workers, as in a test that calls `app.request`, nothing ends before the work is done.
  }
}
