/** A JSON object out of a cookie. */
export type JsonCookie = ReadonlyMap<string, unknown>

/**
 * Reads the JSON object that a banner keeps in a cookie, percent-encoded or not.
 * @throws if it is none.
 */
export function readJsonCookie(text: string): JsonCookie {
  return fieldsOf(JSON.parse(decodeURIComponent(text)))
}

/** The fields of a JSON object. A map, for a field may be called `constructor` or `__proto__`. */
export function fieldsOf(value: unknown): JsonCookie {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError('a banner keeps a JSON object')
  }
  return new Map(Object.entries(value))
}

/** Whether a name stands in the text more than once, so that two readers may see two values. */
export function isRepeated(text: string, name: string): boolean {
  return decodeURIComponent(text).split(JSON.stringify(name)).length > 2
}
