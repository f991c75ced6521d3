import type { Reason } from '../decision.ts'
import { nameId } from './names.ts'
import { deepest, OpenElements } from './open-elements.ts'
import { OpenSlot } from './open-slot.ts'
import type { Content, Follower } from './scan.ts'
import type { Search, Target } from './search.ts'
import { matches, type Seen } from './selector.ts'
import { canBeSlot, type Slot } from './slot.ts'
import type { Tag } from './tag.ts'
import { bodyPlace, headPlace, type Span } from './template.ts'

/** Told what is found, in page order. Offsets are those of the page. */
export interface Finds {
  /** The content of a slot begins. */
  opened(at: number): void
  /** The slot whose content had begun stays as it is. */
  left(): void
  /** All of a slot is there; or a place between two tags, which is empty. */
  closed(span: Span): void
}

const body = nameId('body')
const frameset = nameId('frameset')

/** What may stand before the place in the head: it tells how the rest is to be read. */
const first: ReadonlySet<number> = new Set(['html', 'head', 'meta', 'title', 'base'].map(nameId))

/** Finds the slots of one page while a scanner reads it. */
export class SlotFinder implements Follower {
  /** Slots that were found but must stay as they are; known in full when the page has been read. */
  readonly plain = new Map<string, Reason>()
  readonly #search: Search
  readonly #finds: Finds
  readonly #elements = new OpenElements((level, closedLevel) => this.#close(level, closedLevel))
  // By level: the states that an element is in, those it and all around it are in, and its children.
  readonly #own = new Int32Array(deepest + 2)
  readonly #within = new Int32Array(deepest + 2)
  readonly #children = new Int32Array(deepest + 2)
  readonly #slots = new Set<Slot>()
  readonly #rootLevels: number[] = []
  #hadRoot = false
  #isAllHydrated = false
  #open: OpenSlot | undefined
  #isHeadPassed: boolean
  #isBodyPassed: boolean
  #tagStart = 0
  #tagEnd = 0

  constructor(search: Search, finds: Finds) {
    this.#search = search
    this.#finds = finds
    this.#isHeadPassed = !search.places
    this.#isBodyPassed = !search.places
  }

  get isForeign(): boolean {
    return this.#elements.isForeign
  }

