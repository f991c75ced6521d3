import type { Reason } from '../decision.ts'
import { within } from '../lib/selector.ts'
import type { Hydration } from './hydration.ts'
import { Marks, type Reached } from './marks.ts'
import { OpenSlot } from './open-slot.ts'
import { canBeSlot, type Slot } from './slot.ts'

/** Puts marks into a page, at the edges of its slots and of their cards, and does no more. */
export class Marker {
  readonly #slots: readonly Slot[]
  readonly #marks = new Marks()
  readonly #hydration: Hydration
  readonly #found = new Set<Slot>()
  readonly #plain = new Map<string, Reason>()
  #open: OpenSlot | undefined

  constructor(slots: readonly Slot[], hydration: Hydration) {
    this.#slots = slots
    this.#hydration = hydration
  }

  /** Begins every mark: nothing the page could hold. */
  get prefix(): string {
    return this.#marks.prefix
  }

  /** Slots that were found but must stay as they are; known in full when the page has been read. */
  get plain(): ReadonlyMap<string, Reason> {
    return this.#plain
  }

  /** What comes about at a mark, by its number and its place in the page. */
  reach(mark: number, at: number): Reached {
    return this.#marks.reach(mark, at)
  }

  mark(page: Response): Response {
    const rewriter = new HTMLRewriter()
    this.#hydration.follow?.(rewriter, () => this.#foundTooSoon()) // first: a slot may be a root
    for (const slot of this.#slots) {
      rewriter.on(slot.select, { element: (element) => this.#atSlot(slot, element) })
      const { select, parts } = slot
      if (!parts) continue
      const card = within(select, parts.select)
      rewriter.on(card, { element: (element) => this.#in(slot)?.atPart(element, parts) })
      if (!parts.links) continue
      rewriter.on(within(card, 'a'), { element: (link) => this.#in(slot)?.atLink(link) })
    }
    return rewriter.transform(page)
  }

  #in(slot: Slot): OpenSlot | undefined {
    return this.#open?.slot === slot ? this.#open : undefined
  }

  #atSlot(slot: Slot, element: Element): void {
    const reason = this.#refusal(slot, element)
    if (reason) {
      if (!this.#found.has(slot)) this.#plain.set(slot.id, reason)
      return
    }
    const open = new OpenSlot(slot, element, this.#marks)
    // `onEndTag` throws for an element that cannot have an end tag: before any mark is made.
    element.onEndTag((end) => {
      this.#open = undefined
      if (this.#isHydrated(slot)) open.leave(end, 'slot-hydrated')
      const reason = open.finish(end)
      if (reason) this.#plain.set(slot.id, reason)
      else this.#plain.delete(slot.id)
    })
    open.begin(element)
    this.#found.add(slot)
    this.#open = open
    this.#plain.set(slot.id, 'slot-unclosed')
  }

  #refusal(slot: Slot, { tagName }: Element): Reason | undefined {
    if (this.#open) return 'slot-nested'
    if (this.#found.has(slot)) return 'slot-repeated'
    if (!canBeSlot(slot, tagName.toLowerCase())) return 'slot-unsuitable'
    if (this.#isHydrated(slot)) return 'slot-hydrated'
    return undefined
  }

  #isHydrated({ hydrationSafe }: Slot): boolean {
    return !hydrationSafe && this.#hydration.isOn
  }

  #foundTooSoon(): void {
    for (const { id, hydrationSafe } of this.#found) {
      if (!hydrationSafe) this.#plain.set(id, 'slot-hydrated')
    }
  }
}
