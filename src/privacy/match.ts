import { ConfigError } from '../errors.ts'
import { checkDeclared } from './declared.ts'
import { decodeSegment, encodeSegment, type Pattern, parsePattern } from './pattern.ts'
import type { Route, RouteMatch } from './route.ts'
import { type CheckValue, checkFor, type Known, type ValueRule } from './values.ts'

/** Finds the first declared route that an address fits; without one, the request stays outside. */
export type MatchRoute = (url: URL, known: Known) => RouteMatch | undefined

type Checks = ReadonlyMap<string, CheckValue>

interface Compiled {
  readonly route: Route
  readonly pattern: Pattern
  readonly params: Checks
  readonly query: Checks
}

interface Path {
  /** The path as it came, in segments. */
  readonly raw: readonly string[]
  readonly decoded: readonly (string | undefined)[]
}

const ownRules: ReadonlyMap<string, ValueRule> = new Map([
  ['product', 'product'],
  ['category', 'category'],
])

/**
 * Compiles the routes of a shop, once.
 *
 * @throws {ConfigError} naming the option that cannot be, such as `routes[2].params.size`.
 */
export function compileRoutes(routes: readonly Route[]): MatchRoute {
  const compiled = routes.map((route, i) => compileRoute(route, `routes[${i}]`))

  return function matchRoute(url, known) {
    const raw = url.pathname.slice(1).split('/')
    const path = { raw, decoded: raw.map(decodeSegment) }
    for (const { route, pattern, params, query } of compiled) {
      const match = matchPath(pattern, params, path, known)
      if (match) return { route, ...match, query: keepQuery(query, url.searchParams, known) }
    }
    return undefined
  }
}

function compileRoute(route: Route, option: string): Compiled {
  const pattern = parsePattern(route.match, `${option}.match`)
  checkDeclared(route, option)
  return {
    route,
    pattern,
    params: compileParams(pattern, route.params ?? {}, `${option}.params`),
    query: compileChecks(Object.entries(route.query ?? {}), `${option}.query`),
  }
}

function compileParams(
  { segments }: Pattern,
  declared: Readonly<Record<string, ValueRule>>,
  option: string,
): Checks {
  const rules = new Map(Object.entries(declared))
  const names = segments.flatMap(({ name }) => name ?? [])
  for (const name of rules.keys()) {
    if (!names.includes(name)) throw new ConfigError(`${option}.${name}`, `match has no :${name}`)
  }
  const entries = names.map((name): [string, ValueRule] => {
    const rule = rules.get(name) ?? ownRules.get(name)
    if (rule) return [name, rule]
    throw new ConfigError(`${option}.${name}`, 'needs a rule, or its values could be anything')
  })
  return compileChecks(entries, option)
}

function compileChecks(rules: Iterable<[string, ValueRule]>, option: string): Checks {
  const checks = new Map<string, CheckValue>()
  for (const [name, rule] of rules) checks.set(name, checkFor(rule, `${option}.${name}`))
  return checks
}

function matchPath({ segments, open }: Pattern, checks: Checks, path: Path, known: Known) {
  const { raw, decoded } = path
  if (open ? raw.length < segments.length : raw.length !== segments.length) return undefined

  const params = new Map<string, string>()
  const kept: string[] = []
  for (const [i, { before, name, after }] of segments.entries()) {
    const text = decoded[i]
    if (text === undefined) return undefined
    if (name === undefined) {
      if (text !== before) return undefined
      kept.push(encodeSegment(before))
      continue
    }
    const value = checks.get(name)?.(between(text, before, after) ?? '', known)
    if (value === undefined || value === '') return undefined
    params.set(name, value)
    kept.push(encodeSegment(before + value + after))
  }
  return { params, path: `/${[...kept, ...raw.slice(segments.length)].join('/')}` }
}

function between(text: string, before: string, after: string): string | undefined {
  if (text.length < before.length + after.length) return undefined
  if (!text.startsWith(before) || !text.endsWith(after)) return undefined
  return text.slice(before.length, text.length - after.length)
}

function keepQuery(checks: Checks, query: URLSearchParams, known: Known): URLSearchParams {
  const kept = new URLSearchParams()
  for (const [name, check] of checks) {
    const value = check(query.get(name) ?? '', known)
    if (value !== undefined && value !== '') kept.set(name, value)
  }
  return kept
}
