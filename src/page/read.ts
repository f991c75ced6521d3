import { concatBytes, letGo } from '../lib/bytes.ts'
import { inTime, late } from '../lib/in-time.ts'

/** The bytes of a page as they come. */
export interface Source {
  /** The next of them; none at the end. Fails when the shop breaks off. */
  read(): Promise<Uint8Array | undefined>
  cancel(reason?: unknown): Promise<void>
  /** Whether what it gave is its reader's alone. What another script made may be read there again. */
  readonly isOurs: boolean
}

const pieceBytes = 64 * 1024

/** How many bytes an answer's body has, if it says so and means the bytes that are read here. */
export function lengthOf({ headers }: Response): number | undefined {
  const length = headers.get('content-length')
  return length === null || headers.has('content-encoding') ? undefined : Number(length)
}

/**
 * Opens a body for reading, in pieces as large as they come.
 *
 * @param length of all of it, if that is known: a page that is there is then one piece.
 */
export function openBody(body: ReadableStream<Uint8Array>, length?: number): Source {
  const reader = openBytes(body)
  if (!reader) return openChunks(body)
  let left = length ?? Number.POSITIVE_INFINITY
  return {
    async read() {
      if (left <= 0) return undefined
      const piece = new Uint8Array(length === undefined ? pieceBytes : left)
      const { done, value } = await reader.read(piece)
      if (done) return undefined
      left -= value.length
      return value
    },
    cancel: (reason) => reader.cancel(reason),
    isOurs: true,
  }
}

function openBytes(body: ReadableStream<Uint8Array>): ReadableStreamBYOBReader | undefined {
  try {
    return body.getReader({ mode: 'byob' })
  } catch {
    return undefined // it is made by JavaScript, of chunks
  }
}

function openChunks(body: ReadableStream<Uint8Array>): Source {
  const reader = body.getReader()
  return {
    read: async () => (await reader.read()).value,
    cancel: (reason) => reader.cancel(reason),
    isOurs: false,
  }
}

/** All of a page; or what of it has come, and what comes still. */
export type Read =
  | { readonly bytes: Uint8Array<ArrayBuffer>; readonly isOurs: boolean }
  | { readonly tooLarge: Source }
  | { readonly rest: Source }

interface ReadOptions {
  /** How many bytes there are, if that is known. */
  readonly length?: number | undefined
  readonly maxBytes: number
  /** How long the first of them may take. */
  readonly timeoutMs: number
  /** How long the others may take; after that the page is handed back. 0: they are not waited for. */
  readonly patienceMs: number
}

/**
 * Reads a page that does not take its time.
 *
 * @throws what the source throws, when the shop breaks off; a `TimeoutError` when nothing comes.
 */
export async function readWhole(
  source: Source,
  { length, maxBytes, timeoutMs, patienceMs }: ReadOptions,
): Promise<Read> {
  const first = await inTime(source.read(), timeoutMs)
  if (first === undefined || first.length === length) {
    const bytes = (first ?? new Uint8Array()) as Uint8Array<ArrayBuffer>
    return { bytes, isOurs: source.isOurs }
  }
  const pieces = [first]
  if (patienceMs === 0) return { rest: resume(pieces, source) }
  let bytes = first.length
  const stop = after(patienceMs)
  try {
    while (bytes <= maxBytes) {
      const pending = source.read()
      const next = await Promise.race([pending, stop.reached])
      if (next === 'stop') return { rest: resume(pieces, source, pending) }
      if (next === undefined) return joined(pieces, source)
      pieces.push(next)
      bytes += next.length
    }
    return { tooLarge: resume(pieces, source) }
  } finally {
    stop.cancel()
  }
}

/**
 * Reads the body of an answer, up to `maxBytes`.
 *
 * @throws as `readWhole`, and a `TimeoutError` when the page is not there in time.
 */
export async function readPage(
  page: Response,
  { maxBytes, timeoutMs }: { readonly maxBytes: number; readonly timeoutMs: number },
): Promise<
  { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly tooLarge: ReadableStream<Uint8Array> }
> {
  const body = page.body as ReadableStream<Uint8Array>
  const length = lengthOf(page)
  if (length !== undefined && length > maxBytes) return { tooLarge: body }
  const source = openBody(body, length)
  const options = { length, maxBytes, timeoutMs, patienceMs: timeoutMs }
  const read = await readWhole(source, options)
  if ('bytes' in read) return read
  if ('tooLarge' in read) return { tooLarge: bodyOf(read.tooLarge) }
  source.cancel(late()).catch(() => undefined)
  throw late()
}

function joined(pieces: Uint8Array[], { isOurs }: Source) {
  const bytes = concatBytes(pieces)
  if (isOurs) for (const piece of pieces) letGo(piece as Uint8Array<ArrayBuffer>)
  return { bytes, isOurs: true }
}

function resume(
  pieces: Uint8Array[],
  source: Source,
  pending?: Promise<Uint8Array | undefined>,
): Source {
  let asked = pending
  return {
    read() {
      const piece = pieces.shift()
      if (piece) return Promise.resolve(piece)
      const next = asked ?? source.read()
      asked = undefined
      return next
    },
    cancel: (reason) => source.cancel(reason),
    isOurs: source.isOurs,
  }
}

/** A source as the body of an answer. */
export function bodyOf(source: Source): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      async pull(controller) {
        const piece = await source.read()
        if (piece) controller.enqueue(piece)
        else controller.close()
      },
      cancel: (reason) => source.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}

function after(ms: number) {
  let timer: ReturnType<typeof setTimeout> | undefined
  const reached = new Promise<'stop'>((resolve) => {
    timer = setTimeout(resolve, ms, 'stop')
  })
  return { reached, cancel: () => clearTimeout(timer) }
}
