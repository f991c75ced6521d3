import { plainPage, type TemplatePage } from './cache/index.ts'
import type { Config } from './config/index.ts'
import type { Reason } from './decision.ts'
import type { Offer } from './offer.ts'
import { originError } from './origin.ts'
import { compilePage, fillTemplate, readAtOnce, streamPage, type Template } from './page/index.ts'
import { pageSlots } from './page-slots.ts'
import { guardPersonal } from './privacy/index.ts'
import { slotContents } from './slot-content.ts'
import { type Trace, timed } from './trace.ts'

type Personal = Extract<Offer, { kind: 'personal' }>

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
  return { fillKept, fillArriving }

  /** A page that is kept, compiled. */
  function fillKept(page: TemplatePage, offer: Personal, trace: Trace): Response {
    return filled(page.template, page.headers, { offer, trace }) ?? plainPage(page, now())
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
      const personal = filled(compiled.template, page.headers, { offer, trace })
      if (personal) return personal
    }
    return new Response(read.bytes, page)
  }

  function filled(
    template: Template,
    headers: Headers,
    { offer, trace }: { readonly offer: Personal; readonly trace: Trace },
  ): Response | undefined {
    const start = performance.now()
    try {
      const contents = render(template, offer)
      note(trace, template, contents)
      if (contents.size === 0) return undefined
      return new Response(fillTemplate(template, contents), { headers: personalHeaders(headers) })
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
          trace.slots.set(slot, cards ? 'filled' : 'no-candidates')
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

function note(trace: Trace, { spans, plain }: Template, contents: ReadonlyMap<string, Uint8Array>) {
  for (const [slot, reason] of plain) trace.slots.set(slot, reason)
  for (const { slot } of spans) {
    trace.slots.set(slot, contents.has(slot) ? 'filled' : 'no-candidates')
  }
  const reason: Reason = spans.length === 0 ? 'no-slots' : 'no-candidates'
  if (contents.size === 0) trace.plain = reason
}

function personalHeaders(headers: Headers): Headers {
  const guarded = guardPersonal(headers)
  guarded.delete('content-encoding')
  return guarded
}
