import { Hono } from 'hono'
import type { Config } from './config/index.ts'
import { revealTrace } from './dev/index.ts'
import { type LimenEnv, personalize } from './personalize.ts'

/** The variables and secrets of the deployable Worker. No other file knows their names. */
interface Bindings {
  /** `on` in local development: never set it on a deployment. */
  readonly LIMEN_DEVELOPMENT?: string
}

/** The deployable Worker: the middleware in front of a shop, and Limen's own pages. */
export function worker(config: Config): Hono<LimenEnv & { Bindings: Bindings }> {
  const app = new Hono<LimenEnv & { Bindings: Bindings }>()
  app.use(async (c, next) => {
    await next()
    if (c.env.LIMEN_DEVELOPMENT === 'on' && c.var.limen) c.res = revealTrace(c.res, c.var.limen)
  })
  app.use(personalize(config))
  return app
}
