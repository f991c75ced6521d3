import { parseAccept } from 'hono/utils/accept'
import { deviceClass } from '../lib/device-class.ts'

/** What a header rule may look at beside the header's own value. */
export interface HeaderContext {
  readonly headers: Headers
  /** Languages of the shop, the first being its own. */
  readonly languages: readonly string[]
  /** The shop as shoppers know it, such as `https://shop.example`. */
  readonly publicOrigin: string
  /** The shop as Limen reaches it. */
  readonly origin: string
}

/** Gives what may cross of a header; `undefined` when nothing may. */
export type HeaderRule = (value: string | null, context: HeaderContext) => string | undefined

/** Everything that crosses from a shopper's headers on a page route. */
export const pageHeaders: ReadonlyMap<string, HeaderRule> = new Map<string, HeaderRule>([
  ['accept', acceptClass],
  // The one coding that workerd both decodes on demand and passes on untouched.
  ['accept-encoding', () => 'gzip'],
  ['accept-language', bestLanguage],
  ['sec-gpc', globalPrivacyControl],
  ['user-agent', (value) => `Mozilla/5.0 (compatible; Limen; ${deviceClass(value)})`],
])

/** Everything that crosses on a pass route without being declared. */
export const passHeaders: ReadonlyMap<string, HeaderRule> = new Map<string, HeaderRule>([
  ...pageHeaders,
  // A range counts bytes of the file, not of its gzip.
  ['accept-encoding', (_, { headers }) => (headers.has('range') ? 'identity' : 'gzip')],
  ['if-match', entityTags],
  ['if-modified-since', httpDate],
  ['if-none-match', entityTags],
  ['if-range', (value) => entityTags(value) ?? httpDate(value)],
  ['if-unmodified-since', httpDate],
  ['origin', sameOrigin],
  ['range', (value) => match(value, /^bytes=[\d\s,-]{1,200}$/)],
  [
    'sec-websocket-protocol',
    (value, { headers }) => (upgrade(headers) ? (value ?? undefined) : undefined),
  ],
  [
    'sec-websocket-version',
    (value, { headers }) => (upgrade(headers) ? match(value, /^\d{1,2}$/) : undefined),
  ],
  ['upgrade', (_, { headers }) => upgrade(headers)],
])

/** Applies the rules to a shopper's headers: a header without a rule is not even looked at. */
export function redactedRows(
  rules: ReadonlyMap<string, HeaderRule>,
  context: HeaderContext,
): [string, string][] {
  const rows: [string, string][] = []
  for (const [name, rule] of rules) {
    const value = rule(context.headers.get(name), context)
    if (value !== undefined) rows.push([name, value])
  }
  return rows
}

/** The same, as headers. */
export function redactHeaders(
  rules: ReadonlyMap<string, HeaderRule>,
  context: HeaderContext,
): Headers {
  return new Headers(Object.fromEntries(redactedRows(rules, context)))
}

const acceptClasses: readonly (readonly [RegExp, string])[] = [
  [/^text\/html$/, 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8'],
  [/^text\/css$/, 'text/css,*/*;q=0.1'],
  [/^image\//, 'image/*,*/*;q=0.8'],
  [/^text\/event-stream$/, 'text/event-stream'],
  [/^application\/([a-z.-]+\+)?json$/, 'application/json'],
]

function acceptClass(value: string | null): string {
  if (value?.startsWith('text/html,')) return acceptClasses[0]?.[1] as string // every browser's way
  const types = parseAccept(value ?? '').map(({ type }) => type.toLowerCase())
  for (const [pattern, accept] of acceptClasses) {
    if (types.some((type) => pattern.test(type))) return accept
  }
  return '*/*'
}

// RFC 4647 section 3.4: a range is shortened until a language fits; `de` also finds a shop's `de-AT`.
function bestLanguage(value: string | null, { languages }: HeaderContext): string {
  // A first range without a weight has the highest there is, so it needs no sorting.
  const [first = ''] = (value ?? '').split(',', 1)
  const firstFound = first.includes(';') ? undefined : lookUp(first.trim().toLowerCase(), languages)
  if (firstFound) return firstFound
  for (const { type: range, q } of parseAccept(value ?? '')) {
    if (q === 0) continue
    const found = lookUp(range.toLowerCase(), languages)
    if (found) return found
  }
  return languages[0] ?? '*'
}

function lookUp(range: string, languages: readonly string[]): string | undefined {
  if (range === '') return undefined
  for (let tag = range; tag; tag = tag.slice(0, Math.max(0, tag.lastIndexOf('-')))) {
    const found = languages.find((language) => language.toLowerCase() === tag)
    if (found) return found
  }
  return languages.find((language) => language.toLowerCase().startsWith(`${range}-`))
}

// Several headers count as one if any of them is exactly `1`.
function globalPrivacyControl(value: string | null): string | undefined {
  return value?.split(',').some((field) => field.trim() === '1') ? '1' : undefined
}

// Another site's name stays here, but that it was another site must reach the origin's forgery check.
function sameOrigin(value: string | null, context: HeaderContext): string | undefined {
  if (value === null) return undefined
  return value === context.publicOrigin ? context.origin : 'null'
}

function upgrade(headers: Headers): string | undefined {
  return headers.get('upgrade')?.toLowerCase() === 'websocket' ? 'websocket' : undefined
}

// RFC 9110 section 8.8.3
function entityTags(value: string | null): string | undefined {
  return match(value, /^(\*|(W\/)?"[!#-~]*"(\s*,\s*(W\/)?"[!#-~]*")*)$/)
}

function httpDate(value: string | null): string | undefined {
  const time = Date.parse(value ?? '')
  return Number.isNaN(time) ? undefined : new Date(time).toUTCString()
}

function match(value: string | null, pattern: RegExp): string | undefined {
  return value !== null && pattern.test(value) ? value : undefined
}
