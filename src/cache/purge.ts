import { Hono } from 'hono/tiny'
import * as v from 'valibot'
import { RequestError } from '../errors.ts'
import type { Pages } from './pages.ts'
import type { Purge } from './purges.ts'

export interface PurgeOptions {
  readonly pages: Pick<Pages, 'purge'>
  /** Whether a request may purge; `env` holds the Worker's bindings. */
  readonly isAllowed: (request: Request, env: unknown) => boolean | Promise<boolean>
}

const longestBody = 8192
const purgeBody = v.union([
  v.strictObject({ url: v.string() }),
  v.strictObject({ prefix: v.string() }),
  v.strictObject({ all: v.literal(true) }),
])

/**
 * The endpoint that forgets pages. A `POST` says which: `{ "url": "/product/22423" }`,
 * `{ "prefix": "/category/" }` or `{ "all": true }`, of the shop it was sent to. Errors are RFC 9457
 * problems.
 *
 * @example app.route('/.limen/purge', purge({ pages, isAllowed }))
 */
export function purge({ pages, isAllowed }: PurgeOptions): Hono {
  const app = new Hono()
  app.onError(problemOf)

  app.post('/', async (c) => {
    if (!(await isAllowed(c.req.raw, c.env))) {
      throw new RequestError(401, 'ERR_REQUEST_UNAUTHORIZED', 'Purging takes a bearer token')
    }
    const purged = await pages.purge(readPurge(await c.req.text(), new URL(c.req.url).origin))
    return c.json({ purged }, 200, noStore)
  })

  app.all('/', () => {
    throw new RequestError(405, 'ERR_REQUEST_INVALID', 'Purging takes a POST')
  })

  return app
}

function readPurge(text: string, origin: string): Purge {
  if (text.length > longestBody) throw new RequestError(413, 'ERR_REQUEST_INVALID', 'Too long')
  const body = v.safeParse(purgeBody, parseJson(text))
  if (!body.success) {
    const message = 'The body must be {"url": …}, {"prefix": …} or {"all": true}'
    throw new RequestError(400, 'ERR_REQUEST_INVALID', message)
  }
  const what = body.output
  if ('url' in what) return { url: within(origin, what.url) }
  return { prefix: within(origin, 'prefix' in what ? what.prefix : '/') }
}

function within(origin: string, address: string): string {
  const url = URL.parse(address, origin)
  if (url?.origin === origin) return url.href
  throw new RequestError(400, 'ERR_REQUEST_INVALID', 'The address must be one of this shop')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const noStore = { 'cache-control': 'no-store' }
const challenges: ReadonlyMap<number, Record<string, string>> = new Map([
  [401, { 'www-authenticate': 'Bearer' }],
  [405, { allow: 'POST' }],
])

function problemOf(error: Error): Response {
  const known = error instanceof RequestError ? error : undefined
  const status = known?.status ?? 500
  const title = known?.message ?? 'Something went wrong'
  const problem = { type: 'about:blank', status, title, ...(known && { code: known.code }) }
  return Response.json(problem, {
    status,
    headers: { ...noStore, ...challenges.get(status), 'content-type': 'application/problem+json' },
  })
}
