const personal = 'private, no-store'

/** What becomes of each header that would let an answer be kept, checked or cut into parts. */
const treatments: ReadonlyMap<string, string | undefined> = new Map([
  ['accept-ranges', undefined],
  ['age', undefined],
  ['cache-control', personal],
  ['cache-status', undefined],
  ['cache-tag', undefined],
  ['cache-tags', undefined],
  ['content-digest', undefined],
  ['content-length', undefined],
  ['content-md5', undefined],
  ['content-range', undefined],
  ['digest', undefined],
  ['edge-cache-tag', undefined],
  ['edge-control', undefined],
  ['etag', undefined],
  ['expires', undefined],
  ['last-modified', undefined],
  ['pragma', undefined],
  ['repr-digest', undefined],
  ['signature', undefined],
  ['signature-input', undefined],
  ['surrogate-control', undefined],
  ['surrogate-key', undefined],
  ['use-as-dictionary', undefined],
  ['x-accel-expires', undefined],
])

/**
 * Gives the headers of an answer made for one shopper: no cache keeps it, and nothing of the origin's
 * page that no longer holds is said about it. It runs last; the caller then sets `Content-Length`.
 */
export function guardPersonal(headers: Headers): Headers {
  const guarded = new Headers(headers)
  for (const name of headers.keys()) {
    // RFC 9213 section 2.1: any cache can have a field of its own, and it outranks Cache-Control.
    if (name.endsWith('-cache-control') || treatments.has(name)) guarded.delete(name)
  }
  for (const [name, value] of treatments) if (value !== undefined) guarded.set(name, value)
  return guarded
}
