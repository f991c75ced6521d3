import type { Content } from './content.ts'
import type { Lifetime } from './lifetime.ts'

/** A kept answer of the shop: always a 200 to a GET that told the shop nothing about anybody. */
export interface Entry {
  readonly key: string
  /** The public shop's origin. */
  readonly site: string
  /** The page as shoppers know it. */
  readonly address: string
  /** When the shop was asked for it, in milliseconds since 1970. */
  readonly askedMs: number
  readonly lifetime: Lifetime
  /** Without what the bytes here are no longer: coded, of some age. */
  readonly headers: Headers
  readonly content: Content
  /** Set while the shop fails: until when it is left in peace. */
  readonly restUntilMs?: number
}

/** Of what is kept beside the bytes: headers, a template, a visit and its ranking. */
const entryBytes = 16_384
const spanBytes = 192

/** What an entry takes in memory, about: its bytes, its texts at two bytes a character, and a share. */
export function weightOf({ key, address, headers, content }: Entry): number {
  let characters = key.length + address.length
  for (const [name, value] of headers) characters += name.length + value.length
  const { bytes, template } = content
  let spans = template?.plain.size ?? 0
  for (const { parts = [] } of template?.spans ?? []) spans += 1 + parts.length
  return bytes.length + 2 * characters + spanBytes * spans + entryBytes
}

// `fetch` has decoded the body, its length is the bytes' own, and the age is told when it is served.
const notKept = ['age', 'content-encoding', 'content-length']

/** The headers that a kept answer keeps. */
export function keptHeaders(headers: Headers): Headers {
  const kept = new Headers(headers)
  for (const name of notKept) kept.delete(name)
  return kept
}

/** A kept answer as the shop sent it, with its age: RFC 9111 section 5.1. */
export function wholeAnswer(
  bytes: Uint8Array<ArrayBuffer>,
  kept: Headers,
  ageMs: number,
): Response {
  const headers = new Headers(kept)
  if (ageMs >= 1000) headers.set('age', String(Math.floor(ageMs / 1000)))
  return new Response(bytes, { headers })
}

/** Whether an entry holds these bytes already, of the same type. */
export function holds(
  { headers, content }: Entry,
  bytes: Uint8Array<ArrayBuffer>,
  type: string | null,
): boolean {
  if (headers.get('content-type') !== type || content.bytes.length !== bytes.length) return false
  return crypto.subtle.timingSafeEqual(content.bytes, bytes)
}
