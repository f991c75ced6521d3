import { Hono } from 'hono'
import type { Config } from './config/index.ts'
import { RequestError } from './errors.ts'
import { type LimenEnv, type PersonalizeTools, personalize } from './personalize.ts'
import { preview } from './preview/index.ts'
import { toProblem } from './problem.ts'

/** The deployable Worker: the middleware in front of a shop, and nothing after it. */
export function worker(config: Config, tools: PersonalizeTools = {}): Hono<LimenEnv> {
  const app = new Hono<LimenEnv>()
  app.use(preview(config, tools.now))
  app.use(personalize(config, tools))
  app.all('*', (c) => {
    const missing = new RequestError(404, 'ERR_ROUTE_UNKNOWN', 'There is no such page')
    return toProblem(missing, c.req.raw.headers.get('accept'))
  })
  return app
}
