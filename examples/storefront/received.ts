import type { MiddlewareHandler } from 'hono'

interface Received {
  readonly time: string
  readonly method: string
  readonly url: string
  readonly headers: readonly (readonly [string, string])[]
  /** Of a form. */
  readonly body?: string
}

const kept = 200
const received: Received[] = []

/**
 * Keeps the last requests that the shop was sent, and shows them at `path`. It is an example's mirror: it lets
 * anybody see what reached the shop and what did not. A real shop has no such address.
 */
export function mirror(path: string): MiddlewareHandler {
  return async function mirror(c, next) {
    if (c.req.path === path) {
      return c.json(received, 200, { 'Cache-Control': 'private, no-store' })
    }
    const { method, url, headers } = c.req.raw
    const isForm = headers.get('content-type')?.startsWith('application/x-www-form-urlencoded')
    received.push({
      time: new Date().toISOString(),
      method,
      url,
      headers: [...headers],
      ...(isForm ? { body: await c.req.text() } : {}),
    })
    if (received.length > kept) received.shift()
    return next()
  }
}
