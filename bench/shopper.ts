import { Agent, get } from 'node:http'

/** What every shopper's browser sends: enough for a contestant that takes things away to do its work. */
export const shopperHeaders: Readonly<Record<string, string>> = {
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'accept-language': 'en-GB,en;q=0.7,de;q=0.3',
  referer: 'https://search.example/',
  cookie: 'session=3f0c9a52e1; _ga=GA1.1.1234567890.1700000000; theme=dark',
}

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
