/**
 * The values of all cookies of a name that a request carries, as they came. Only a semicolon parts
 * cookies (RFC 6265 section 5.4): a comma may stand in a value, and to split there would let any
 * other cookie smuggle in this one.
 */
export function cookieValues(name: string, headers: Headers): string[] {
  const values: string[] = []
  const cookies = headers.get('cookie') ?? ''
  // Only the pairs that hold the name are cut out: tokens make a header long, and it is read often.
  for (let at = cookies.indexOf(name), end = 0; at !== -1; at = cookies.indexOf(name, end)) {
    const start = Math.max(cookies.lastIndexOf(';', at) + 1, end)
    end = cookies.indexOf(';', at)
    if (end === -1) end = cookies.length
    const pair = cookies.slice(start, end)
    const equals = pair.indexOf('=')
    if (pair.slice(0, Math.max(0, equals)).trim() === name)
      values.push(pair.slice(equals + 1).trim())
  }
  return values
}
