import { Hono, type MiddlewareHandler } from 'hono'
import type { Config } from './config/index.ts'
import { devRoom, preview } from './dev/index.ts'
import { RequestError } from './errors.ts'
import { type LimenEnv, type PersonalizeTools, personalize } from './personalize.ts'
import { toProblem } from './problem.ts'

/** The variables and secrets of the deployable Worker. No other file knows their names. */
export interface Bindings {
  /** `on` in local development. It counts for requests to this machine alone. */
  readonly LIMEN_DEVELOPMENT?: string
  /** A private JWK as JSON, to sign the consent that is tried out in development. */
  readonly LIMEN_DEV_KEY?: string
}

/** The deployable Worker: the middleware in front of a shop, and Limen's own pages. */
export function worker(config: Config, tools: PersonalizeTools = {}): Hono<LimenEnv> {
  const { fetch = (request) => globalThis.fetch(request), now = () => new Date() } = tools
  const inProduction = preview(config, now)
  let inDevelopment: MiddlewareHandler<LimenEnv> | undefined

  const app = new Hono<LimenEnv>()
  app.use((c, next) => {
    const env = c.env as Bindings
    if (!isDevelopment(env, c.req.url)) return inProduction(c, next)
    inDevelopment ??= devRoom({ config, env, privateKey: env.LIMEN_DEV_KEY, fetch, now, random })
    return inDevelopment(c, next)
  })
  app.use(personalize(config, tools))
  app.notFound((c) => {
    const missing = new RequestError(404, 'ERR_ROUTE_UNKNOWN', 'There is no such page')
    return toProblem(missing, c.req.header('accept') ?? null)
  })
  return app
}

const loopback = /^(localhost|[^.]+\.localhost|127\.0\.0\.1|\[::1\])$/

// By the host as well: then neither a forgotten variable on a deployment nor a site that points its
// name at this machine (DNS rebinding) opens the room.
function isDevelopment({ LIMEN_DEVELOPMENT }: Bindings, url: string): boolean {
  return LIMEN_DEVELOPMENT === 'on' && loopback.test(new URL(url).hostname)
}

function random(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length))
}
