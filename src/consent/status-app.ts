import { Hono } from 'hono/tiny'
import type { PrivateJwk } from './keys.ts'
import { listLength, listOf, listUri, type RevocationStore } from './status-store.ts'
import { maxListSeconds, signStatusList } from './status-token.ts'

export interface StatusListAppOptions {
  /** Where withdrawals are kept; the Worker's bindings are in `env`. */
  readonly store: (env: never) => RevocationStore
  /** Signs the lists: the key that signs consent tokens. */
  readonly privateJwk: (env: never) => PrivateJwk
  /** The consent service, as tokens name it. */
  readonly issuer: string
  /** How long a copy of a list counts. Default and most: 300. */
  readonly ttlSeconds?: number
  readonly now?: () => Date
}

/**
 * Publishes status lists under `/.limen/consent/status/`, signed when they are asked for. A shared
 * cache may keep one for a tenth of its life, so that asking often costs little.
 *
 * @example app.route('/', statusListApp({ issuer, store: () => revocations, privateJwk: () => key }))
 */
export function statusListApp({
  store,
  privateJwk,
  issuer,
  ttlSeconds = maxListSeconds,
  now = () => new Date(),
}: StatusListAppOptions): Hono {
  const app = new Hono()
  app.get('/.limen/consent/status/:list', async (c) => {
    const list = listOf(issuer, listUri(issuer, c.req.param('list')))
    const revoked = list === undefined ? undefined : await store(c.env as never).revoked(list)
    if (list === undefined || !revoked) return c.notFound()
    const uri = listUri(issuer, list)
    const options = { uri, issuer, revoked, length: listLength, ttlSeconds }
    const token = await signStatusList(options, privateJwk(c.env as never), now())
    return c.body(token, 200, {
      'content-type': 'application/statuslist+jwt',
      'cache-control': `public, max-age=${Math.floor(ttlSeconds / 10)}`,
      // Anybody may check a token, a page of another site included.
      'access-control-allow-origin': '*',
    })
  })
  return app
}
