import { concatBytes } from '../lib/bytes.ts'

type Reader = ReadableStreamDefaultReader<Uint8Array>

/** All of a body, or everything read so far and the rest, to be passed on. */
export type Read<Rest extends string> =
  | { readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly [name in Rest]: ReadableStream<Uint8Array> }

/**
 * Reads a body into memory, up to `maxBytes`.
 *
 * @throws what the stream throws, when the origin breaks off in mid-page; a `TimeoutError` when the
 * page is not there in time.
 */
export async function readPage(
  body: ReadableStream<Uint8Array>,
  { maxBytes, timeoutMs }: { readonly maxBytes: number; readonly timeoutMs: number },
): Promise<Read<'tooLarge'>> {
  const reader = body.getReader()
  const late = new DOMException('The page took too long', 'TimeoutError')
  const read = await collect(reader, { maxBytes, stop: after(timeoutMs) })
  if ('bytes' in read) return read
  if (read.length > maxBytes) return { tooLarge: resume(read, reader) }
  reader.cancel(late).catch(() => undefined)
  throw late
}

/**
 * Reads a body that arrives at once, up to `maxBytes`; one that takes longer than `patienceMs` is not
 * waited for.
 *
 * @throws what the stream throws, when the origin breaks off meanwhile.
 */
export async function readAtOnce(
  body: ReadableStream<Uint8Array>,
  { maxBytes, patienceMs }: { readonly maxBytes: number; readonly patienceMs: number },
): Promise<Read<'tooLarge'> | Read<'rest'>> {
  const reader = body.getReader()
  const read = await collect(reader, { maxBytes, stop: after(patienceMs) })
  if ('bytes' in read) return read
  const rest = resume(read, reader)
  return read.length > maxBytes ? { tooLarge: rest } : { rest }
}

interface Started {
  readonly chunks: Uint8Array[]
  readonly length: number
  /** A chunk that was asked for and has not come. */
  readonly pending?: Promise<ReadableStreamReadResult<Uint8Array>>
}

interface Stop {
  readonly reached: Promise<'stop'>
  readonly cancel: () => void
}

async function collect(
  reader: Reader,
  { maxBytes, stop }: { readonly maxBytes: number; readonly stop: Stop },
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer> } | Started> {
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    while (length <= maxBytes) {
      const pending = reader.read()
      const next = await Promise.race([pending, stop.reached])
      if (next === 'stop') return { chunks, length, pending }
      if (next.done) return { bytes: concatBytes(chunks) }
      chunks.push(next.value)
      length += next.value.length
    }
    return { chunks, length }
  } finally {
    stop.cancel()
  }
}

function after(ms: number): Stop {
  let timer: ReturnType<typeof setTimeout> | undefined
  const reached = new Promise<'stop'>((resolve) => {
    timer = setTimeout(resolve, ms, 'stop')
  })
  return { reached, cancel: () => clearTimeout(timer) }
}

function resume({ chunks, pending }: Started, reader: Reader): ReadableStream<Uint8Array> {
  let asked = pending
  return new ReadableStream(
    {
      async pull(controller) {
        const waiting = chunks.shift()
        if (waiting) return controller.enqueue(waiting)
        const { done, value } = await (asked ?? reader.read())
        asked = undefined
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}
