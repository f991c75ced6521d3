import type { Reason } from '../decision.ts'
import type { Contents, PageRoom } from './content.ts'
import { type Entry, holds, keptHeaders } from './entry.ts'
import { type Keep, lifetimeOf } from './lifetime.ts'
import { conditional, freshenedHeaders } from './validate.ts'

/** A redacted request, and what else is to know of it. */
export interface Wanted {
  readonly asked: Request
  readonly key: string
  readonly site: string
  readonly address: string
  readonly ask: (request: Request) => Promise<Response>
  readonly keep: Keep | undefined
}

/** An answer that may be kept, read and compiled; or one that may not, as it came. */
export type Fetched =
  | { readonly entry: Entry }
  | { readonly response: Response; readonly reason: Reason | undefined }

export interface PageLimits {
  /** A page longer than this is not kept. Bytes. */
  readonly pageBytes: number
  /** How long the origin may take for a whole page, in milliseconds. */
  readonly originMs: number
}

interface FetchOptions {
  readonly limits: PageLimits
  readonly graceSeconds: number
  readonly page: PageRoom
  readonly contents: Contents
  readonly now: () => Date
}

const assetBytes = 256 * 1024
// What is small, whole and for everybody: no streams, no downloads.
const assetType =
  /^\s*(image\/|font\/|text\/(?!event-stream)|application\/(javascript|wasm|([a-z.-]+\+)?(json|xml))\b)/i
// What `fetch` decodes. Bytes in another coding are not the page.
const decodedCoding = /^(|identity|gzip|br)$/i

/** Builds the way to ask the shop for a page or, when one is held, whether that still holds. */
export function createFetch({ limits, graceSeconds, page, contents, now }: FetchOptions) {
  return async function fetchEntry(wanted: Wanted, held?: Entry): Promise<Fetched> {
    const { asked, key, site, address, keep } = wanted
    const askedMs = now().getTime()
    const response = await wanted.ask(held ? conditional(asked, held.headers) : asked)
    const answeredMs = now().getTime()

    if (response.status === 304 && held) {
      const headers = freshenedHeaders(held.headers, response.headers)
      const about = headers && describe(headers)
      // Otherwise the shop speaks of another page, or no longer lets this one be kept.
      return about ? { entry: { ...about, content: held.content } } : fetchEntry(wanted)
    }

    const reason = page.plainReason('GET', response)
    const about = response.status === 200 ? describe(response.headers) : undefined
    const maxBytes = reason ? mostAssetBytes(response) : limits.pageBytes
    if (!about || !response.body || maxBytes === 0) return { response, reason }

    const read = await page.readPage(response, { maxBytes, timeoutMs: limits.originMs })
    if ('tooLarge' in read) {
      const whole = new Response(read.tooLarge, response)
      return { response: whole, reason: reason ?? 'page-too-large' }
    }
    // What comes again unchanged is not compiled again, nor need others forget what they made of it.
    const isUnchanged = held && holds(held, read.bytes, about.headers.get('content-type'))
    const content = isUnchanged ? held.content : make(read.bytes, reason)
    return { entry: { ...about, content } }

    function describe(headers: Headers): Omit<Entry, 'content'> | undefined {
      const lifetime = lifetimeOf(headers, { askedMs, answeredMs, keep, graceSeconds })
      return lifetime && { key, site, address, askedMs, lifetime, headers: keptHeaders(headers) }
    }
  }

  function make(bytes: Uint8Array<ArrayBuffer>, reason: Reason | undefined) {
    return reason ? contents.asset(bytes, reason) : contents.page(bytes)
  }
}

function mostAssetBytes({ headers }: Response): number {
  const fits =
    assetType.test(headers.get('content-type') ?? '') &&
    decodedCoding.test(headers.get('content-encoding') ?? '') &&
    Number(headers.get('content-length') ?? 0) <= assetBytes
  return fits ? assetBytes : 0
}
