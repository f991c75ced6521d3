import { plainPage, type TemplatePage } from './cache/index.ts'
import type { ClosedSlots } from './closed-slots.ts'
import type { Config } from './config/index.ts'
import type { Reason } from './decision.ts'
import { Recent } from './lib/recent.ts'
import type { Offer } from './offer.ts'
import { originError } from './origin.ts'
import { compilePage, fillTemplate, readAtOnce, streamPage, type Template } from './page/index.ts'
import { pageSlots } from './page-slots.ts'
import { guardPersonal } from './privacy/index.ts'
import { slotContents } from './slot-content.ts'
import { type Trace, timed } from './trace.ts'

type Personal = Extract<Offer, { kind: 'personal' }>

interface Filled {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly slots: Map<string, 'filled' | Reason>
}

// A page that arrives within this time is filled whole. One that takes longer goes out as it arrives.
const patienceMs = 1

/**
 * Builds the last step: an offer's products into the slots of the shop's page. Both functions answer
 * with the personal page, or the shop's own, whole, and say in `trace` why.
 */
export function fills(config: Config, now: () => Date) {
  const { pageBytes, originMs } = config.limits
  const wanted = pageSlots(config.slots)
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
    if (!page.body) return page
    const read = await readAtOnce(page.body, { maxBytes: pageBytes, patienceMs }).catch((error) => {
      throw originError(error)
    })
    if ('rest' in read) return streamed(page, read.rest, { offer, trace })
    if ('tooLarge' in read) {
      trace.plain = 'page-too-large'
      return new Response(read.tooLarge, page)
    }

    const type = page.headers.get('content-type') ?? ''
    const compiled = await timed(trace, 'page', () => compilePage(read.bytes, type, wanted))
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
    body: ReadableStream<Uint8Array>,
    { offer, trace }: { readonly offer: Personal; readonly trace: Trace },
  ): Response {
    trace.isStreamed = true
    const contentOf = contentsFor(offer)
    const stream = streamPage(body, {
      contentType: page.headers.get('content-type') ?? '',
      slots: wanted,
      silenceMs: originMs,
      fill: async (slot, content, parts) => {
        try {
          const cards = contentOf(slot, content, parts)
          trace.slots.set(slot, cards ? 'filled' : whyEmpty(slot, offer.closed))
          return cards
        } catch (error) {
          trace.fault = error
          return undefined
        }
      },
    })
    return new Response(stream, { headers: personalHeaders(page.headers) })
  }
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