  startTag(tag: Tag, name: number, start: number, end: number): Content {
    this.#tagStart = start
    this.#tagEnd = end
    this.#passPlaces(name)
    const content = this.#elements.start(tag, name)
    if (content === 'lost') {
      // A frameset takes the place of a body that shows nothing: with cards, it would not.
      if (name === frameset) for (const { id } of this.#slots) this.plain.set(id, 'page-ambiguous')
      return content
    }
    const isOpen = content !== 'empty'
    const level = this.#elements.level + (isOpen ? 0 : 1)
    const index = (this.#children[level - 1] as number) + 1
    this.#children[level - 1] = index
    this.#own[level] = 0
    this.#within[level] = this.#within[level - 1] as number
    this.#children[level] = 0
    const { names, anywhere } = this.#search
    if (names[name] === 1 || (tag.present & anywhere) !== 0 || anywhere === -1) {
      this.#look({ tag, name, index }, level, isOpen)
    }
    return content
  }

  endTag(name: number, start: number, end: number): void {
    this.#tagStart = start
    this.#tagEnd = end
    this.#elements.end(name)
  }

  /** The page ends here. */
  end(at: number): void {
    this.lost()
    if (!this.#isBodyPassed) this.#place(bodyPlace, at)
  }

  /** What follows cannot be told. */
  lost(): void {
    if (this.#open) this.#leave(this.#open, 'slot-unclosed')
    this.#open = undefined
  }

  #passPlaces(name: number): void {
    if (!this.#isHeadPassed && !first.has(name)) {
      this.#isHeadPassed = true
      this.#place(headPlace, this.#tagStart)
    }
    if (!this.#isBodyPassed && name === body) {
      this.#isBodyPassed = true
      this.#place(bodyPlace, this.#tagEnd)
    }
  }

  #place(slot: string, at: number): void {
    if (!this.#open) this.#finds.closed({ slot, start: at, end: at })
  }

  #look(seen: Seen, level: number, isOpen: boolean): void {
    for (const { compound, after, isChild, bit, targets } of this.#search.states) {
      const around = (isChild ? this.#own : this.#within)[level - 1] as number
      if ((around & after) !== after || !matches(compound, seen)) continue
      this.#own[level] = (this.#own[level] as number) | bit
      this.#within[level] = (this.#within[level] as number) | bit
      for (const target of targets) this.#meet(target, seen.tag, isOpen ? level : undefined)
    }
  }

  /** @param level of the element; nothing, if it is empty by its nature. */
  #meet({ is, slot }: Target, tag: Tag, level: number | undefined): void {
    if (is === 'root') this.#atRoot(level)
    else if (is === 'script') this.#atScript()
    else if (is === 'slot') this.#atSlot(slot as Slot, tag, level)
    else if (this.#open && this.#open.slot === slot) this.#inSlot(this.#open, is, tag, level)
  }

  #inSlot(open: OpenSlot, is: 'part' | 'link', tag: Tag, level: number | undefined): void {
    if (open.left) return
    if (is === 'link') open.atLink(tag)
    const reason = is === 'part' && open.atPart(tag, level, this.#tagStart)
    if (reason) this.#leave(open, reason)
  }

  #atRoot(level: number | undefined): void {
    this.#hadRoot = true
    if (level !== undefined) this.#rootLevels.push(level)
  }

  #atScript(): void {
    if (this.#hadRoot) return
    this.#isAllHydrated = true
    // What came so far is hydrated as well.
    for (const { id, hydrationSafe } of this.#slots) {
      if (!hydrationSafe) this.plain.set(id, 'slot-hydrated')
    }
  }

  #atSlot(slot: Slot, tag: Tag, level: number | undefined): void {
    const reason = this.#refusal(slot, tag, level)
    if (reason || level === undefined) {
      if (reason && !this.#slots.has(slot)) this.plain.set(slot.id, reason)
      return
    }
    this.#slots.add(slot)
    this.plain.set(slot.id, 'slot-unclosed')
    this.#open = new OpenSlot(slot, level, this.#tagEnd, this.#search)
    this.#finds.opened(this.#tagEnd)
  }

  #refusal(slot: Slot, tag: Tag, level: number | undefined): Reason | undefined {
    if (this.#open) return 'slot-nested'
    if (this.#slots.has(slot)) return 'slot-repeated'
    const isSuitable = level !== undefined && canBeSlot(slot, tag.name)
    if (!isSuitable || this.isForeign || this.#elements.isMisplaced) return 'slot-unsuitable'
    return this.#isHydrated(slot) ? 'slot-hydrated' : undefined
  }

  #isHydrated({ hydrationSafe }: Slot): boolean {
    return !hydrationSafe && (this.#isAllHydrated || this.#rootLevels.length > 0)
  }

  #leave(open: OpenSlot, reason: Reason): void {
    if (open.left) return
    open.left = reason
    this.plain.set(open.slot.id, reason)
    this.#finds.left()
  }

  /** An element is closed by the end of the one at `closedLevel`: itself, or one around it. */
  #close(level: number, closedLevel: number): void {
    if (this.#rootLevels.at(-1) === level) this.#rootLevels.pop()
    const open = this.#open
    if (!open) return
    const isOwn = level === closedLevel
    const reason = open.closed(level, isOwn, this.#tagEnd)
    if (reason) this.#leave(open, reason)
    if (level !== open.level) return
    this.#open = undefined
    if (!isOwn) this.#leave(open, 'slot-unclosed')
    // What came since it began may have told that all is hydrated.
    if (this.#isHydrated(open.slot)) this.#leave(open, 'slot-hydrated')
    if (open.left) return
    this.plain.delete(open.slot.id)
    this.#finds.closed(open.span(this.#tagStart))
  }
}
