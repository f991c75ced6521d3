import { concatBytes, type Join } from '../lib/bytes.ts'

interface Range {
  readonly start: number
  readonly end: number
}

/**
 * The bytes with each range replaced; where `replacement` gives nothing, the range keeps its bytes.
 *
 * @param ranges in order and without overlap.
 */
export function replaceRanges<R extends Range>(
  bytes: Uint8Array,
  ranges: readonly R[],
  replacement: (range: R, index: number) => Uint8Array | undefined,
  join: Join = concatBytes,
): Uint8Array<ArrayBuffer> {
  const pieces: Uint8Array[] = []
  let from = 0
  for (const [index, range] of ranges.entries()) {
    const replaced = replacement(range, index)
    if (!replaced) continue
    pieces.push(bytes.subarray(from, range.start), replaced)
    from = range.end
  }
  pieces.push(bytes.subarray(from))
  return join(pieces)
}
