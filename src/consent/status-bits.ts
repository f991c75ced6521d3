import { base64url } from 'jose'
import { readBytes } from './fetch-bytes.ts'

/** How many bits of a status list an entry has (draft-ietf-oauth-status-list section 4). */
export const entryBits = [1, 2, 4, 8] as const

export type EntryBits = (typeof entryBits)[number]

/** A status list as it travels: `lst` is zlib in base64url. */
export interface PackedList {
  readonly bits: EntryBits
  readonly lst: string
}

/** A status list that can be asked. */
export interface StatusList {
  readonly bits: EntryBits
  readonly bytes: Uint8Array<ArrayBuffer>
}

/**
 * Makes a list in which the given entries are withdrawn. Its length says how many there may be, so
 * that it does not tell how many there are.
 */
export function makeList(revoked: Iterable<number>, length: number): StatusList {
  const bytes = new Uint8Array(Math.ceil(length / 8))
  for (const index of revoked) {
    if (!(index >= 0 && index < length)) throw new RangeError('status list: no such entry')
    bytes[index >> 3] = (bytes[index >> 3] as number) | (1 << (index & 7))
  }
  return { bits: 1, bytes }
}

/** Packs a list for its way. */
export async function packList({ bits, bytes }: StatusList): Promise<PackedList> {
  const packed = await readBytes(through(bytes, new CompressionStream('deflate')), {
    maxBytes: Infinity,
    who: 'status list',
  })
  return { bits, lst: base64url.encode(packed) }
}

/**
 * Unpacks a list.
 * @param maxBytes stops what unpacks to more, before it is unpacked.
 * @throws Error when it is no list, or too long.
 */
export async function unpackList(list: PackedList, maxBytes: number): Promise<StatusList> {
  const packed = Uint8Array.from(base64url.decode(list.lst))
  const unpacked = through(packed, new DecompressionStream('deflate'))
  const bytes = await readBytes(unpacked, { maxBytes, who: 'status list' })
  return { bits: list.bits, bytes }
}

/** What an entry says: 0 is valid, all else is not; `undefined` when the list is too short. */
export function statusAt({ bits, bytes }: StatusList, index: number): number | undefined {
  const perByte = 8 / bits
  const byte = bytes[Math.floor(index / perByte)]
  // The first entry of a byte stands in its lowest bits.
  return byte === undefined ? undefined : (byte >> ((index % perByte) * bits)) & (2 ** bits - 1)
}

function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream().pipeThrough(stream)
}
