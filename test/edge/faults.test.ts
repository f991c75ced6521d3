import { get } from 'node:http'
import { createServer, type Server, type Socket } from 'node:net'
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestEdge, type TestEdge } from '../../src/testing/index.ts'

const page =
  '<!doctype html><h1>shop</h1><section class="also"><p>plain</p></section><footer>end</footer>'

/** What a broken origin writes on the wire, and what becomes of the connection. */
interface Wire {
  readonly write: readonly (string | Buffer)[]
  readonly ending: 'end' | 'reset' | 'reset at once' | 'hang'
}

let wire: Wire
let origin: Server
let edge: TestEdge
const sockets = new Set<Socket>()

beforeAll(async () => {
  origin = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('data', () => {
      for (const part of wire.write) socket.write(part)
      if (wire.ending === 'end') socket.end()
      if (wire.ending === 'reset') setTimeout(() => socket.resetAndDestroy(), 20)
      if (wire.ending === 'reset at once') socket.resetAndDestroy()
    })
  })
  await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve))
  const { port } = origin.address() as { port: number }
  edge = await createTestEdge({
    config: 'test/fixtures/small-shop.config.ts',
    origin: new URL(`http://127.0.0.1:${port}`),
  })
})

afterAll(async () => {
  await edge?.dispose()
  for (const socket of sockets) socket.destroy()
  origin.close()
})

describe('an origin that works', () => {
  test.each<[string, string[], Buffer | string]>([
    ['plainly', [], page],
    ['in gzip', ['content-encoding: gzip'], gzipSync(page)],
    ['in brotli', ['content-encoding: br'], brotliCompressSync(page)],
  ])('%s: the page is personal', async (_, headers, body) => {
    wire = { write: answer(200, ['content-type: text/html', ...headers], body), ending: 'end' }
    const response = await visit()
    const text = response.text
    expect(text).toContain('href="/product/p4"')
    expect(text.endsWith('<footer>end</footer>')).toBe(true)
  })
})

describe('the shopper gets the whole plain page', () => {
  test('for a page cut into single bytes', async () => {
    const bytes = answer(200, ['content-type: text/plain'], page)
    wire = {
      write: bytes.flatMap((part) => [...part].map((byte) => Buffer.of(byte))),
      ending: 'end',
    }
    expect((await visit()).text).toBe(page)
  })

  test('in zstd, which is passed on compressed', async () => {
    const body = zstdCompressSync(page)
    wire = {
      write: answer(200, ['content-type: text/html', 'content-encoding: zstd'], body),
      ending: 'end',
    }
    const response = await visit()
    expect(response.headers['content-encoding']).toBe('zstd')
    expect(response.body.equals(body)).toBe(true)
  })

  test('in utf-16', async () => {
    const body = Buffer.from(page, 'utf16le')
    wire = {
      write: answer(200, ['content-type: text/html; charset=utf-16le'], body),
      ending: 'end',
    }
    const response = await visit()
    expect(response.body.equals(body)).toBe(true)
  })

  test('after a 103 Early Hints', async () => {
    const hints = 'HTTP/1.1 103 Early Hints\r\nlink: </a.css>; rel=preload\r\n\r\n'
    wire = { write: [hints, ...answer(200, ['content-type: text/plain'], page)], ending: 'end' }
    const { status, text } = await visit()
    expect({ status, text }).toEqual({ status: 200, text: page })
  })

  test('over the cap', async () => {
    const body = page + 'x'.repeat(200_000)
    wire = { write: answer(200, ['content-type: text/html'], body), ending: 'end' }
    expect((await visit()).text).toBe(body)
  })

  test.each([
    ['304', 304],
    ['206', 206],
    ['404', 404],
    ['500', 500],
    ['302', 302],
  ])('with status %s', async (_, status) => {
    const body = status === 304 ? '' : page
    const headers = ['content-type: text/html', 'location: https://elsewhere.example/']
    wire = { write: answer(status, headers, body), ending: 'end' }
    const response = await visit()
    expect(response.status).toBe(status)
    expect(response.text).toBe(body)
  })
})

describe('the shopper gets a clear error, never half a page', () => {
  const head = [
    'HTTP/1.1 200 OK',
    'content-type: text/html',
    'content-length: 5000',
    '',
    page,
  ].join('\r\n')
  const faults: [string, Wire, number][] = [
    ['hangs', { write: [], ending: 'hang' }, 504],
    ['closes without a word', { write: [], ending: 'end' }, 502],
    ['resets', { write: [], ending: 'reset' }, 502],
    ['answers with nonsense', { write: ['nonsense\r\n\r\n'], ending: 'end' }, 502],
  ]
  test.each(faults)('when the origin %s', async (_, sent, status) => {
    wire = sent
    const response = await visit()
    expect(response.status).toBe(status)
    const text = response.text
    expect(text.trimEnd().endsWith('</html>')).toBe(true)
    expect(text).not.toContain('shop</h1>')
  })

  test.each<[string, Wire['ending']]>([
    ['hangs', 'hang'],
    ['resets', 'reset'],
  ])('what was on its way when the origin %s in mid-page breaks off as well', async (_, ending) => {
    wire = { write: [head], ending }
    await expect(visit()).rejects.toThrow(/aborted|hang up|ECONNRESET/)
  })

  test('when the origin refuses the connection', async () => {
    const closed = await createTestEdge({
      config: 'test/fixtures/small-shop.config.ts',
      origin: new URL('http://127.0.0.1:9'),
    })
    try {
      expect((await visit(closed)).status).toBe(502)
    } finally {
      await closed.dispose()
    }
  })
})

function answer(status: number, headers: readonly string[], body: string | Buffer): Buffer[] {
  const bytes = Buffer.from(body)
  const length = status === 304 ? [] : [`content-length: ${bytes.length}`]
  const head = [`HTTP/1.1 ${status} X`, ...headers, ...length, 'connection: close', '', '']
  return [Buffer.from(head.join('\r\n')), bytes]
}

/** Asks as a browser would, on the wire: what `fetch` would decode or hide is seen. */
function visit({ url } = edge) {
  const headers = { accept: 'text/html', 'user-agent': 'Mozilla/5.0 (X11; Linux) Firefox/140.0' }
  return new Promise<{
    status: number
    headers: Record<string, unknown>
    body: Buffer
    text: string
  }>((resolve, reject) => {
    const request = get(new URL('/product/p3', url).href, { headers }, async (response) => {
      response.on('error', reject) // the answer broke off
      const body = Buffer.concat(await response.toArray().catch(() => []))
      const { statusCode: status = 0, headers } = response
      resolve({ status, headers, body, text: body.toString() })
    })
    request.on('error', reject)
  })
}
