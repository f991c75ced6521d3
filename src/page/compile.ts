import type { Reason } from '../decision.ts'
import { newMarker, slotMarker } from './mark.ts'
import { type Piece, Proof } from './proof.ts'
import type { Slot } from './slot.ts'
import type { Span, Template } from './template.ts'

type Compiled = { readonly template: Template } | { readonly reason: Reason }

/**
 * Finds the slots of a page. HTMLRewriter puts a mark at both ends of each slot; what it made of the
 * page, minus the marks, must be the page itself, byte for byte. A parser that lost, changed or cut
 * anything cannot pass, and its page stays plain.
 *
 * @param contentType decides how the parser decodes the page.
 */
export async function compilePage(
  original: Uint8Array<ArrayBuffer>,
  contentType: string,
  slots: readonly Slot[],
): Promise<Compiled> {
  const marker = newMarker()
  const plain = new Map<string, Reason>()
  const proof = new Proof(marker)
  proof.expect(original)
  try {
    const page = new Response(original, { headers: { 'content-type': contentType } })
    const marked = await slotMarker({ slots, marker, plain }).transform(page).arrayBuffer()
    const pieces = [...proof.check(new Uint8Array(marked)), ...proof.end()]
    return { template: { original, spans: spansOf(pieces, slots), plain } }
  } catch {
    return { reason: 'page-unprovable' }
  }
}

/** The first mark of a slot is its start, the second its end. */
function spansOf(pieces: readonly Piece[], slots: readonly Slot[]): Span[] {
  const starts = new Map<number, number>()
  const spans: Span[] = []
  let at = 0
  for (const piece of pieces) {
    if ('bytes' in piece) {
      at += piece.bytes.length
      continue
    }
    const start = starts.get(piece.slot)
    if (start === undefined) starts.set(piece.slot, at)
    else spans.push({ slot: (slots[piece.slot] as Slot).id, start, end: at })
  }
  return spans
}
