import { readDirectives } from './directives.ts'

/** How long a route's answers are kept, whatever freshness the origin states. */
export type Keep = { readonly seconds: number; readonly staleSeconds?: number } | 'never'

/** Until when a kept answer may serve, in milliseconds since 1970. */
export interface Lifetime {
  /** When its age was zero. */
  readonly bornMs: number
  readonly freshUntilMs: number
  /** Until when it may serve while a fresher one is fetched: RFC 5861 section 3. */
  readonly staleUntilMs: number
  /** Until when it may serve because the origin fails: RFC 5861 section 4. */
  readonly errorUntilMs: number
  /** Until when it is worth keeping, be it to ask the origin whether it still holds. */
  readonly keepUntilMs: number
}

export interface LifetimeRules {
  readonly askedMs: number
  readonly answeredMs: number
  readonly keep?: Keep | undefined
  /** How long an answer outlives its freshness when the origin fails and has not forbidden it. */
  readonly graceSeconds: number
}

/**
 * How long an answer may be kept and shared, or `undefined` when it may not be. An answer that says
 * nothing of its freshness is not kept: nothing is guessed. A route's word replaces the origin's
 * freshness, never its `private`, `no-store` or a cookie.
 */
export function lifetimeOf(headers: Headers, rules: LifetimeRules): Lifetime | undefined {
  if (rules.keep === 'never' || headers.has('set-cookie') || variesOnAll(headers)) return undefined
  const directives = readDirectives(headers)
  if (directives.has('no-store') || directives.has('private')) return undefined

  if (rules.keep) {
    const { seconds, staleSeconds = 0 } = rules.keep
    const errorSeconds = Math.max(staleSeconds, rules.graceSeconds)
    return lifetime(rules.answeredMs, { seconds, staleSeconds, errorSeconds }, rules)
  }

  const mustAsk = directives.has('no-cache')
  const stated =
    directives.seconds('s-maxage') ??
    directives.seconds('max-age') ??
    secondsToExpiry(directives.expires, headers, rules)
  if (stated === undefined && !mustAsk) return undefined

  // RFC 9111 section 5.2.2.2: not even an origin that is down makes these servable. `s-maxage` alone
  // says the same by the letter; like other shared caches we take it as a time and no more.
  const strict = mustAsk || directives.has('must-revalidate') || directives.has('proxy-revalidate')
  const seconds = mustAsk ? 0 : (stated ?? 0)
  const staleSeconds = strict ? 0 : (directives.seconds('stale-while-revalidate') ?? 0)
  const toldSeconds = strict ? 0 : (directives.seconds('stale-if-error') ?? 0)
  if (seconds + staleSeconds + toldSeconds === 0 && !hasValidator(headers)) return undefined

  const errorSeconds = strict ? 0 : Math.max(toldSeconds, rules.graceSeconds)
  return lifetime(birth(headers, rules), { seconds, staleSeconds, errorSeconds }, rules)
}

function lifetime(
  bornMs: number,
  spans: { seconds: number; staleSeconds: number; errorSeconds: number },
  { graceSeconds }: LifetimeRules,
): Lifetime {
  const freshUntilMs = bornMs + spans.seconds * 1000
  const longest = Math.max(spans.staleSeconds, spans.errorSeconds, graceSeconds)
  return {
    bornMs,
    freshUntilMs,
    staleUntilMs: freshUntilMs + spans.staleSeconds * 1000,
    errorUntilMs: freshUntilMs + spans.errorSeconds * 1000,
    keepUntilMs: freshUntilMs + longest * 1000,
  }
}

// RFC 9111 section 4.2.3
function birth(headers: Headers, { askedMs, answeredMs }: LifetimeRules): number {
  const age = /^\s*(\d{1,10})\s*(,|$)/.exec(headers.get('age') ?? '')?.[1] ?? '0'
  const apparentMs = answeredMs - dateOf(headers, answeredMs)
  const statedMs = Number(age) * 1000 + (answeredMs - askedMs)
  return answeredMs - Math.max(0, apparentMs, statedMs)
}

// RFC 9111 section 5.3: a date that is none, such as `0`, has passed.
function secondsToExpiry(expires: string | null, headers: Headers, { answeredMs }: LifetimeRules) {
  if (expires === null) return undefined
  const at = Date.parse(expires)
  return Number.isNaN(at) ? 0 : Math.max(0, (at - dateOf(headers, answeredMs)) / 1000)
}

function dateOf(headers: Headers, otherwiseMs: number): number {
  const at = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(at) ? otherwiseMs : at
}

function hasValidator(headers: Headers): boolean {
  return headers.has('etag') || headers.has('last-modified')
}

function variesOnAll(headers: Headers): boolean {
  return (headers.get('vary') ?? '').split(',').some((name) => name.trim() === '*')
}
