import { Agent, get } from 'node:http'
import { shopperHeaders } from './shopper-headers.ts'

/** An answer as one browser saw it. */
export interface Seen {
  readonly status: number
  readonly body: Buffer
  /** Milliseconds from the request to the first and the last byte of the body. */
  readonly firstByteMs: number
  readonly lastByteMs: number
}

/** A shopper alone: one connection, kept open, one request at a time. */
export function newShopper(headers: Readonly<Record<string, string>> = {}) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const all = { ...shopperHeaders, ...headers }
  return {
    visit: (url: URL) =>
      new Promise<Seen>((resolve, reject) => {
        const start = performance.now()
        const request = get(url.href, { agent, headers: all }, (response) => {
          const chunks: Buffer[] = []
          let firstByteMs: number | undefined
          response.on('data', (chunk) => {
            firstByteMs ??= performance.now() - start
            chunks.push(chunk)
          })
          response.on('error', reject)
          response.on('end', () => {
            const lastByteMs = performance.now() - start
            const body = Buffer.concat(chunks)
            const { statusCode: status = 0 } = response
            resolve({ status, body, firstByteMs: firstByteMs ?? lastByteMs, lastByteMs })
          })
        })
        request.on('error', reject)
      }),
    leave: () => agent.destroy(),
  }
}
