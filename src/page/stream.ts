import type { Reason } from '../decision.ts'
import { newMarker, slotMarker } from './mark.ts'
import { type Piece, Proof } from './proof.ts'
import type { Slot } from './slot.ts'
import type { Span } from './template.ts'

/** What became of a page that was filled while it arrived. */
export interface Streamed {
  /** Every slot that was found, with its inner content in the original page. */
  readonly spans: readonly Span[]
  readonly plain: ReadonlyMap<string, Reason>
  /** The parser failed somewhere: from there on the shopper got the original. */
  readonly unproven: boolean
}

export interface StreamOptions {
  readonly contentType: string
  readonly slots: readonly Slot[]
  /** The cards of a slot, or `undefined` to leave it as it is. It must not throw. */
  readonly fill: (slot: string) => Promise<Uint8Array | undefined>
  /** Called when all of the page has been sent. */
  readonly onEnd?: (streamed: Streamed) => void
}

/** A slot whose content is longer is left as it is: it would hold back the rest of the page. */
const maxHeldBytes = 256 * 1024

/**
 * Fills a page while it arrives: what lies before a slot goes out as soon as it is proven unchanged,
 * and a slot when its end has come. Whatever fails in the parser, the shopper gets the rest of the
 * original from the very byte on; only if the origin breaks off does the answer break off as well.
 */
export function streamPage(
  body: ReadableStream<Uint8Array>,
  options: StreamOptions,
): ReadableStream<Uint8Array> {
  const page = new PageStream(body, options)
  return new ReadableStream<Uint8Array>(
    { pull: (controller) => page.pull(controller), cancel: (reason) => page.cancel(reason) },
    { highWaterMark: 0 },
  )
}

type Output = ReadableStreamDefaultController<Uint8Array>

class PageStream {
  readonly #options: StreamOptions
  readonly #origin: ReadableStreamDefaultReader<Uint8Array>
  readonly #marked: ReadableStreamDefaultReader<Uint8Array>
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>
  readonly #proof: Proof
  readonly #plain = new Map<string, Reason>()
  readonly #spans: Span[] = []
  readonly #started = new Set<Slot>()
  readonly #feeding: Promise<void>
  #originError: unknown
  #unproven = false
  #at = 0
  #open:
    | { readonly slot: Slot; readonly start: number; held: Uint8Array[]; bytes: number }
    | undefined

  constructor(body: ReadableStream<Uint8Array>, options: StreamOptions) {
    const { slots, contentType } = options
    const marker = newMarker()
    const { readable, writable } = new IdentityTransformStream()
    const page = new Response(readable, { headers: { 'content-type': contentType } })
    const marked = slotMarker({ slots, marker, plain: this.#plain }).transform(page)
    this.#options = options
    this.#proof = new Proof(marker)
    this.#origin = body.getReader()
    this.#writer = writable.getWriter()
    this.#marked = (marked.body as ReadableStream<Uint8Array>).getReader()
    this.#feeding = this.#feed().catch(() => undefined)
  }

  /** Sends at least one chunk, or ends. */
  async pull(output: Output): Promise<void> {
    if (this.#unproven) return this.#pullOriginal(output)
    try {
      for (let sent = false; !sent; ) {
        const { done, value } = await this.#marked.read()
        for (const piece of done ? this.#proof.end() : this.#proof.check(value)) {
          sent = (await this.#send(piece, output)) || sent
        }
        if (done) return this.#end(output)
      }
    } catch {
      await this.#giveUp(output)
    }
  }

  async cancel(reason: unknown): Promise<void> {
    await Promise.allSettled([this.#origin.cancel(reason), this.#writer.abort(reason)])
  }

  /** From the origin to the parser, and a note of it to compare with. */
  async #feed(): Promise<void> {
    for (;;) {
      const { done, value } = await this.#readOrigin()
      if (done) return this.#writer.close()
      this.#proof.expect(value)
      if (this.#unproven) return
      await this.#writer.write(value)
    }
  }

  async #readOrigin() {
    try {
      return await this.#origin.read()
    } catch (error) {
      this.#originError = error ?? new Error('the origin broke off')
      this.#writer.abort(error).catch(() => undefined)
      throw error
    }
  }

  async #send(piece: Piece, output: Output): Promise<boolean> {
    if ('slot' in piece) return this.#atMark(piece.slot, output)
    this.#at += piece.bytes.length
    if (!this.#open) {
      output.enqueue(piece.bytes)
      return true
    }
    this.#open.held.push(piece.bytes)
    this.#open.bytes += piece.bytes.length
    return this.#open.bytes > maxHeldBytes && this.#release(output)
  }

  /** The first mark of a slot is its start, the second its end. */
  async #atMark(index: number, output: Output): Promise<boolean> {
    const slot = this.#options.slots[index] as Slot
    if (!this.#started.has(slot)) {
      const sent = this.#release(output) // of a slot before it that an outer end tag closed
      this.#started.add(slot)
      this.#open = { slot, start: this.#at, held: [], bytes: 0 }
      return sent
    }
    if (this.#open?.slot !== slot) return false // it was too long, and has been let out
    this.#spans.push({ slot: slot.id, start: this.#open.start, end: this.#at })
    const cards = await this.#options.fill(slot.id)
    if (!cards) return this.#release(output)
    this.#open = undefined
    output.enqueue(cards)
    return true
  }

  /** Lets out what a slot held back: it stays as it was. */
  #release(output: Output): boolean {
    const held = this.#open?.held ?? []
    this.#open = undefined
    for (const bytes of held) output.enqueue(bytes)
    return held.length > 0
  }

  #end(output: Output): void {
    if (this.#originError !== undefined) {
      output.error(this.#originError)
      return
    }
    this.#release(output)
    output.close()
    this.#options.onEnd?.({ spans: this.#spans, plain: this.#plain, unproven: this.#unproven })
  }

  /** The parser failed: everything that is not sent yet goes out as the origin made it. */
  async #giveUp(output: Output): Promise<void> {
    this.#unproven = true
    if (this.#originError !== undefined) return output.error(this.#originError)
    this.#release(output)
    this.#sendRest(output)
    await this.#writer.abort().catch(() => undefined)
    await this.#feeding // it may still be reading one chunk
    this.#sendRest(output)
  }

  #sendRest(output: Output): void {
    for (const bytes of this.#proof.rest) output.enqueue(bytes)
    this.#proof.forget()
  }

  async #pullOriginal(output: Output): Promise<void> {
    try {
      const { done, value } = await this.#readOrigin()
      if (done) this.#end(output)
      else output.enqueue(value)
    } catch (error) {
      output.error(error)
    }
  }
}
