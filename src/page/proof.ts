import { concatBytes, indexOfBytes } from '../lib/bytes.ts'

/** Bytes of the original page that the parser carried unchanged, or a mark, by its number. */
export type Piece = { readonly bytes: Uint8Array } | { readonly mark: number }

/** The parser lost or changed something. */
export class Unproven extends Error {}

const greaterThan = 0x3e
const none = new Uint8Array()
const longestNumber = 9 // digits

/**
 * Compares what a parser makes of a page with the page itself, as both arrive. Marks are the only
 * difference it allows: what it gives out is the original, cut at the marks.
 */
export class Proof {
  readonly #prefix: Uint8Array
  #unproven: Uint8Array[] = []
  #tail: Uint8Array = none

  /** @param prefix begins every mark: `prefix` + its number + `-->`. */
  constructor(prefix: string) {
    this.#prefix = new TextEncoder().encode(prefix)
  }

  /** A chunk of the original. It must come before what the parser made of it. */
  expect(chunk: Uint8Array): void {
    if (chunk.length > 0) this.#unproven.push(chunk)
  }

  /** What of the original is not proven yet. */
  get rest(): readonly Uint8Array[] {
    return this.#unproven
  }

  /** The rest has gone out another way. */
  forget(): void {
    this.#unproven = []
  }

  /**
   * A chunk of the marked page. A mark may be cut by its end, so the last bytes may be kept back
   * until the next chunk.
   *
   * @throws Unproven when it is not the original.
   */
  *check(chunk: Uint8Array): Generator<Piece> {
    const marked = this.#tail.length > 0 ? concatBytes([this.#tail, chunk]) : chunk
    let from = 0
    for (;;) {
      const mark = indexOfBytes(marked, this.#prefix, from)
      const end = mark === -1 ? -1 : marked.indexOf(greaterThan, mark)
      if (end === -1) break
      yield* this.#prove(marked.subarray(from, mark))
      const digits = marked.subarray(mark + this.#prefix.length, end - 2) // before '-->'
      yield { mark: Number(new TextDecoder().decode(digits)) }
      from = end + 1
    }
    const cut = this.#startOfCutMark(marked, from)
    yield* this.#prove(marked.subarray(from, cut))
    this.#tail = marked.slice(cut)
  }

  /**
   * The end of the marked page.
   *
   * @throws Unproven when something of the original did not come.
   */
  *end(): Generator<Piece> {
    yield* this.#prove(this.#tail)
    this.#tail = none
    if (this.#unproven.length > 0) throw new Unproven('the page ended early')
  }

  *#prove(bytes: Uint8Array): Generator<Piece> {
    let from = 0
    while (from < bytes.length) {
      const expected = this.#unproven[0]
      if (!expected) throw new Unproven('there is more than the page')
      const length = Math.min(expected.length, bytes.length - from)
      const original = expected.subarray(0, length)
      if (!crypto.subtle.timingSafeEqual(original, bytes.subarray(from, from + length))) {
        throw new Unproven('the page differs')
      }
      if (length === expected.length) this.#unproven.shift()
      else this.#unproven[0] = expected.subarray(length)
      from += length
      yield { bytes: original }
    }
  }

  /** Where a mark begins that the end of these bytes may have cut in two. */
  #startOfCutMark(marked: Uint8Array, from: number): number {
    const longest = this.#prefix.length + longestNumber + 2 // and '--', without '>'
    const first = this.#prefix[0] as number
    let at = marked.indexOf(first, Math.max(from, marked.length - longest))
    for (; at !== -1; at = marked.indexOf(first, at + 1)) {
      const length = Math.min(this.#prefix.length, marked.length - at)
      if (indexOfBytes(marked, this.#prefix.subarray(0, length), at) === at) return at
    }
    return marked.length
  }
}
