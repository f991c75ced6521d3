/**
 * Names what a request asks for: the public shop, the address, and every header the origin sees. So
 * an answer may vary on any of them, and two requests share a page only if the origin could not tell
 * one from the other.
 *
 * @param lines the headers of the redacted request, in the order of `Headers`, by `headerLines`.
 */
export function pageKey(publicOrigin: string, url: string, lines: string): string {
  // No address holds a line break either: parts cannot run into one another.
  return `${publicOrigin}\n${url}${lines}`
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
