import type { Reason } from '../decision.ts'
import type { Join } from '../lib/bytes.ts'
import { replaceRanges } from './ranges.ts'

/** A card or a variant in a slot: a whole element, as byte offsets into the slot's content. */
export interface Part {
  readonly start: number
  readonly end: number
  /** Where its links lead, in page order, each once. */
  readonly links?: readonly string[]
  /** The id of the product that it names. */
  readonly product?: string
  /** The key of the category that it names. */
  readonly category?: string
}

/** Before the first script or style of the page; as a slot it is empty. */
export const headPlace = '#head'
/** At the start of the body, or at the end of a page without its tag; as a slot it is empty. */
export const bodyPlace = '#body'

/** Whether a slot is one of these. */
export function isPlace(slot: string): boolean {
  return slot === headPlace || slot === bodyPlace
}

/** The inner content of a slot, as byte offsets into the original page. Plain data. */
export interface Span {
  readonly slot: string
  readonly start: number
  readonly end: number
  /** Its cards or variants, in page order; they never overlap. Absent where none are looked for. */
  readonly parts?: readonly Part[]
}

/** A compiled page: the original bytes, and where the slots lie in them. */
export interface Template {
  readonly original: Uint8Array<ArrayBuffer>
  /** In page order; they never overlap. */
  readonly spans: readonly Span[]
  /** Slots that were found but must stay as they are. */
  readonly plain: ReadonlyMap<string, Reason>
  /** Why no slot was looked for to the end; places may have been found before. */
  readonly reason?: Reason
}

/**
 * The page with each span replaced by its fill; a span without one keeps its original bytes. All
 * that can fail has happened before: what remains is joining bytes.
 */
export function fillTemplate(
  { original, spans }: Template,
  fills: ReadonlyMap<string, Uint8Array>,
  join?: Join,
): Uint8Array<ArrayBuffer> {
  return replaceRanges(original, spans, ({ slot }) => fills.get(slot), join)
}
