import { plainPage, type TemplatePage } from './cache/index.ts'
import type { ClosedSlots } from './closed-slots.ts'
import type { Config } from './config/index.ts'
import type { Reason } from './decision.ts'
import { Recent } from './lib/recent.ts'
import type { Offer } from './offer.ts'
import { originError } from './origin.ts'
import {
  bodyOf,
  compilePage,
  fillTemplate,
  lengthOf,
  openBody,
  readWhole,
  type Search,
  type Source,
  streamPage,
  type Template,
} from './page/index.ts'
import { guardPersonal } from './privacy/index.ts'
import { slotContents } from './slot-content.ts'
import type { Trace } from './trace.ts'

type Personal = Extract<Offer, { kind: 'personal' }>

interface Filled {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly slots: Map<string, 'filled' | Reason>
}

// A page that is there this soon after its first piece is filled whole. Others go out as they arrive.
const patienceMs = 1

/**
 * Builds the last step: an offer's products into the slots of the shop's page. Both functions answer
 * with the personal page, or the shop's own, whole, and say in `trace` why.
 */
export function fills(config: Config, search: Search, now: () => Date) {
  const { pageBytes, originMs } = config.limits
  const contentsFor = slotContents(config)
  // Bytes of pages and cards alone: nothing in them is anybody's.
  const answers = new Recent<string, Filled>(config.cache.memoryBytes / 4, sizeOf)
  return { fillKept, fillArriving }

  /** A page that is kept, compiled. Filled with a ranking that is remembered, it is as well. */
  function fillKept(page: TemplatePage, offer: Personal, trace: Trace): Response {
    const { ranking, closed } = offer
    const key = ranking.version && `${page.version} ${ranking.version} ${[...closed]}`
    const known = key ? answers.get(key) : undefined
    if (known) trace.slots = known.slots
    const filled = known ?? fill(page.template, { offer, trace })
    if (!filled) return plainPage(page, now())
    if (key && !known) answers.set(key, filled)
    return new Response(filled.bytes, { headers: personalHeaders(page.headers) })
  }

  /** A page that is nobody else's, as it comes from the shop. */
  async function fillArriving(page: Response, offer: Personal, trace: Trace): Promise<Response> {
    const length = lengthOf(page)
    if (!page.body) return page
    if (length !== undefined && length > pageBytes) return tooLarge(page, page.body, trace)
    const source = openBody(page.body, length)
    // Of a known length, what is not there at once is known to be still on its way.
    const waitMs = length === undefined ? patienceMs : 0
    const limits = { length, maxBytes: pageBytes, timeoutMs: originMs, patienceMs: waitMs }
    const read = await readWhole(source, limits).catch((error) => {
      throw originError(error)
    })
    if ('rest' in read) return streamed(page, read.rest, { offer, trace })
    if ('tooLarge' in read) return tooLarge(page, bodyOf(read.tooLarge), trace)

    const start = performance.now()
    const compiled = compilePage(read.bytes, search)
    trace.timings.set('page', performance.now() - start)
    if ('reason' in compiled) trace.plain = compiled.reason
    else {
      const filled = fill(compiled.template, { offer, trace })
      if (filled) return new Response(filled.bytes, { headers: personalHeaders(page.headers) })
    }
    return new Response(read.bytes, page)
  }

  function fill(
    template: Template,
    { offer, trace }: { readonly offer: Personal; readonly trace: Trace },
  ): Filled | undefined {
    const start = performance.now()
    try {
      const contents = render(template, offer)
      const slots = outcomes(template, contents, offer.closed)
      trace.slots = slots
      if (contents.size === 0) {
        const [first] = template.spans
        trace.plain = first ? whyEmpty(first.slot, offer.closed) : 'no-slots'
        return undefined
      }
      return { bytes: fillTemplate(template, contents), slots }
    } catch (error) {
      trace.fault = error
      trace.plain = 'fault'
      return undefined
    } finally {
      trace.timings.set('fill', performance.now() - start)
    }
  }

  function render({ original, spans }: Template, offer: Personal): Map<string, Uint8Array> {
    const contentOf = contentsFor(offer)
    const contents = new Map<string, Uint8Array>()
    for (const { slot, start, end, parts = [] } of spans) {
      const content = contentOf(slot, original.subarray(start, end), parts)
      if (content) contents.set(slot, content)
    }
    return contents
  }

  /** Fills slots as they are met. The headers go first, so they are those of a personal page. */
  function streamed(
    page: Response,
    rest: Source,
    { offer, trace }: { readonly offer: Personal; readonly trace: Trace },
  ): Response {
    trace.isStreamed = true
    const contentOf = contentsFor(offer)
    const { body } = streamPage(rest, {
      search,
      silenceMs: originMs,
      fill(slot, content, parts) {
        const cards = contentOf(slot, content, parts)
        trace.slots.set(slot, cards ? 'filled' : whyEmpty(slot, offer.closed))
        return cards
      },
      onFault: (error) => {
        trace.fault = error
      },
    })
    return new Response(body, { headers: personalHeaders(page.headers) })
  }
}

function tooLarge(page: Response, body: ReadableStream<Uint8Array>, trace: Trace): Response {
  trace.plain = 'page-too-large'
  return body === page.body ? page : new Response(body, page)
}

function sizeOf({ bytes }: Filled): number {
  return bytes.length + 1024
}

function outcomes(
  { spans, plain }: Template,
  contents: ReadonlyMap<string, Uint8Array>,
  closed: ClosedSlots,
): Map<string, 'filled' | Reason> {
  const slots = new Map<string, 'filled' | Reason>(plain)
  for (const { slot } of spans) {
    slots.set(slot, contents.has(slot) ? 'filled' : whyEmpty(slot, closed))
  }
  return slots
}

function whyEmpty(slot: string, closed: ClosedSlots): Reason {
  return closed.get(slot) ?? 'no-candidates'
}

// A kept page has the same headers until it is asked for again; what a 304 changes makes new ones.
const guardedHeaders = new WeakMap<Headers, Headers>()

function personalHeaders(headers: Headers): Headers {
  const known = guardedHeaders.get(headers)
  if (known) return known
  const guarded = guardPersonal(headers)
  guarded.delete('content-encoding')
  guardedHeaders.set(headers, guarded)
  return guarded
}
