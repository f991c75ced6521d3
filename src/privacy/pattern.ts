import { ConfigError } from '../errors.ts'

/** One segment of a path: a literal (`before` alone), or a value with text around it. */
export interface Segment {
  readonly before: string
  readonly name?: string
  readonly after: string
}

/** A path pattern in parts; `open` if it ends in `*`. */
export interface Pattern {
  readonly segments: readonly Segment[]
  readonly open: boolean
}

const valueSegment = /^(?<before>[^:]*):(?<name>[A-Za-z_]\w*)(?<after>[^:]*)$/

/** Splits a pattern into its segments, decoded, or says what is wrong with it. */
export function parsePattern(pattern: string, option: string): Pattern {
  if (!pattern.startsWith('/')) throw new ConfigError(option, 'must start with /')
  if (/[\s\\?#{}()]/.test(pattern)) {
    throw new ConfigError(option, 'must be a path of literals, :name and a last *')
  }

  const parts = pattern.slice(1).split('/')
  const open = parts.at(-1) === '*'
  if (open) parts.pop()
  const segments = parts.map((part, i) => {
    const segment = parseSegment(part)
    if (!segment) throw new ConfigError(option, `has a segment that cannot be one: ${part}`)
    if (part === '' && (open || i < parts.length - 1)) {
      throw new ConfigError(option, 'must not have an empty segment before its end')
    }
    return segment
  })

  const names = segments.flatMap(({ name }) => name ?? [])
  if (new Set(names).size < names.length) throw new ConfigError(option, 'names a value twice')
  return { segments, open }
}

/** Decodes one segment of a path; `undefined` if it is not UTF-8 in percent encoding. */
export function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}

/** Encodes a segment in the one way that pages with the same address share. */
export function encodeSegment(text: string): string {
  // RFC 3986 section 3.3 leaves these as they are; `;` is not among them, it would start a parameter.
  return encodeURIComponent(text).replace(/%(?:40|3A|24|26|2B|2C|3D)/g, decodeURIComponent)
}

function parseSegment(part: string): Segment | undefined {
  const text = decodeSegment(part)
  if (text === undefined || part.includes('*') || text === '.' || text === '..') return undefined
  if (!part.includes(':')) return { before: text, after: '' }

  const { before, name, after } = valueSegment.exec(text)?.groups ?? {}
  if (before === undefined || name === undefined || after === undefined) return undefined
  return { before, name, after }
}
