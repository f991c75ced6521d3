import { ConfigError } from '../errors.ts'
import type { Route } from './route.ts'

// RFC 9110 section 5.6.2
const token = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i

const address = 'it carries the network address of the shopper'
const reduced = 'it crosses already, reduced'
const framing = 'it belongs to the connection'

/** Headers that no declaration can let through, and why. */
export const neverCross: ReadonlyMap<string, string> = new Map([
  ['cookie', 'name the cookies under `cookies`'],
  ['content-type', 'it crosses with the body'],
  ['content-encoding', 'it crosses with the body'],
  ['referer', 'it holds the whole address of another page'],
  ['accept', reduced],
  ['accept-language', reduced],
  ['origin', reduced],
  ['sec-gpc', reduced],
  ['user-agent', reduced],
  ['forwarded', address],
  ['via', address],
  ['x-forwarded', address],
  ['x-forwarded-for', address],
  ['x-original-forwarded-for', address],
  ['accept-encoding', framing],
  ['connection', framing],
  ['content-length', framing],
  ['expect', framing],
  ['host', framing],
  ['keep-alive', framing],
  ['proxy-authorization', framing],
  ['proxy-connection', framing],
  ['te', framing],
  ['trailer', framing],
  ['transfer-encoding', framing],
  ['upgrade', framing],
])

// The platform's own headers hold address, place and fingerprint of the connection.
const addressFamilies = /^cf-|(^|-)(ip|addr|address)$/

/** Refuses declarations that cannot hold, naming the option. */
export function checkDeclared(route: Route, option: string): void {
  checkNames(route.setCookies, `${option}.setCookies`)
  if (route.mode !== 'pass') return

  checkNames(route.cookies, `${option}.cookies`)
  checkNames(route.headers, `${option}.headers`)
  for (const [i, header] of (route.headers ?? []).entries()) {
    const name = header.toLowerCase()
    const why = neverCross.get(name) ?? (addressFamilies.test(name) ? address : undefined)
    if (why) throw new ConfigError(`${option}.headers[${i}]`, `cannot cross: ${why}`)
  }
  if (route.fields && route.body) {
    throw new ConfigError(
      `${option}.body`,
      'must not stand beside `fields`: one says all, one some',
    )
  }
}

function checkNames(names: readonly string[] = [], option: string): void {
  for (const [i, name] of names.entries()) {
    if (!token.test(name)) throw new ConfigError(`${option}[${i}]`, 'must be a name by RFC 9110')
  }
}
