/** The bytes of a page that have come and are not on their way to the shopper yet. */
export class Unsent {
  readonly #pieces: Uint8Array[] = []
  /** The offset in the page of the first of them. */
  start = 0
  /** The offset behind the last of them. */
  end = 0

  push(piece: Uint8Array): void {
    this.#pieces.push(piece)
    this.end += piece.length
  }

  /** Takes those before an offset of the page. */
  take(until: number): Uint8Array[] {
    const taken: Uint8Array[] = []
    while (this.start < until) {
      const piece = this.#pieces[0] as Uint8Array
      const length = Math.min(piece.length, until - this.start)
      taken.push(piece.subarray(0, length))
      if (length === piece.length) this.#pieces.shift()
      else this.#pieces[0] = piece.subarray(length)
      this.start += length
    }
    return taken
  }
}
