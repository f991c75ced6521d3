import { replaceRanges } from './ranges.ts'
import type { Part } from './template.ts'

/** A slot's own content, and how well each of its parts is placed: 0 is best, nothing is unknown. */
export interface Placed {
  readonly content: Uint8Array
  readonly parts: readonly Part[]
  readonly places: readonly (number | undefined)[]
}

const last = Number.MAX_SAFE_INTEGER
const nothing = new Uint8Array()

/**
 * The slot with its cards in order of their places. Those without one follow in the order of the page,
 * and what stands between cards stays where it is. Nothing, if no card has a place.
 */
export function rerank({ content, parts, places }: Placed): Uint8Array | undefined {
  if (places.every((place) => place === undefined)) return undefined
  const order = [...parts.keys()].sort((a, b) => (places[a] ?? last) - (places[b] ?? last))
  return replaceRanges(content, parts, (_, index) => {
    const { start, end } = parts[order[index] as number] as Part
    return content.subarray(start, end)
  })
}

/** The slot with its best placed variant and without the others. Nothing, if none has a place. */
export function choose({ content, parts, places }: Placed): Uint8Array | undefined {
  const best = Math.min(...places.map((place) => place ?? last))
  const chosen = places.indexOf(best)
  if (chosen === -1) return undefined
  return replaceRanges(content, parts, (_, index) => (index === chosen ? undefined : nothing))
}
