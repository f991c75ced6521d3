import type { Span } from './template.ts'

/** What comes about at a mark: a slot starts, a slot stays as it is, or a slot has ended. */
export type Reached = 'start' | 'left' | Span | undefined

/**
 * The marks of one page. They are made while the parser reads, before the bytes around them come out
 * of it; so a mark is a note of what to do when it is reached, where its place in the page is known.
 */
export class Marks {
  /** Begins every mark. Its 128 random bits are in no page before they are drawn. */
  readonly prefix = `<!--limen-${crypto.randomUUID()}:`
  readonly #notes: ((at: number) => Reached)[] = []

  make(note: (at: number) => Reached): string {
    return `${this.prefix}${this.#notes.push(note) - 1}-->`
  }

  /** To be called for each mark of the proven page, in order; `at` is its offset in the original. */
  reach(mark: number, at: number): Reached {
    return this.#notes[mark]?.(at)
  }
}
