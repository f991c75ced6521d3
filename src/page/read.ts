import { concatBytes } from '../lib/bytes.ts'

type PageBody =
  | { readonly bytes: Uint8Array<ArrayBuffer> }
  /** The page was longer than the cap: everything read so far and the rest, to be passed on. */
  | { readonly tooLarge: ReadableStream<Uint8Array> }

interface ReadLimits {
  readonly maxBytes: number
  readonly timeoutMs: number
}

/**
 * Reads a body into memory, up to `maxBytes`.
 *
 * @throws what the stream throws, when the origin breaks off in mid-page; a `TimeoutError` when the
 * page is not there in time.
 */
export async function readPage(
  body: ReadableStream<Uint8Array>,
  { maxBytes, timeoutMs }: ReadLimits,
): Promise<PageBody> {
  const reader = body.getReader()
  let late: Error | undefined
  const timer = setTimeout(() => {
    late = new DOMException('The page took too long', 'TimeoutError')
    reader.cancel(late).catch(() => undefined)
  }, timeoutMs)
  try {
    const read = await readAll(reader, maxBytes)
    if (late) throw late
    return read
  } finally {
    clearTimeout(timer)
  }
}

async function readAll(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  maxBytes: number,
): Promise<PageBody> {
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
