/** Headers that would let an answer be kept, checked or cut into parts. */
const unfit: ReadonlySet<string> = new Set([
  'accept-ranges',
  'age',
  'cache-status',
  'cache-tag',
  'cache-tags',
  'content-digest',
  'content-md5',
  'content-range',
  'digest',
  'edge-cache-tag',
  'edge-control',
  'etag',
  'expires',
  'last-modified',
  'pragma',
  'repr-digest',
  'signature',
  'signature-input',
  'surrogate-control',
  'surrogate-key',
  'use-as-dictionary',
  'x-accel-expires',
])

/**
 * Makes the headers of an answer those of one shopper's: no cache keeps it, and nothing of the origin's
 * page that no longer holds is said about it. What is said of the body's length and coding stays: it is
 * for whoever changes the body.
 */
export function guardPersonal(headers: Headers): void {
  for (const name of [...headers.keys()]) {
    // RFC 9213 section 2.1: any cache can have a field of its own, and it outranks Cache-Control.
    if (unfit.has(name) || name.endsWith('-cache-control')) headers.delete(name)
  }
  headers.set('cache-control', 'private, no-store')
}
