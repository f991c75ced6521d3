// RFC 9111 section 3.2: a 304 says nothing of a body it does not have.
const ofTheBody = ['content-encoding', 'content-length', 'content-range', 'content-type']

/** Adds to a redacted request the question whether a held answer still holds: RFC 9110 section 13. */
export function conditional(asked: Request, held: Headers): Request {
  const headers = new Headers(asked.headers)
  const etag = held.get('etag')
  const modified = held.get('last-modified')
  if (etag !== null) headers.set('if-none-match', etag)
  if (modified !== null) headers.set('if-modified-since', modified)
  return new Request(asked, { headers })
}

/**
 * The headers of a held answer after a 304, or `undefined` when that speaks of another one: RFC 9111
 * section 4.3.4.
 */
export function freshenedHeaders(held: Headers, told: Headers): Headers | undefined {
  const etag = told.get('etag')
  if (etag !== null && opaque(etag) !== opaque(held.get('etag') ?? '')) return undefined
  const headers = new Headers(held)
  for (const [name, value] of told) if (!ofTheBody.includes(name)) headers.set(name, value)
  return headers
}

function opaque(etag: string): string {
  return etag.replace(/^W\//, '')
}
