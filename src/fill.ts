import type { Config } from './config/index.ts'
import type { Reason } from './decision.ts'
import type { Offer } from './offer.ts'
import { originError } from './origin.ts'
import { compilePage, fillTemplate, plainReason, readPage, type Template } from './page/index.ts'
import { pageSlots } from './page-slots.ts'
import { guardPersonal } from './privacy/index.ts'
import { slotContents } from './slot-content.ts'
import { type Trace, timed } from './trace.ts'

type Personal = Extract<Offer, { kind: 'personal' }>

/** Builds the last step: an offer's products into the slots of the shop's page. */
export function fills(config: Config) {
  const { limits } = config
  const wanted = pageSlots(config.slots)
  const contentsFor = slotContents(config)
  const size = { maxBytes: limits.pageBytes, timeoutMs: limits.originMs }

  /** The personal page, or the shop's own page, whole, and in `trace` the reason why. */
  return async function fillPage(page: Response, offer: Personal, trace: Trace): Promise<Response> {
    if (!page.body) return page
    const read = await readPage(page.body, size).catch((error) => {
      throw originError(error)
    })
    if ('tooLarge' in read) return stayPlain(new Response(read.tooLarge, page), 'page-too-large')

    const original = () => new Response(read.bytes, page)
    try {
      const type = page.headers.get('content-type') ?? ''
      const compiled = await timed(trace, 'page', () => compilePage(read.bytes, type, wanted))
      if ('reason' in compiled) return stayPlain(original(), compiled.reason)

      const { template } = compiled
      const rendered = await timed(trace, 'fill', () => render(template, offer))
      for (const [slot, reason] of template.plain) trace.slots.set(slot, reason)
      for (const { slot } of template.spans) {
        trace.slots.set(slot, rendered.has(slot) ? 'filled' : 'no-candidates')
      }
      if (template.spans.length === 0) return stayPlain(original(), 'no-slots')
      if (rendered.size === 0) return stayPlain(original(), 'no-candidates')
      return personal(page, fillTemplate(template, rendered))
    } catch (error) {
      trace.fault = error
      return stayPlain(original(), 'fault')
    }

    function stayPlain(response: Response, reason: Reason): Response {
      trace.plain = reason
      return response
    }
  }

  function render({ original, spans }: Template, offer: Personal): Map<string, Uint8Array> {
    const contentOf = contentsFor(offer)
    const rendered = new Map<string, Uint8Array>()
    for (const { slot, start, end, parts = [] } of spans) {
      const content = contentOf(slot, original.subarray(start, end), parts)
      if (content) rendered.set(slot, content)
    }
    return rendered
  }
}

/** Why this answer cannot be filled, told before its body is read. */
export const unfillable = plainReason

function personal(page: Response, body: Uint8Array<ArrayBuffer>): Response {
  const headers = guardPersonal(page.headers)
  headers.delete('content-encoding')
  headers.set('content-length', String(body.length))
  return new Response(body, { status: page.status, headers })
}
