import type { Reason } from '../decision.ts'
import type { Scanner } from './scanner.ts'
import type { Search } from './search.ts'
import { canBePart, type PartRule, type Slot } from './slot.ts'
import type { Part, Span } from './template.ts'

/** A slot whose element is open, and what was found in it. Offsets are those of the page. */
export class OpenSlot {
  readonly slot: Slot
  /** How deep its element lies. */
  readonly level: number
  /** Why it stays as it is, once that is known. */
  left: Reason | undefined
  readonly #search: Search
  readonly #start: number
  readonly #parts: Part[] = []
  #part: { readonly level: number; readonly start: number; readonly about: PartAbout } | undefined
  #partName: string | undefined

  constructor(slot: Slot, level: number, start: number, search: Search) {
    this.slot = slot
    this.level = level
    this.#start = start
    this.#search = search
  }

  /** The whole slot; to be asked for when it is not left. */
  span(end: number): Span {
    const parts = this.slot.parts && { parts: this.#parts }
    return { slot: this.slot.id, start: this.#start, end, ...parts }
  }

  /**
   * A card or variant begins.
   *
   * @param level of its element.
   * @returns why the slot has to stay as it is.
   */
  atPart(tag: Scanner, level: number, start: number): Reason | undefined {
    const rule = this.slot.parts as PartRule
    const reason = this.#refusal(tag, rule)
    if (reason) return reason
    this.#partName = tag.name
    this.#part = { level, start, about: this.#about(tag, rule) }
    if (rule.links) this.atLink(tag) // a card may be one link
    return undefined
  }

  atLink(tag: Scanner): void {
    const links = this.#part?.about.links
    const link = tag.attribute(this.#search.href)
    if (link && !links?.includes(link)) links?.push(link)
  }

  /**
   * An element in it is closed, by its own end tag or not; `end` is behind the tag.
   *
   * @returns why the slot has to stay as it is.
   */
  closed(level: number, isOwn: boolean, end: number): Reason | undefined {
    if (this.#part?.level !== level) return undefined
    const { start, about } = this.#part
    this.#part = undefined
    if (!isOwn) return 'slot-unclosed'
    this.#parts.push({ start: start - this.#start, end: end - this.#start, ...about })
    return undefined
  }

  #refusal(tag: Scanner, { alone }: PartRule): Reason | undefined {
    if (this.#part) return 'slot-nested'
    const { name } = tag
    if (!canBePart(name) || name !== (this.#partName ?? name)) return 'slot-unsuitable'
    if (alone && tag.has(this.#search.hidden)) return 'slot-unsuitable'
    return undefined
  }

  /** What its own attributes say it is about. */
  #about(tag: Scanner, { links, product, category }: PartRule): PartAbout {
    const { wanted } = this.#search
    const read = (name: string | undefined) => name && tag.attribute(wanted.attribute(name))
    const [productId, categoryKey] = [read(product), read(category)]
    return {
      ...(links && { links: [] }),
      ...(productId && { product: productId }),
      ...(categoryKey && { category: categoryKey }),
    }
  }
}

interface PartAbout {
  readonly links?: string[]
  readonly product?: string
  readonly category?: string
}
