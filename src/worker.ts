import type { Context } from 'hono'
import { Hono } from 'hono/tiny'
import type { Config } from './config/index.ts'
import { RequestError } from './errors.ts'
import { type LimenEnv, type PersonalizeTools, personalize } from './personalize.ts'
import { preview } from './preview/index.ts'
import { toProblem } from './problem.ts'

/** The deployable Worker: the middleware in front of a shop, and nothing after it. */
export function worker(config: Config, tools: PersonalizeTools = {}): Hono<LimenEnv> {
  const shown = preview(config, tools.now)
  const limen = personalize(config, tools)
  // As one handler: Hono calls it without the chain of promises that several are.
  return new Hono<LimenEnv>().use((c) => shown(c, () => limen(c, () => refuse(c))))
}

async function refuse(c: Context): Promise<void> {
  const missing = new RequestError(404, 'ERR_ROUTE_UNKNOWN', 'There is no such page')
  c.res = await toProblem(missing, c.req.raw.headers.get('accept'))
}
