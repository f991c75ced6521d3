import type { Context, Next } from 'hono'
import type { Arrival } from './arrival.ts'
import type { Config } from './config/index.ts'
import { type PersonalizeTools, type Serve, serves } from './serve.ts'
import type { Trace } from './trace.ts'

/** What the middleware leaves in the context for those after it. */
export interface LimenEnv {
  Variables: { limen: Trace }
}

/** A Hono middleware. Its answer is in the context. */
export type Limen = (c: Context<LimenEnv>, next: Next) => Promise<void>

/**
 * Makes the pages of a shop personal. With `site.origin` it asks the shop itself; without, the
 * handlers after it are the shop, and see only the redacted request.
 *
 * @throws ConfigError naming the route that cannot be.
 * @example app.use(personalize(config))
 */
export function personalize(config: Config, tools: PersonalizeTools = {}): Limen {
  return asMiddleware(serves(config, tools))
}

/** The way of a request, as a Hono middleware. */
export function asMiddleware(serve: Serve): Limen {
  return async function limen(c, next) {
    const { response, trace } = await serve(arrivalOf(c), async (request, trace) => {
      if (trace) c.set('limen', trace)
      c.req.raw = request
      await next()
      return c.res
    })
    if (trace) c.set('limen', trace)
    // Hono would copy the headers of the answer before onto this one: the shop's cookies, for one.
    c.res = undefined
    c.res = response
  }
}

function arrivalOf(c: Context): Arrival {
  return { request: c.req.raw, env: c.env, executionCtx: executionOf(c) }
}

function executionOf(c: Context): Arrival['executionCtx'] {
  try {
    return c.executionCtx
  } catch {
    return undefined // outside Workers, as in a test that calls `app.request`
  }
}
