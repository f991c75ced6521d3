import type { Reason } from '../decision.ts'
import { hydrationOf } from './hydration.ts'
import { Marker } from './mark.ts'
import { type Piece, Proof } from './proof.ts'
import type { Slot } from './slot.ts'
import type { Span, Template } from './template.ts'

type Compiled = { readonly template: Template } | { readonly reason: Reason }

/**
 * Finds the slots of a page. HTMLRewriter puts marks at the edges of slots and of their cards; what it
 * made of the page, minus the marks, must be the page itself, byte for byte. A parser that lost,
 * changed or cut anything cannot pass, and its page stays plain.
 *
 * @param contentType decides how the parser decodes the page.
 */
export async function compilePage(
  original: Uint8Array<ArrayBuffer>,
  contentType: string,
  slots: readonly Slot[],
): Promise<Compiled> {
  const marker = new Marker(slots, hydrationOf(original))
  const proof = new Proof(marker.prefix)
  proof.expect(original)
  try {
    const page = new Response(original, { headers: { 'content-type': contentType } })
    const marked = await marker.mark(page).arrayBuffer()
    const pieces = [...proof.check(new Uint8Array(marked)), ...proof.end()]
    return { template: { original, spans: spansOf(pieces, marker), plain: marker.plain } }
  } catch {
    return { reason: 'page-unprovable' }
  }
}

function spansOf(pieces: readonly Piece[], marker: Marker): Span[] {
  const spans: Span[] = []
  let at = 0
  for (const piece of pieces) {
    if ('bytes' in piece) at += piece.bytes.length
    else {
      const reached = marker.reach(piece.mark, at)
      if (typeof reached === 'object') spans.push(reached)
    }
  }
  // What came after a slot may have told that it is better left alone.
  return spans.filter(({ slot }) => !marker.plain.has(slot))
}
