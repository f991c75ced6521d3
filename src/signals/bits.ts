/** The bits of a base64url text, read from the front. */
export interface Bits {
  /** The next bits as a number, at most 36 of them. */
  int(width: number): number
  skip(width: number): void
  /** Whether all that is left is the padding of an encoder: less than three bytes, all of them zero. */
  isPadding(): boolean
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const none = 64
const sextetOf = new Uint8Array(128).fill(none)
for (const [sextet, character] of [...alphabet].entries()) {
  sextetOf[character.charCodeAt(0)] = sextet
}

/**
 * Opens a segment of a consent string, six bits a character.
 * @throws RangeError on another character, and wherever more is read than there is.
 */
export function openBits(text: string): Bits {
  const sextets = toSextets(text)
  const length = sextets.length * 6
  let at = 0
  return { int, skip, isPadding }

  function int(width: number): number {
    let start = at
    skip(width)
    let value = 0
    while (start < at) {
      const within = start % 6
      const taken = Math.min(6 - within, at - start)
      const sextet = sextets[(start - within) / 6] as number
      value = value * 2 ** taken + ((sextet >> (6 - within - taken)) & (2 ** taken - 1))
      start += taken
    }
    return value
  }

  function skip(width: number): void {
    if (at + width > length) throw new RangeError('a consent string ends too early')
    at += width
  }

  function isPadding(): boolean {
    return length - at < 24 && int(length - at) === 0
  }
}

function toSextets(text: string): Uint8Array {
  const sextets = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index++) {
    const sextet = sextetOf[text.charCodeAt(index)] ?? none
    if (sextet === none) throw new RangeError('a consent string is base64url')
    sextets[index] = sextet
  }
  return sextets
}
