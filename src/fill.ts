import { slotRenderer } from './catalogue/index.ts'
import type { Config } from './config/index.ts'
import type { Reason } from './decision.ts'
import type { Offer } from './offer.ts'
import { originError } from './origin.ts'
import {
  asciiMarkup,
  compilePage,
  fillTemplate,
  plainReason,
  readPage,
  type Slot,
} from './page/index.ts'
import { guardPersonal } from './privacy/index.ts'
import { type Trace, timed } from './trace.ts'
import { whyShown } from './why.ts'

type Personal = Extract<Offer, { kind: 'personal' }>

/** Builds the last step: an offer's products into the slots of the shop's page. */
export function fills({ slots, limits, site }: Config) {
  const wanted: readonly Slot[] = Object.entries(slots).map(([id, { select }]) => ({
    id,
    select: select ?? `[data-limen="${id}"]`,
  }))

  const language = site.languages[0] as string
  const renderers = new Map(
    Object.entries(slots).map(([id, { heading, card }]) => [
      id,
      slotRenderer({ id, heading, language, ...(card && { card }) }, asciiMarkup),
    ]),
  )
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
      const rendered = await timed(trace, 'fill', () => render(template.spans, offer))
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

  /** Deals the candidates out to the slots in page order; nothing is shown twice. */
  function render(spans: readonly { slot: string }[], { ranking, visit }: Personal) {
    const products = ranking.candidates.map(({ product }) => product)
    const rendered = new Map<string, Uint8Array>()
    for (const { slot } of spans) {
      const options = slots[slot]
      if (!options) continue
      const dealt = products.splice(0, options.limit)
      const bytes = renderers.get(slot)?.(dealt, whyShown(ranking, visit))
      if (bytes?.length) rendered.set(slot, bytes)
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
