/**
 * Names what a request asks for: the public shop, the address, and every header the origin sees. So
 * an answer may vary on any of them, and two requests share a page only if the origin could not tell
 * one from the other.
 *
 * @param headers of the redacted request, in the order of `Headers`.
 */
export function pageKey(
  publicOrigin: string,
  url: string,
  headers: Iterable<readonly [string, string]>,
): string {
  // No address and no header holds a line break: parts cannot run into one another.
  let key = `${publicOrigin}\n${url}`
  for (const [name, value] of headers) key += `\n${name}:${value}`
  return key
}

// A request with one of these is somebody's own, or asks for less than the whole.
const unshareable = [
  'authorization',
  'cookie',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'range',
  'upgrade',
]

/** Whether the answer to a redacted request may be the same for everybody. */
export function isShareable({ method, headers }: Request): boolean {
  return method === 'GET' && !unshareable.some((name) => headers.has(name))
}
