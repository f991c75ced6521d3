import type { Reason } from '../decision.ts'
import { concatBytes } from '../lib/bytes.ts'
import { HydrationTrace } from './hydration.ts'
import { Marker } from './mark.ts'
import type { Reached } from './marks.ts'
import { type Piece, Proof } from './proof.ts'
import type { Slot } from './slot.ts'
import type { Part, Span } from './template.ts'

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
  /**
   * What comes into a slot, or `undefined` to leave it as it is. It must not throw.
   *
   * @param content what the slot has in the page.
   * @param parts the cards or variants in it.
   */
  readonly fill: (
    slot: string,
    content: Uint8Array,
    parts: readonly Part[],
  ) => Promise<Uint8Array | undefined>
  /** How long the origin may say nothing before it counts as broken off; 15 s if absent. */
  readonly silenceMs?: number
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
  readonly #hydration = new HydrationTrace()
  readonly #marker: Marker
  readonly #spans: Span[] = []
  readonly #feeding: Promise<void>
  #originError: unknown
  #unproven = false
  #offset = 0
  /** What has come of an open slot. */
  #held: { readonly chunks: Uint8Array[]; bytes: number } | undefined

  constructor(body: ReadableStream<Uint8Array>, options: StreamOptions) {
    const { slots, contentType } = options
    this.#marker = new Marker(slots, this.#hydration)
    const { readable, writable } = new IdentityTransformStream()
    const page = new Response(readable, { headers: { 'content-type': contentType } })
    const marked = this.#marker.mark(page)
    this.#options = options
    this.#proof = new Proof(this.#marker.prefix)
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
      this.#hydration.see(value)
      if (this.#unproven) return
      await this.#writer.write(value)
    }
  }

  async #readOrigin() {
    try {
      return await within(this.#origin.read(), this.#options.silenceMs ?? 15_000)
    } catch (error) {
      this.#originError = error ?? new Error('the origin broke off')
      this.#writer.abort(error).catch(() => undefined)
      throw error
    }
  }

  async #send(piece: Piece, output: Output): Promise<boolean> {
    if ('mark' in piece) return this.#at(this.#marker.reach(piece.mark, this.#offset), output)
    this.#offset += piece.bytes.length
    if (!this.#held) {
      output.enqueue(piece.bytes)
      return true
    }
    this.#held.chunks.push(piece.bytes)
    this.#held.bytes += piece.bytes.length
    return this.#held.bytes > maxHeldBytes && this.#release(output)
  }

  async #at(reached: Reached, output: Output): Promise<boolean> {
    if (reached === undefined) return false
    if (typeof reached === 'object') return this.#fill(reached, output)
    const sent = this.#release(output)
    if (reached === 'start') this.#held = { chunks: [], bytes: 0 }
    return sent
  }

  async #fill(span: Span, output: Output): Promise<boolean> {
    if (!this.#held) return false // it was too long, and has been let out
    this.#spans.push(span)
    const content = concatBytes(this.#held.chunks)
    const filled = await this.#options.fill(span.slot, content, span.parts ?? [])
    if (!filled) return this.#release(output)
    this.#held = undefined
    output.enqueue(filled)
    return true
  }

  /** Lets out what a slot held back: it stays as it was. */
  #release(output: Output): boolean {
    const chunks = this.#held?.chunks ?? []
    this.#held = undefined
    for (const bytes of chunks) output.enqueue(bytes)
    return chunks.length > 0
  }

  #end(output: Output): void {
    if (this.#originError !== undefined) {
      output.error(this.#originError)
      return
    }
    this.#release(output)
    output.close()
    this.#options.onEnd?.({
      spans: this.#spans,
      plain: this.#marker.plain,
      unproven: this.#unproven,
    })
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

/** @throws a `TimeoutError` when the value is not there in time. */
async function within<T>(value: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    const error = new DOMException('The page took too long', 'TimeoutError')
    timer = setTimeout(reject, ms, error)
  })
  try {
    return await Promise.race([value, late])
  } finally {
    clearTimeout(timer)
  }
}
