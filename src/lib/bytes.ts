/** Joins byte arrays into one. */
export type Join = (parts: readonly Uint8Array[]) => Uint8Array<ArrayBuffer>

/** Joins byte arrays into one that is the caller's. */
export const concatBytes: Join = (parts) => join(parts, (length) => new Uint8Array(length))

/**
 * Makes a way to join byte arrays where the last ones were: for bytes that are copied before the next
 * are joined. To find new room, and to empty it, takes as long as to copy a page.
 */
export function joinsInPlace(): Join {
  let room = new Uint8Array()
  return (parts) =>
    join(parts, (length) => {
      if (length > room.length) room = new Uint8Array(length)
      return room.subarray(0, length)
    })
}

function join(
  parts: readonly Uint8Array[],
  roomFor: (length: number) => Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  let length = 0
  for (const part of parts) length += part.length
  const joined = roomFor(length)
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}

/** Gives memory back at once that nobody reads any more: collections of garbage come late, for bytes. */
export function letGo(bytes: Uint8Array<ArrayBuffer>): void {
  bytes.buffer.transfer(0)
}

/** Bytes as the body of one answer that leaves no copy behind: they are let go when they are sent. */
export function bodyOnce(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array> {
  const { readable, writable } = new FixedLengthStream(bytes.length)
  const writer = writable.getWriter()
  // Whoever goes away before the end leaves the rest to the next collection.
  Promise.all([writer.write(bytes), writer.close()]).then(
    () => letGo(bytes),
    () => undefined,
  )
  return readable
}

/** Where `wanted` begins in `bytes` at or after `from`, or -1. `wanted` holds at least one byte. */
export function indexOfBytes(bytes: Uint8Array, wanted: Uint8Array, from = 0): number {
  const first = wanted[0] as number
  for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1)) {
    if (startsAt(bytes, wanted, at)) return at
  }
  return -1
}

function startsAt(bytes: Uint8Array, wanted: Uint8Array, at: number): boolean {
  for (let i = 0; i < wanted.length; i++) if (bytes[at + i] !== wanted[i]) return false
  return true
}

/** Lower-case hex, two digits a byte. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Lower-case hex SHA-256 of bytes or of a string's UTF-8. */
export async function sha256(
  data: ArrayBuffer | Uint8Array<ArrayBuffer> | string,
): Promise<string> {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}
