import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { answerParent } from './child.ts'
import { makePage, type PageSize, sizeOf } from './page.ts'

// The shop: plain `node:http` with the page in memory. On a machine with few cores the origin takes
// processor time from the contestants, so the cheapest server disturbs least; and being no workerd, it
// shares neither process nor thread with any of them.

/** How the origin sends a page: at once, or cut into `chunks` that are `pauseMs` apart. */
export interface OriginOptions {
  readonly chunks: number
  readonly pauseMs: number
}

const pages = new Map<PageSize, Buffer>()

answerParent(async ({ chunks, pauseMs }: OriginOptions): Promise<{ port: number }> => {
  const server = createServer(async ({ url = '' }, response) => {
    const page = pageOf(sizeOf(url))
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-length': page.length,
      'cache-control': 'public, max-age=300',
    })
    if (chunks === 1) response.end(page)
    else await drip(page, response)
  })
  // Contestants are measured in turn; their connections must outlive the others' turns.
  server.keepAliveTimeout = 600_000
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port }

  async function drip(page: Buffer, response: ServerResponse) {
    const length = Math.ceil(page.length / chunks)
    for (let at = 0; at < page.length; at += length) {
      if (at > 0) await sleep(pauseMs)
      response.write(page.subarray(at, at + length))
    }
    response.end()
  }
})

function pageOf(size: PageSize): Buffer {
  const page = pages.get(size) ?? Buffer.from(makePage(size))
  pages.set(size, page)
  return page
}
