import { RequestError } from '../errors.ts'
import { type DeviceClass, deviceClass } from '../lib/device-class.ts'
import { headerLines } from '../lib/header-lines.ts'
import { Recent } from '../lib/recent.ts'
import { redactBody } from './body.ts'
import { keepCookies } from './cookies.ts'
import { pageHeaders, passHeaders, redactedRows, redactHeaders } from './headers.ts'
import type { PassRoute, Route, RouteMatch } from './route.ts'

/** Facts about the shop that a request for its origin needs. */
export interface Site {
  /** Where the shop is; without it, where the shopper's request was for. Its path is not used. */
  readonly origin?: URL | undefined
  /** Languages of the shop, the first being its own. */
  readonly languages: readonly string[]
}

/** The methods each mode has an answer to. */
export const methods: ReadonlyMap<Route['mode'], ReadonlySet<string>> = new Map([
  ['page', new Set(['GET', 'HEAD', 'OPTIONS'])],
  ['pass', new Set(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'])],
])

/** The headers of a page request as the origin sees them. */
export interface Variant {
  /** They are everybody's: copy them to change them. */
  readonly headers: Headers
  /** The same, by `headerLines`. */
  readonly lines: string
  readonly language: string
  readonly device: DeviceClass
  /** Whether it carries Global Privacy Control. */
  readonly gpc: boolean
  /** The request is for a picture or a style sheet, as browsers say in `Accept`. */
  readonly isAsset: boolean
}

// Browsers are alike: what most send is reduced once. So many are remembered, of so many characters.
const rememberedVariants = 1000
const longestRemembered = 1024

// A rule without parameters says the same whatever was sent, so that need not be read.
const heard = [...pageHeaders].flatMap(([name, { length }]) => (length > 0 ? name : []))

/** Reduces the headers of shoppers to those, for a shop in these languages. */
export function pageVariants(languages: readonly string[]): (headers: Headers) => Variant {
  const variants = new Recent<string, Variant>(rememberedVariants)

  return function pageVariant(headers) {
    let sent = ''
    // To every rule of a page an empty header says as much as none.
    for (const name of heard) sent += `${headers.get(name) ?? ''}\n`
    const known = variants.get(sent)
    if (known) return known
    // No rule of a page looks at the origins.
    const context = { headers, languages, publicOrigin: '', origin: '' }
    const variant = variantOf(headers, redactedRows(pageHeaders, context))
    if (sent.length <= longestRemembered) variants.set(sent, variant)
    return variant
  }
}

function variantOf(sent: Headers, rows: readonly [name: string, value: string][]): Variant {
  const values = new Map(rows)
  return {
    lines: headerLines(rows),
    // From a record: workerd takes six times as long for a list of pairs.
    headers: new Headers(Object.fromEntries(rows)),
    language: values.get('accept-language') ?? '',
    device: deviceClass(sent.get('user-agent')),
    gpc: values.has('sec-gpc'),
    isAsset: /^(image\/|text\/css)/.test(values.get('accept') ?? ''),
  }
}

/**
 * Builds the request for a page that the origin may see: an address that was rebuilt, and a variant.
 *
 * @throws {RequestError} 405 for a method that a page has no answer to.
 */
export function pageRequest(method: string, url: string, variant: Variant): Request {
  checkMethod('page', method)
  return new Request(url, { method, redirect: 'manual', headers: variant.headers })
}

function checkMethod(mode: Route['mode'], method: string): void {
  if (!methods.get(mode)?.has(method)) {
    throw new RequestError(405, 'ERR_REQUEST_INVALID', 'This page does not take the method')
  }
}

/**
 * Builds the request the origin may see. It starts empty, and only what has a rule is put in.
 *
 * @throws {RequestError} 405 for a method the mode has no answer to; 400, 413 or 415 for a body that
 * should be filtered and cannot be.
 */
export async function redactRequest(
  request: Request,
  { route, path, query }: RouteMatch,
  { origin, languages }: Site,
): Promise<Request> {
  checkMethod(route.mode, request.method)
  const publicOrigin = new URL(request.url).origin
  const context = {
    headers: request.headers,
    languages,
    publicOrigin,
    origin: origin?.origin ?? publicOrigin,
  }
  // Joined, not resolved: `//elsewhere` as a path would resolve to another host.
  const search = query.toString()
  const url = context.origin + path + (search ? `?${search}` : '')

  const init = { method: request.method, redirect: 'manual' } as const
  if (route.mode === 'page') {
    return new Request(url, { ...init, headers: redactHeaders(pageHeaders, context) })
  }
  const headers = redactHeaders(passHeaders, context)
  addDeclared(headers, request.headers, route)
  const redacted = await redactBody(request, route)
  for (const [name, value] of redacted?.headers ?? []) headers.set(name, value)
  return new Request(url, { ...init, headers, body: redacted?.body ?? null })
}

function addDeclared(headers: Headers, sent: Headers, route: PassRoute): void {
  for (const name of route.headers ?? []) {
    const value = sent.get(name)
    if (value !== null) headers.set(name, value)
  }
  const cookies = keepCookies(sent.get('cookie'), route.cookies ?? [])
  if (cookies !== undefined) headers.set('cookie', cookies)
}
