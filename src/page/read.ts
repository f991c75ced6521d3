import { concatBytes } from '../lib/bytes.ts'

type PageBody =
  | { readonly bytes: Uint8Array<ArrayBuffer> }
  /** The page was longer than the cap: everything read so far and the rest, to be passed on. */
  | { readonly tooLarge: ReadableStream<Uint8Array> }

/**
 * Reads a body into memory, up to `maxBytes`.
 *
 * @throws what the stream throws, when the origin breaks off in mid-page.
 */
export async function readPage(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
): Promise<PageBody> {
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return { bytes: concatBytes(chunks) }
    chunks.push(value)
    length += value.length
    if (length > maxBytes) return { tooLarge: resume(chunks, reader) }
  }
}

function resume(
  chunks: readonly Uint8Array[],
  reader: ReadableStreamDefaultReader<Uint8Array>,
): ReadableStream<Uint8Array> {
  const waiting = [...chunks]
  return new ReadableStream({
    async pull(controller) {
      const chunk = waiting.shift() ?? (await reader.read()).value
      if (chunk) controller.enqueue(chunk)
      else controller.close()
    },
    cancel: (reason) => reader.cancel(reason),
  })
}
