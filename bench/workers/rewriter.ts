import { fixedString, slotSelector } from '../page.ts'

/** Puts a fixed string into one slot: the least that a rewriting Worker can do. */
export default {
  async fetch(request: Request, { ORIGIN }: { ORIGIN: string }): Promise<Response> {
    const page = await fetch(ORIGIN + new URL(request.url).pathname, { headers: request.headers })
    return new HTMLRewriter()
      .on(slotSelector, {
        element: (slot) => void slot.setInnerContent(fixedString, { html: true }),
      })
      .transform(page)
  },
}
