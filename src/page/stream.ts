import type { Reason } from '../decision.ts'
import { concatBytes } from '../lib/bytes.ts'
import { inTime } from '../lib/in-time.ts'
import type { Source } from './read.ts'
import type { Search } from './search.ts'
import { type Finds, SlotFinder } from './slot-finder.ts'
import type { Part, Span } from './template.ts'
import { Unsent } from './unsent.ts'

/** What became of a page that was filled while it arrived. */
export interface Streamed {
  /** Every slot that was found, with its inner content in the original page. */
  readonly spans: readonly Span[]
  readonly plain: ReadonlyMap<string, Reason>
}

export interface StreamOptions {
  readonly search: Search
  /**
   * What comes into a slot, or `undefined` to leave it as it is.
   *
   * @param content what the slot has in the page.
   * @param parts the cards or variants in it.
   */
  readonly fill: (
    slot: string,
    content: Uint8Array,
    parts: readonly Part[],
  ) => Uint8Array | undefined
  /** How long the shop may say nothing before it counts as broken off; 15 s if absent. */
  readonly silenceMs?: number
  /** Told when `fill` or the reading of the page fails: the rest is then the original. */
  readonly onFault?: (error: unknown) => void
}

/** A slot whose content is longer is left as it is: it would hold back the rest of the page. */
const maxHeldBytes = 256 * 1024

/**
 * Fills a page while it arrives: what lies before a slot goes out at once, and a slot when its end
 * has come. What is not a slot is never touched; and if the shop breaks off, so does the answer.
 *
 * @returns the page, and a promise of what became of it: it never fails.
 */
export function streamPage(
  source: Source,
  options: StreamOptions,
): { readonly body: ReadableStream<Uint8Array>; readonly done: Promise<Streamed> } {
  const { readable, writable } = new IdentityTransformStream()
  return { body: readable, done: new PageStream(source, options).send(writable.getWriter()) }
}

class PageStream implements Finds {
  readonly #source: Source
  readonly #options: StreamOptions
  readonly #finder: SlotFinder
  readonly #unsent = new Unsent()
  readonly #spans: Span[] = []
  #ready: Uint8Array[] = []
  /** Where the slot begins whose end is waited for. */
  #heldFrom: number | undefined

  constructor(source: Source, options: StreamOptions) {
    this.#source = source
    this.#options = options
    this.#finder = new SlotFinder(options.search, this)
  }

  async send(writer: WritableStreamDefaultWriter<Uint8Array>): Promise<Streamed> {
    try {
      for (let isLast = false; !isLast; ) {
        const piece = await inTime(this.#source.read(), this.#options.silenceMs ?? 15_000)
        isLast = piece === undefined
        this.#follow(piece)
        const ready = this.#ready.splice(0).filter(({ length }) => length > 0)
        if (ready.length > 0) await writer.write(joined(ready))
      }
      await writer.close()
    } catch (error) {
      // The shop broke off, or the shopper has gone.
      await Promise.allSettled([writer.abort(error), this.#source.cancel(error)])
    } finally {
      this.#finder.scanner.release()
    }
    // What comes after a slot may tell that it should have been left alone: too late.
    const filled = new Set(this.#spans.map(({ slot }) => slot))
    const plain = new Map([...this.#finder.plain].filter(([slot]) => !filled.has(slot)))
    return { spans: this.#spans, plain }
  }

  opened(at: number): void {
    this.#ready.push(...this.#unsent.take(at))
    this.#heldFrom = at
  }

  left(): void {
    this.#heldFrom = undefined
  }

  closed(span: Span): void {
    const { slot, start, end, parts = [] } = span
    const isHeld = this.#heldFrom === start || start === end
    this.#heldFrom = undefined
    if (!isHeld || start < this.#unsent.start) return // it was too long, and has been let out
    this.#ready.push(...this.#unsent.take(start))
    this.#spans.push(span)
    const content = concatBytes(this.#unsent.take(end))
    this.#ready.push(this.#fill(slot, content, parts) ?? content)
  }

  #fill(slot: string, content: Uint8Array, parts: readonly Part[]): Uint8Array | undefined {
    try {
      return this.#options.fill(slot, content, parts)
    } catch (error) {
      this.#options.onFault?.(error)
      return undefined
    }
  }

  #follow(piece: Uint8Array | undefined): void {
    const unsent = this.#unsent
    const { scanner } = this.#finder
    if (piece) unsent.push(piece)
    try {
      scanner.push(piece ?? new Uint8Array(), piece === undefined)
      if (!piece) this.#finder.end(unsent.end)
    } catch (error) {
      scanner.lose()
      this.#options.onFault?.(error)
    }
    if (unsent.end - (this.#heldFrom ?? unsent.end) > maxHeldBytes) this.#heldFrom = undefined
    const isOver = piece === undefined || scanner.isLost
    this.#ready.push(...unsent.take(isOver ? unsent.end : (this.#heldFrom ?? scanner.at)))
  }
}

function joined(pieces: Uint8Array[]): Uint8Array {
  return pieces.length === 1 ? (pieces[0] as Uint8Array) : concatBytes(pieces)
}
