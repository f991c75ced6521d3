import { keepSetCookies } from './cookies.ts'
import type { Route, RouteMatch } from './route.ts'

/** The shop as Limen reaches it and as shoppers know it. */
export interface Origins {
  /** Absent when both are the same. */
  readonly origin?: URL | undefined
  readonly publicOrigin: string
}

// RFC 9110 section 7.6.1
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authentication-info',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

// What a relative address resolves against: a host that is nobody's, RFC 2606 section 2.
const relative = 'https://relative.invalid'

const mapped: readonly (readonly [string, (value: string, origins: Origins) => string])[] = [
  ['access-control-allow-origin', toPublicOrigin],
  ['content-location', toPublic],
  ['location', toPublic],
]

/**
 * Builds the answer the shopper may get: cookies that were declared, addresses of the public shop.
 * Status and body stay as they are, in their coding; a websocket is handed on untouched.
 */
export function redactResponse(
  response: Response,
  { route }: RouteMatch,
  origins: Origins,
): Response {
  if (response.webSocket) return response

  // From the response itself: workerd then hands an encoded body on without decoding it.
  const answer = new Response(response.body, response)
  const { headers } = answer
  const nominated = headers.get('connection')?.split(',') ?? []
  for (const name of hopByHop) headers.delete(name)
  for (const name of nominated.map((name) => name.trim())) if (isName(name)) headers.delete(name)
  for (const [name, map] of mapped) {
    const value = headers.get(name)
    if (value !== null) headers.set(name, map(value, origins))
  }
  if (headers.has('set-cookie')) {
    const cookies = keepSetCookies(headers.getSetCookie(), settable(route))
    headers.delete('set-cookie')
    for (const cookie of cookies) headers.append('set-cookie', cookie)
  }
  return answer
}

function settable(route: Route): string[] {
  const cookies = route.mode === 'pass' ? (route.cookies ?? []) : []
  return [...cookies, ...(route.setCookies ?? [])]
}

function isName(name: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(name)
}

// By host, not by scheme and host: a redirect to the origin's http side leads past Limen too.
function toPublic(address: string, { origin, publicOrigin }: Origins): string {
  const url = URL.parse(address, relative)
  if (!origin || url?.host !== origin.host) return address
  return publicOrigin + url.pathname + url.search + url.hash
}

function toPublicOrigin(allowed: string, { origin, publicOrigin }: Origins): string {
  return allowed === origin?.origin ? publicOrigin : allowed
}
