import type { Reason } from '../decision.ts'
import { indexOfBytes } from '../lib/bytes.ts'
import { isContainer, type Slot } from './slot.ts'
import type { Span, Template } from './template.ts'

type Compiled = { readonly template: Template } | { readonly reason: Reason }

/**
 * Finds the slots of a page. HTMLRewriter puts a marker at both ends of each slot; the marked page
 * is then cut at the markers and every piece compared with the original, byte for byte. A parser
 * that lost, changed or cut anything cannot pass, and its page stays plain.
 *
 * @param contentType decides how the parser decodes the page.
 */
export async function compilePage(
  original: Uint8Array<ArrayBuffer>,
  contentType: string,
  slots: readonly Slot[],
): Promise<Compiled> {
  const marker = freshMarker(original)
  const plain = new Map<string, Reason>()
  try {
    const marked = await markSlots(original, contentType, { slots, marker, plain })
    return cutAtMarkers(original, marked, { slots, marker, plain })
  } catch {
    return { reason: 'page-unprovable' }
  }
}

interface Marking {
  readonly slots: readonly Slot[]
  /** Begins every marker; occurs nowhere in the original. */
  readonly marker: string
  /** Filled while the page is read. */
  readonly plain: Map<string, Reason>
}

function freshMarker(original: Uint8Array): string {
  const encoder = new TextEncoder()
  for (let attempt = 0; ; attempt++) {
    const marker = `<!--limen-${attempt}:`
    if (indexOfBytes(original, encoder.encode(marker)) === -1) return marker
  }
}

async function markSlots(
  original: Uint8Array<ArrayBuffer>,
  contentType: string,
  { slots, marker, plain }: Marking,
): Promise<Uint8Array> {
  const found = new Set<Slot>()
  let open: Slot | undefined
  const rewriter = new HTMLRewriter()
  slots.forEach((slot, index) => {
    rewriter.on(slot.select, {
      element(element) {
        const tagName = element.tagName.toLowerCase()
        const reason = refusal(tagName, { first: !found.has(slot), inside: open !== undefined })
        if (reason) {
          if (!found.has(slot)) plain.set(slot.id, reason)
          return
        }
        // `onEndTag` throws for an element that cannot have an end tag: before any mark is made.
        element.onEndTag((end) => {
          open = undefined
          // An end tag of another name closes this element by implication: where it ends is a guess.
          if (end.name.toLowerCase() !== tagName) return
          end.before(`${marker}${index}-->`, { html: true })
        })
        found.add(slot)
        plain.delete(slot.id)
        open = slot
        element.prepend(`${marker}${index}-->`, { html: true })
      },
    })
  })
  const page = new Response(original, { headers: { 'content-type': contentType } })
  return new Uint8Array(await rewriter.transform(page).arrayBuffer())
}

function refusal(
  tagName: string,
  { first, inside }: { first: boolean; inside: boolean },
): Reason | undefined {
  if (inside) return 'slot-nested'
  if (!first) return 'slot-repeated'
  if (!isContainer(tagName)) return 'slot-unsuitable'
  return undefined
}

function cutAtMarkers(
  original: Uint8Array<ArrayBuffer>,
  marked: Uint8Array,
  { slots, marker, plain }: Marking,
): Compiled {
  const prefix = new TextEncoder().encode(marker)
  const starts = new Map<Slot, number>()
  const spans: Span[] = []
  let at = 0 // in the original
  let from = 0 // in the marked page
  for (;;) {
    const next = indexOfBytes(marked, prefix, from)
    const piece = marked.subarray(from, next === -1 ? undefined : next)
    if (!isAt(original, piece, at)) return { reason: 'page-unprovable' }
    at += piece.length
    if (next === -1) break

    const end = marked.indexOf(0x3e, next) + 1 // the '>' of '-->'
    const slot = slots[readIndex(marked.subarray(next + prefix.length, end - 3))] as Slot
    const start = starts.get(slot)
    if (start === undefined) starts.set(slot, at)
    else spans.push({ slot: slot.id, start, end: at })
    from = end
  }
  if (at !== original.length) return { reason: 'page-unprovable' }
  for (const slot of starts.keys()) {
    if (!spans.some((span) => span.slot === slot.id)) plain.set(slot.id, 'slot-unclosed')
  }
  return { template: { original, spans, plain } }
}

function isAt(original: Uint8Array, piece: Uint8Array, at: number): boolean {
  const there = original.subarray(at, at + piece.length)
  return there.length === piece.length && crypto.subtle.timingSafeEqual(there, piece)
}

function readIndex(digits: Uint8Array): number {
  return Number(new TextDecoder().decode(digits))
}
