/** Cache directives by lower-case name; `true` for one without a value. */
type Values = ReadonlyMap<string, string | true>

/** What an origin says about keeping its answer. */
export interface Directives {
  has(name: string): boolean
  /** A directive's seconds; `undefined` without it, 0 when its value is no number. */
  seconds(name: string): number | undefined
  /** The `Expires` field, where it counts. */
  readonly expires: string | null
}

// RFC 9213 section 2.2: the fields meant for Limen, the most specific first. One that is there and
// valid stands for `Cache-Control` and `Expires`.
const targetedFields = ['cloudflare-cdn-cache-control', 'cdn-cache-control']

const longestSeconds = 2 ** 31 // RFC 9111 section 1.2.2

/** Reads the directives of an answer, from the field that counts. */
export function readDirectives(headers: Headers): Directives {
  for (const name of targetedFields) {
    const values = readDictionary(headers.get(name) ?? '')
    if (values?.size) return directives(values, null)
  }
  return directives(readCacheControl(headers.get('cache-control') ?? ''), headers.get('expires'))
}

function directives(values: Values, expires: string | null): Directives {
  return {
    expires,
    has: (name) => values.has(name),
    seconds(name) {
      const value = values.get(name)
      if (value === undefined) return undefined
      // RFC 9111 section 4.2.1: what cannot be read as a time is stale.
      return value !== true && /^\d+$/.test(value) ? Math.min(Number(value), longestSeconds) : 0
    },
  }
}

// RFC 9111 section 5.2. Found wherever they stand, so that `max-age=60 private` is private as well.
const directive = /([!#$%&'*+.^_`|~0-9a-z-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,;"]*)))?/gi

function readCacheControl(field: string): Values {
  const values = new Map<string, string | true>()
  for (const [, name = '', quoted, token] of field.matchAll(directive)) {
    const key = name.toLowerCase()
    // RFC 9111 section 4.2.1: of a directive that is there twice, the first.
    if (!values.has(key)) values.set(key, quoted ?? token ?? true)
  }
  return values
}

// RFC 9651 section 3.2, without inner lists, which no directive has.
const key = '[a-z*][a-z0-9_.*-]*'
const string = '"(?:[ !#-[\\]-~]|\\\\["\\\\])*"'
const item = `(?:-?\\d{1,15}(?:\\.\\d{1,3})?|${string}|[a-z*][!#$%&'*+.^_\`|~0-9a-z:/-]*|\\?[01]|:[a-z0-9+/=]*:)`
const parameters = `(?:; *${key}(?:=${item})?)*`
const member = new RegExp(`[ \\t]*(${key})(?:=(${item}))?${parameters}[ \\t]*(,|$)`, 'iy')

/** A targeted field, or `undefined` when it is no dictionary: RFC 9213 section 2.1 then ignores it. */
function readDictionary(field: string): Values | undefined {
  const values = new Map<string, string | true>()
  for (let at = 0; at < field.length; at = member.lastIndex) {
    member.lastIndex = at
    const [, name = '', value = '?1'] = member.exec(field) ?? []
    if (name === '' || name !== name.toLowerCase()) return undefined
    if (value === '?0') values.delete(name)
    else values.set(name, value === '?1' ? true : value)
  }
  return values
}
