import { type Agent, createServer, type IncomingHttpHeaders, request, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'

/** A request as it came over the wire, nothing normalised. */
export interface Received {
  readonly method: string
  readonly target: string
  /** Names and values in turn. */
  readonly headers: readonly string[]
  readonly body: Buffer
}

/** What an origin answers. */
export interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** An array is written piece by piece. */
  readonly body?: string | Uint8Array | readonly Uint8Array[]
  /** Milliseconds after `body` at which the connection is reset, with more of the answer to come. */
  readonly resetAfterMs?: number
}

export interface WireOrigin {
  readonly url: URL
  close(): void
}

/** A real server in the shop's place. */
export async function startOrigin(
  answer: (received: Received) => Answer | Promise<Answer>,
): Promise<WireOrigin> {
  const sockets = new Set<Socket>()
  const server: Server = createServer(async (incoming, outgoing) => {
    const { method = '', url: target = '', rawHeaders: headers } = incoming
    const body = Buffer.concat(await incoming.toArray())
    const { status = 200, ...answered } = await answer({ method, target, headers, body })
    outgoing.writeHead(status, { 'content-type': 'text/html', ...answered.headers })
    for (const piece of piecesOf(answered.body)) {
      outgoing.write(piece)
      await setImmediate()
    }
    if (answered.resetAfterMs === undefined) outgoing.end()
    else setTimeout(() => incoming.socket.resetAndDestroy(), answered.resetAfterMs)
  })
  server.keepAliveTimeout = 60_000
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

function piecesOf(body: Answer['body'] = []): readonly (string | Uint8Array)[] {
  return typeof body === 'string' || body instanceof Uint8Array ? [body] : body
}

export interface WireRequest {
  readonly method: string
  /** The request target as it is to stand on the wire. */
  readonly target: string
  /** Names and values in turn; a name may come twice. */
  readonly headers: readonly string[]
  readonly body?: string | Uint8Array | undefined
}

export interface WireResponse {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** Sends what `fetch` would refuse, repair or leave out; nothing is decoded. */
export function sendRaw(
  to: URL,
  { method, target, headers, body }: WireRequest,
  agent: Agent,
): Promise<WireResponse> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? [] : ['content-length', String(Buffer.byteLength(body))]
    const options = { host: to.hostname, port: to.port, agent, method, path: target }
    const sent = request({ ...options, headers: [...headers, ...length] }, async (response) => {
      try {
        const bytes = Buffer.concat(await response.toArray())
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: bytes })
      } catch (error) {
        reject(error)
      }
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
