import { Recent } from '../lib/recent.ts'
import { compileRoutes } from './match.ts'
import type { Route, RouteMatch } from './route.ts'
import type { Known } from './values.ts'

/** Where a request goes: the route, and the address that the shop may see. */
export interface Address {
  readonly match: RouteMatch
  /** The shop as shoppers know it, such as `https://shop.example`. */
  readonly publicOrigin: string
  /** Path and query, rebuilt. */
  readonly target: string
}

export type FindAddress = (url: string, known: Known) => Address | undefined

const remembered = 4000

/**
 * Compiles the routes of a shop, once, and finds where a request goes.
 *
 * @throws {ConfigError} naming the route that cannot be.
 */
export function findAddresses(routes: readonly Route[]): FindAddress {
  const matchRoute = compileRoutes(routes)
  const addresses = new Recent<string, Address>(remembered)

  return function findAddress(url, known) {
    const before = addresses.get(url)
    if (before) return before

    const parsed = new URL(url)
    const match = matchRoute(parsed, known)
    if (!match) return undefined
    const query = match.query.toString()
    const target = query ? `${match.path}?${query}` : match.path
    const address = { match, publicOrigin: parsed.origin, target }
    // What is remembered holds nothing that the shop is not told: no stray parameter, no fragment.
    if (url === address.publicOrigin + target) addresses.set(url, address)
    return address
  }
}
