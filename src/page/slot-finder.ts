import type { Reason } from '../decision.ts'
import { OpenSlot } from './open-slot.ts'
import { type Follower, type Found, type Scanner, takeScanner } from './scanner.ts'
import type { Search, Target } from './search.ts'
import { matches } from './selector.ts'
import { canBeSlot, type Slot } from './slot.ts'
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

/** Finds the slots of one page while its scanner reads it. */
export class SlotFinder implements Follower {
  /** Slots that were found but must stay as they are; known in full when the page has been read. */
  readonly plain = new Map<string, Reason>()
  readonly scanner: Scanner
  readonly #search: Search
  readonly #finds: Finds
  readonly #slots = new Set<Slot>()
  readonly #rootLevels: number[] = []
  #hadRoot = false
  #isAllHydrated = false
  #open: OpenSlot | undefined
  #isBodyPassed: boolean

  constructor(search: Search, finds: Finds) {
    this.#search = search
    this.#finds = finds
    this.#isBodyPassed = !search.places
    this.scanner = takeScanner(search, this)
  }

  met(found: Found): void {
    const { own, within } = this.scanner
    const { level } = found
    const seen = { tag: this.scanner, name: found.name, index: found.index }
    for (const { compound, after, isChild, bit, targets } of this.#search.states) {
      const around = (isChild ? own : within)[level - 1] as number
      if ((around & after) !== after || !matches(compound, seen)) continue
      own[level] = (own[level] as number) | bit
      within[level] = (within[level] as number) | bit
      for (const target of targets) this.#meet(target, found)
    }
  }

  /** The page ends here. */
  end(at: number): void {
    if (this.scanner.isLost) return
    this.lost(false)
    if (!this.#isBodyPassed) this.#place(bodyPlace, at)
  }

  lost(isFrameset: boolean): void {
    // A frameset takes the place of a body that shows nothing: with cards, it would not.
    if (isFrameset) for (const { id } of this.#slots) this.plain.set(id, 'page-ambiguous')
    if (this.#open) this.#leave(this.#open, 'slot-unclosed')
    this.#open = undefined
  }

  passed(place: 'head' | 'body', at: number): void {
    if (place === 'body') this.#isBodyPassed = true
    this.#place(place === 'body' ? bodyPlace : headPlace, at)
  }

  #place(slot: string, at: number): void {
    if (!this.#open) this.#finds.closed({ slot, start: at, end: at })
  }

  #meet({ is, slot }: Target, found: Found): void {
    if (is === 'root') this.#atRoot(found)
    else if (is === 'script') this.#atScript()
    else if (is === 'slot') this.#atSlot(slot as Slot, found)
    else if (this.#open && this.#open.slot === slot) this.#inSlot(this.#open, is, found)
  }

  #inSlot(open: OpenSlot, is: 'part' | 'link', { level, isOpen, start }: Found): void {
    if (open.left) return
    if (is === 'link') {
      open.atLink(this.scanner)
      return
    }
    const reason = isOpen ? open.atPart(this.scanner, level, start) : 'slot-unsuitable'
    if (reason) this.#leave(open, reason)
    else this.scanner.watch(level)
  }

  #atRoot({ level, isOpen }: Found): void {
    this.#hadRoot = true
    if (!isOpen) return
    this.#rootLevels.push(level)
    this.scanner.watch(level)
  }

  #atScript(): void {
    if (this.#hadRoot) return
    this.#isAllHydrated = true
    // What came so far is hydrated as well.
    for (const { id, hydrationSafe } of this.#slots) {
      if (!hydrationSafe) this.plain.set(id, 'slot-hydrated')
    }
  }

  #atSlot(slot: Slot, found: Found): void {
    const reason = this.#refusal(slot, found)
    if (reason) {
      if (!this.#slots.has(slot)) this.plain.set(slot.id, reason)
      return
    }
    this.#slots.add(slot)
    this.plain.set(slot.id, 'slot-unclosed')
    this.#open = new OpenSlot(slot, found.level, found.end, this.#search)
    this.scanner.watch(found.level)
    this.#finds.opened(found.end)
  }

  #refusal(slot: Slot, { isOpen }: Found): Reason | undefined {
    if (this.#open) return 'slot-nested'
    if (this.#slots.has(slot)) return 'slot-repeated'
    const { name, isForeign, isMisplaced } = this.scanner
    if (!isOpen || !canBeSlot(slot, name) || isForeign || isMisplaced) return 'slot-unsuitable'
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

  left(level: number, closedLevel: number, start: number, end: number): void {
    if (this.#rootLevels.at(-1) === level) this.#rootLevels.pop()
    const open = this.#open
    if (!open) return
    const isOwn = level === closedLevel
    const reason = open.closed(level, isOwn, end)
    if (reason) this.#leave(open, reason)
    if (level !== open.level) return
    this.#open = undefined
    if (!isOwn) this.#leave(open, 'slot-unclosed')
    // What came since it began may have told that all is hydrated.
    if (this.#isHydrated(open.slot)) this.#leave(open, 'slot-hydrated')
    if (open.left) return
    this.plain.delete(open.slot.id)
    this.#finds.closed(open.span(start))
  }
}
