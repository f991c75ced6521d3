import type { Reason } from '../decision.ts'
import { isContainer, type Slot } from './slot.ts'

export interface Marking {
  readonly slots: readonly Slot[]
  /** Begins every mark: nothing a page could hold. */
  readonly marker: string
  /** Slots that were found but must stay as they are; filled while the page is read. */
  readonly plain: Map<string, Reason>
}

/** Begins the marks of one page. Its 128 random bits are in no page before they are drawn. */
export function newMarker(): string {
  return `<!--limen-${crypto.randomUUID()}:`
}

/** A rewriter that puts a mark at both ends of each slot, inside its element, and does no more. */
export function slotMarker({ slots, marker, plain }: Marking): HTMLRewriter {
  const rewriter = new HTMLRewriter()
  const found = new Set<Slot>()
  let open: Slot | undefined
  for (const [index, slot] of slots.entries()) {
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
          // An end tag of another name closes this element by implication: its end is a guess.
          if (end.name.toLowerCase() !== tagName) return
          end.before(`${marker}${index}-->`, { html: true })
          plain.delete(slot.id)
        })
        found.add(slot)
        open = slot
        plain.set(slot.id, 'slot-unclosed')
        element.prepend(`${marker}${index}-->`, { html: true })
      },
    })
  }
  return rewriter
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
