import { indexOfBytes } from '../../src/lib/bytes.ts'

/** One slot's cards, as they were found in an answer. */
export interface FoundCards {
  readonly slot: string
  /** The bytes between these cards and those before them, or the start of the page. */
  readonly before: Uint8Array
}

const utf8 = new TextEncoder()
const opening = utf8.encode('<div class="limen-slot" role="group" aria-labelledby="limen-')
const closing = utf8.encode('</details>\n</div>')
const greaterThan = 0x3e

/** What stands for cards where none are rendered. */
export function cardsFor(slot: string): Uint8Array {
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
  return utf8.encode(`${decode(opening)}${slot}-title">cards${decode(closing)}`)
}

/**
 * The cards in an answer, if all around them is the original page, byte for byte, and each stands for
 * all that is between the tags of an element. It knows nothing of how the page was filled: it takes
 * out the cards and looks for what is left.
 */
export function findCards(
  original: Uint8Array,
  answer: Uint8Array,
): readonly FoundCards[] | undefined {
  const found: FoundCards[] = []
  let from = 0 // in the answer
  let at = 0 // in the original
  for (;;) {
    const start = indexOfBytes(answer, opening, from)
    const piece = answer.subarray(from, start === -1 ? undefined : start)
    if (found.length > 0 && !startsWith(piece, utf8.encode('</'))) return undefined
    if (start === -1) return isRest(original, piece, at, found.length > 0) ? found : undefined

    const place = found.length === 0 ? 0 : indexOfBytes(original, piece, at)
    const isThere = place !== -1 && startsWith(original.subarray(place), piece)
    if (!isThere || piece.at(-1) !== greaterThan) return undefined
    at = place + piece.length
    from = indexOfBytes(answer, closing, start) + closing.length
    const name = answer.subarray(start + opening.length, start + opening.length + 100)
    const [slot = ''] = new TextDecoder().decode(name).split('-title')
    found.push({ slot, before: piece })
  }
}

function isRest(
  original: Uint8Array,
  rest: Uint8Array,
  at: number,
  isAfterCards: boolean,
): boolean {
  const start = original.length - rest.length
  return (isAfterCards ? start >= at : start === at) && startsWith(original.subarray(start), rest)
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  return bytes.length >= start.length && start.every((byte, i) => bytes[i] === byte)
}
