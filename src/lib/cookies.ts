/**
 * The values of all cookies of a name that a request carries, as they came. Only a semicolon parts
 * cookies (RFC 6265 section 5.4): a comma may stand in a value, and to split there would let any
 * other cookie smuggle in this one.
 */
export function cookieValues(name: string, headers: Headers): string[] {
  const values: string[] = []
  for (const pair of (headers.get('cookie') ?? '').split(';')) {
    const equals = pair.indexOf('=')
    if (pair.slice(0, Math.max(0, equals)).trim() === name) {
      values.push(pair.slice(equals + 1).trim())
    }
  }
  return values
}
