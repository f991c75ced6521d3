import { decodeBase64url, isBase64url } from '../lib/base64url.ts'
import { hasRepeatedName } from './repeated-name.ts'

/** What a token says before anybody has checked who says it. */
export interface TokenForm {
  readonly header: JsonObject
  readonly payload: JsonObject
}

export type JsonObject = Readonly<Record<string, unknown>>

/** The longest token that is read, in characters: what a browser keeps of one cookie. */
export const maxTokenLength = 4096

// With `ignoreBOM` a byte order mark stays in the text, where JSON does not allow it.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Takes a compact JWS apart and refuses every form that two readers could understand differently.
 * @returns `undefined` when the form is wrong.
 */
export function readForm(token: string, maxLength = maxTokenLength): TokenForm | undefined {
  if (token.length > maxLength) return undefined
  const segments = token.split('.')
  if (segments.length !== 3) return undefined
  // One spelling each, so a token cannot be respelled and still verify.
  if (!segments.every(isBase64url)) return undefined

  const [header, payload] = segments.slice(0, 2).map(readObject)
  return header && payload && { header, payload }
}

/** The signature of a token whose form was read, and the text that it signs (RFC 7515 section 5.2). */
export function signatureOf(token: string) {
  const end = token.lastIndexOf('.')
  return {
    signature: decodeBase64url(token.slice(end + 1)),
    signed: new TextEncoder().encode(token.slice(0, end)),
  }
}

function readObject(segment: string): JsonObject | undefined {
  try {
    const text = utf8.decode(decodeBase64url(segment))
    const value: unknown = JSON.parse(text)
    if (!isJsonObject(value)) return undefined
    // What is written back as it was read lost no member. Any other text is looked through.
    return JSON.stringify(value) === text || !hasRepeatedName(text) ? value : undefined
  } catch {
    return undefined
  }
}

/** Whether a parsed JSON value is an object, not a list or null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
