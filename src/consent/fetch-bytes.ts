import { concatBytes } from '../lib/bytes.ts'

export interface FetchBytesOptions {
  readonly fetch: (request: Request) => Promise<Response>
  readonly accept: string
  readonly timeoutMs: number
  readonly maxBytes: number
  /** Who is asked, for messages: they quote nothing that was sent. */
  readonly who: string
}

/**
 * Asks another service for a small thing: plainly, without following anybody, for so long and so
 * much and no more.
 * @throws Error whatever else happens.
 */
export async function fetchBytes(
  address: URL | string,
  { fetch, accept, timeoutMs, maxBytes, who }: FetchBytesOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new Error(`${who} is too slow`)), timeoutMs)
  try {
    const { signal } = controller
    const asked = new Request(address, { headers: { accept }, redirect: 'manual', signal })
    const response = await fetch(asked)
    if (!response.body) throw new Error(`${who} sent no body`)
    const cancel = () => void response.body?.cancel().catch(() => undefined)
    if (response.status !== 200) {
      cancel()
      throw new Error(`${who} answered ${response.status}`)
    }
    const bytes = await readBytes(response.body, { maxBytes, who, signal })
    signal.throwIfAborted()
    return bytes
  } finally {
    clearTimeout(timer)
  }
}

/** Reads a stream to its end, unless it gets too long or nobody waits any more. */
export async function readBytes(
  stream: ReadableStream<Uint8Array>,
  { maxBytes, who, signal }: { maxBytes: number; who: string; signal?: AbortSignal },
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader()
  const stop = () => void reader.cancel().catch(() => undefined)
  signal?.addEventListener('abort', stop)
  try {
    const chunks: Uint8Array[] = []
    let length = 0
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      length += read.value.length
      if (length > maxBytes) throw new Error(`${who} sent over ${maxBytes} bytes`)
      chunks.push(read.value)
    }
    return concatBytes(chunks)
  } catch (error) {
    stop()
    throw error
  }
}
