import { expect, test } from 'vitest'
import { plainReason, readPage } from '../../src/page/index.ts'

const cases: [string, number, Record<string, string>, string | undefined][] = [
  ['an HTML page', 200, { 'content-type': 'text/html' }, undefined],
  ['upper case and spaces', 200, { 'content-type': 'Text/HTML ; Charset="UTF-8"' }, undefined],
  ['latin-1', 200, { 'content-type': 'text/html; charset=iso-8859-1' }, undefined],
  ['gzip', 200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }, undefined],
  ['utf-16', 200, { 'content-type': 'text/html; charset=utf-16' }, 'charset-unsupported'],
  ['iso-2022-jp', 200, { 'content-type': 'text/html; charset=iso-2022-jp' }, 'charset-unsupported'],
  ['an empty charset', 200, { 'content-type': 'text/html; charset=' }, 'charset-unsupported'],
  [
    'zstd',
    200,
    { 'content-type': 'text/html', 'content-encoding': 'zstd' },
    'encoding-unsupported',
  ],
  [
    'doubled gzip',
    200,
    { 'content-type': 'text/html', 'content-encoding': 'gzip, gzip' },
    'encoding-unsupported',
  ],
  ['JSON', 200, { 'content-type': 'application/json' }, 'not-html'],
  ['an event stream', 200, { 'content-type': 'text/event-stream' }, 'not-html'],
  ['no content type', 200, {}, 'not-html'],
  [
    'a download',
    200,
    { 'content-type': 'text/html', 'content-disposition': 'attachment; filename=a.html' },
    'not-html',
  ],
  ['a redirect', 302, { 'content-type': 'text/html' }, 'status-not-ok'],
  ['part of a page', 206, { 'content-type': 'text/html' }, 'status-not-ok'],
  ['an error page', 500, { 'content-type': 'text/html' }, 'status-not-ok'],
]

test.each(cases)('%s', (_, status, headers, reason) => {
  const response = new Response(new TextEncoder().encode('<p>'), { status, headers })
  expect(plainReason('GET', response)).toBe(reason)
})

test('a HEAD request has no body to fill', () => {
  const response = new Response(null, { headers: { 'content-type': 'text/html' } })
  expect(plainReason('HEAD', response)).toBe('method-not-get')
})

test('a page over the cap comes out whole, in the order it came in', async () => {
  const page = Uint8Array.from({ length: 5000 }, (_, i) => i)
  const read = await readPage(new Response(inChunks(page, 700)), {
    maxBytes: 1000,
    timeoutMs: 5000,
  })
  if (!('tooLarge' in read)) throw new Error('was read')
  expect(new Uint8Array(await new Response(read.tooLarge).arrayBuffer())).toEqual(page)
})

test('a page of exactly the cap is read', async () => {
  const page = new Uint8Array(1000).fill(7)
  expect(
    await readPage(new Response(inChunks(page, 300)), { maxBytes: 1000, timeoutMs: 5000 }),
  ).toEqual({
    bytes: page,
    isOurs: true,
  })
  expect(page).toEqual(new Uint8Array(1000).fill(7))
})

test.each([
  ['by the platform', (page: Uint8Array<ArrayBuffer>) => page, true],
  ['by another script', (page: Uint8Array<ArrayBuffer>) => inChunks(page, 1000), false],
])('it is known whose the bytes are that were sent %s', async (_, send, isOurs) => {
  const page = new Uint8Array(1000).fill(7)
  const response = new Response(send(page), { headers: { 'content-length': '1000' } })
  const read = await readPage(response, { maxBytes: 1000, timeoutMs: 5000 })
  expect(read).toEqual({ bytes: page, isOurs })
})

test('an origin that breaks off is not a page', async () => {
  const broken = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.error(new Error('reset'))
    },
  })
  await expect(readPage(new Response(broken), { maxBytes: 1000, timeoutMs: 5000 })).rejects.toThrow(
    'reset',
  )
})

test('an origin that hangs in mid-page is given up', async () => {
  const hanging = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new Uint8Array(10)),
  })
  const read = readPage(new Response(hanging), { maxBytes: 1000, timeoutMs: 20 })
  await expect(read).rejects.toMatchObject({ name: 'TimeoutError' })
})

function inChunks(bytes: Uint8Array, size: number): ReadableStream<Uint8Array> {
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close()
      controller.enqueue(bytes.slice(at, at + size))
      at += size
    },
  })
}
