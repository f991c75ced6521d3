import type { ValueRule } from './values.ts'

interface AnyRoute {
  /**
   * The paths of this route, in Hono's syntax: literals, `:name`, and `*` as the last segment. Text may
   * stand around a name: `/images/:product.svg`. A `*` lets the rest of the path cross as it is, and
   * `/blog/*` is also `/blog`.
   */
  readonly match: string
  /** The page type, such as `product`, `category`, `search`, `cart`. */
  readonly page?: string
  /** What each `:name` may be. `:product` and `:category` have the rule of their name. */
  readonly params?: Readonly<Record<string, ValueRule>>
  /** Which query parameters cross, in which order, and what each may be. */
  readonly query?: Readonly<Record<string, ValueRule>>
  /** Cookies the origin may set. */
  readonly setCookies?: readonly string[]
}

/** A page that is the same for everybody: the origin learns what was asked for, not who asks. */
export interface PageRoute extends AnyRoute {
  readonly mode: 'page'
  /** How long its pages are kept, whatever the shop says of them. */
  readonly keep?: 'never' | { readonly seconds: number; readonly staleSeconds?: number }
}

/** A part of the shop that needs its session, such as cart or account: what is declared crosses. */
export interface PassRoute extends AnyRoute {
  readonly mode: 'pass'
  /** Cookies that cross, and that the origin may set. */
  readonly cookies?: readonly string[]
  /** Request headers that cross as they are, beside those every pass route has. */
  readonly headers?: readonly string[]
  /** Fields of a form, or top-level members of a JSON object, that cross. */
  readonly fields?: readonly string[]
  /** The body crosses as it is. Without this or `fields`, no body crosses. */
  readonly body?: 'verbatim'
}

export type Route = PageRoute | PassRoute

/** What of a request's address may cross: the route, and the path and query rebuilt from its rules. */
export interface RouteMatch {
  readonly route: Route
  /** Checked values by name, decoded. */
  readonly params: ReadonlyMap<string, string>
  /** Rebuilt from the route's literals and the checked values. */
  readonly path: string
  /** Checked values in the order the route declares them, so that equal pages have equal addresses. */
  readonly query: URLSearchParams
}
