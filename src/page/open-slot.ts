import type { Reason } from '../decision.ts'
import type { Marks } from './marks.ts'
import { canBePart, type PartRule, type Slot } from './slot.ts'
import type { Part } from './template.ts'

const html = { html: true } as const

/** Where a mark can be put: before an element, or before the end tag of one. */
interface Edge {
  before(mark: string, options: { html: true }): unknown
}

/** A slot whose element is open: it marks its own edges, and those of its cards or variants. */
export class OpenSlot {
  readonly slot: Slot
  readonly #marks: Marks
  readonly #tagName: string
  readonly #parts: Part[] = []
  #start = 0
  #part: { readonly links: string[] } | undefined
  #partName: string | undefined
  #left: Reason | undefined

  constructor(slot: Slot, element: Element, marks: Marks) {
    this.slot = slot
    this.#marks = marks
    this.#tagName = element.tagName.toLowerCase()
  }

  begin(element: Element): void {
    const mark = this.#marks.make((at) => {
      this.#start = at
      return 'start'
    })
    element.prepend(mark, html)
  }

  /** @returns why the slot stays as it is; nothing, if all of it is well formed. */
  finish(end: EndTag): Reason | undefined {
    // An end tag of another name closes this element by implication: its end is a guess.
    const isOwn = end.name.toLowerCase() === this.#tagName && !this.#part
    if (!isOwn) this.leave(end, 'slot-unclosed')
    if (this.#left) return this.#left
    const mark = this.#marks.make((at) => ({
      slot: this.slot.id,
      start: this.#start,
      end: at,
      ...(this.slot.parts && { parts: this.#parts }),
    }))
    end.before(mark, html)
    return undefined
  }

  /** Gives the slot up. What comes after needs not wait for its end. */
  leave(edge: Edge, reason: Reason): void {
    if (this.#left) return
    this.#left = reason
    edge.before(
      this.#marks.make(() => 'left'),
      html,
    )
  }

  atPart(element: Element, rule: PartRule): void {
    if (this.#left) return
    const reason = this.#refusal(element, rule)
    if (reason) {
      this.leave(element, reason)
      return
    }
    const name = element.tagName.toLowerCase()
    const links: string[] = []
    const about = { ...(rule.links && { links }), ...aboutOf(element, rule) }
    let start = 0
    element.onEndTag((end) => {
      this.#part = undefined
      if (end.name.toLowerCase() !== name) return this.leave(end, 'slot-unclosed')
      const mark = this.#marks.make((at) => {
        this.#parts.push({ start, end: at - this.#start, ...about })
        return undefined
      })
      end.after(mark, html)
    })
    this.#part = { links }
    this.#partName = name
    const mark = this.#marks.make((at) => {
      start = at - this.#start
      return undefined
    })
    element.before(mark, html)
    this.atLink(element) // a card may be one link
  }

  atLink(element: Element): void {
    const links = this.#part?.links
    const link = attribute(element, 'href')
    if (link && !links?.includes(link)) links?.push(link)
  }

  #refusal(element: Element, { alone }: PartRule): Reason | undefined {
    if (this.#part) return 'slot-nested'
    const name = element.tagName.toLowerCase()
    if (!canBePart(name) || name !== (this.#partName ?? name)) return 'slot-unsuitable'
    if (alone && element.hasAttribute('hidden')) return 'slot-unsuitable'
    return undefined
  }
}

/** What an element's own attributes say it is about. */
function aboutOf(element: Element, rule: PartRule): Pick<Part, 'product' | 'category'> {
  const product = rule.product && attribute(element, rule.product)
  const category = rule.category && attribute(element, rule.category)
  return { ...(product && { product }), ...(category && { category }) }
}

/** An attribute's value; of character references, those that addresses need. */
function attribute(element: Element, name: string): string | undefined {
  return element.getAttribute(name)?.replaceAll('&amp;', '&')
}
