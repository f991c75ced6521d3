import {
  compilePage,
  fillTemplate,
  openBody,
  plainReason,
  readPage,
  type Slot,
  searchFor,
  streamPage,
} from '../../../src/page/index.ts'
import { cardsFor } from '../../page/filled.ts'

/** What is said of a page beside its bytes, in the header `outcome`. */
export interface Outcome {
  /** Why all of the page is plain. */
  readonly reason?: string
  readonly filled: readonly string[]
  /** Why a slot that was found is plain. */
  readonly plain: Readonly<Record<string, string>>
}

/** Compiles and fills the page that is posted, with the slots of the header `slots`. */
export default {
  async fetch(request: Request): Promise<Response> {
    const { body, headers } = request
    const slots = JSON.parse(headers.get('slots') ?? '') as readonly Slot[]
    const search = searchFor(slots)
    const contentType = headers.get('content-type') ?? ''
    const page = new Response(body, { headers: { 'content-type': contentType } })
    if (headers.get('how') === 'stream') {
      const source = openBody(body as ReadableStream)
      return new Response(streamPage(source, { search, fill: cardsFor }).body)
    }
    const read = await readPage(page, { maxBytes: 2 ** 22, timeoutMs: 60_000 })
    if (!('bytes' in read)) return answer(null, { reason: 'page-too-large', filled: [], plain: {} })

    const reason = plainReason('GET', page)
    const compiled = reason ? { reason } : compilePage(read.bytes, search)
    if ('reason' in compiled) {
      return answer(read.bytes, { reason: compiled.reason, filled: [], plain: {} })
    }
    const { template } = compiled
    const filled = template.spans.map(({ slot }) => slot)
    const fills = new Map(filled.map((slot) => [slot, cardsFor(slot)]))
    const plain = Object.fromEntries(template.plain)
    return answer(fillTemplate(template, fills), { filled, plain })
  },
}

function answer(bytes: BodyInit | null, outcome: Outcome): Response {
  return new Response(bytes, { headers: { outcome: JSON.stringify(outcome) } })
}
