import type { Reason } from '../decision.ts'
import { concatBytes } from '../lib/bytes.ts'

/** The inner content of a slot, as byte offsets into the original page. */
export interface Span {
  readonly slot: string
  readonly start: number
  readonly end: number
}

/** A compiled page: the original bytes, and where the slots lie in them. */
export interface Template {
  readonly original: Uint8Array<ArrayBuffer>
  /** In page order; they never overlap. */
  readonly spans: readonly Span[]
  /** Slots that were found but must stay as they are. */
  readonly plain: ReadonlyMap<string, Reason>
}

/**
 * The page with each span replaced by its fill; a span without one keeps its original bytes. All
 * that can fail has happened before: what remains is joining bytes.
 */
export function fillTemplate(
  { original, spans }: Template,
  fills: ReadonlyMap<string, Uint8Array>,
): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = []
  let from = 0
  for (const { slot, start, end } of spans) {
    parts.push(original.subarray(from, start), fills.get(slot) ?? original.subarray(start, end))
    from = end
  }
  parts.push(original.subarray(from))
  return concatBytes(parts)
}
