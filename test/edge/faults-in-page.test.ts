import { get } from 'node:http'
import { createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestEdge, type TestEdge } from '../../src/testing/index.ts'

// Every way in which a page or its delivery is known to break a rewriter: half a page with status 200.

const modes = ['fill', 'rerank', 'choose'] as const
type Mode = (typeof modes)[number]

/** How a page reaches the shopper. */
const ways = {
  kept: { path: '/kept/p3', pieces: 1, visits: 2 },
  uncached: { path: '/product/p3', pieces: 1, visits: 1 },
  streamed: { path: '/product/p3', pieces: 4, visits: 1 },
} as const
type Way = (typeof ways)[keyof typeof ways]

type Outcome = 'personal' | 'original' | 'error' | 'breaks off' | 'HALF'

/** What the shop makes of a slot that has something within it. */
type MakePage = (slot: (within?: string) => string) => string

interface Delivery {
  readonly status?: number
  readonly type?: string
  readonly headers?: readonly string[]
  /** Before the answer. */
  readonly preamble?: string
  /** The body on the wire; the page in UTF-8 if absent. */
  readonly encode?: (page: string) => Buffer
  /** The body in `transfer-encoding: chunked`, without its end. */
  readonly isChunked?: true
  /** Where the body ends all the same. */
  readonly cut?: (body: Buffer) => Buffer
}

const whole: MakePage = (slot) => `<!doctype html><h1>shop</h1>${slot()}<footer>end</footer>`

const swallowing = [
  ...['title', 'plaintext', 'style', 'iframe', 'xmp', 'noembed', 'noframes', 'noscript'],
  ...['textarea', 'script', 'template', 'frameset', 'svg', 'math', 'table'],
]

const places: Readonly<Record<string, (broken: string) => MakePage>> = {
  before: (broken) => (slot) => `<!doctype html><body>${broken}${slot()}<footer>end</footer>`,
  in: (broken) => (slot) => `<!doctype html><body>${slot(broken)}<footer>end</footer>`,
  after: (broken) => (slot) => `<!doctype html><body>${slot()}${broken}<footer>end</footer>`,
}

const broken: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    swallowing.flatMap((name) => [
      [`an unclosed select and ${name}`, `<select><option>a<${name}>`],
      [`an unclosed ${name}`, `<${name}>`],
    ]),
  ),
  'a select in a template': '<template><select><template>',
  'a frameset after a template': '<template></template><frameset><frame>',
  'a template in a table': '<table><template><tr><td>',
  'a comment that never ends': '<!-- ',
  'a tag that never ends': '<p class="',
  'CDATA in HTML': '<![CDATA[ <p> ]]>',
  'null bytes': '<p\u0000a\u0000="\u0000">\u0000',
  '20,000 nested elements': '<div>'.repeat(20_000),
  '20,000 nested elements of its own kind': '<section>'.repeat(20_000),
  'an attribute of 3 MB': `<p title="${'x'.repeat(3 * 2 ** 20)}">long</p>`,
  'closing tags of nothing': '</section></ul></div></li>',
}

// Within a slot they end it, or a tag in it, elsewhere: it is another slot than it looks.
const onlyOutside = new Set(['closing tags of nothing', 'a tag that never ends'])

const utf16 = (page: string) => Buffer.from(`\ufeff${page}`, 'utf16le')
const latin1 = (page: string) => Buffer.from(page.replace('shop', 'caf\u00e9'), 'latin1')
const half = (body: Buffer) => body.subarray(0, body.length >> 1)
const encodingOf = (name: string) => [`content-encoding: ${name}`]
const damaged = (body: Buffer) => Buffer.from(body).fill(0xff, body.length >> 1, body.length - 8)

const personalOrOriginal = ['personal', 'original'] as const
const failed = ['error', 'breaks off'] as const

const deliveries: readonly [string, Delivery, readonly Outcome[]][] = [
  ['plainly', {}, ['personal']],
  ['in gzip', { headers: encodingOf('gzip'), encode: gzipSync }, ['personal']],
  ['in brotli', { headers: encodingOf('br'), encode: brotliCompressSync }, ['personal']],
  ['in deflate', { headers: encodingOf('deflate'), encode: deflateSync }, personalOrOriginal],
  ['in zstd', { headers: encodingOf('zstd'), encode: zstdCompressSync }, personalOrOriginal],
  [
    'in gzip, twice',
    { headers: encodingOf('gzip, gzip'), encode: (page) => gzipSync(gzipSync(page)) },
    personalOrOriginal,
  ],
  ['in utf-16', { type: 'text/html; charset=utf-16', encode: utf16 }, ['original']],
  ['in utf-16le', { type: 'text/html; charset=utf-16le', encode: utf16 }, ['original']],
  ['in iso-2022-jp', { type: 'text/html; charset=iso-2022-jp' }, ['original']],
  ['in an unknown charset', { type: 'text/html; charset=klingon' }, ['original']],
  ['in a charset that is no name', { type: 'text/html; charset="' }, personalOrOriginal],
  ['in latin-1', { type: 'text/html; charset=iso-8859-1', encode: latin1 }, personalOrOriginal],
  ['in latin-1 that nobody names', { encode: latin1 }, personalOrOriginal],
  [
    'in a charset that its meta element contradicts',
    { encode: (page) => Buffer.from(page.replace('<h1>', '<meta charset="shift_jis"><h1>')) },
    personalOrOriginal,
  ],
  ['after 103 Early Hints', { preamble: 'HTTP/1.1 103 Early Hints\r\n\r\n' }, personalOrOriginal],
  ['as 304', { status: 304, encode: () => Buffer.alloc(0) }, ['original']],
  ['as 206', { status: 206, headers: ['content-range: bytes 0-99/100'] }, ['original']],
  ['as 404', { status: 404 }, ['original']],
  ['cut off', { cut: half }, failed],
  ['in chunks, cut off', { isChunked: true }, failed],
  ['in gzip, cut off', { headers: encodingOf('gzip'), encode: gzipSync, cut: half }, failed],
  [
    'in gzip that ends early',
    { headers: encodingOf('gzip'), encode: (page) => half(gzipSync(page)) },
    failed,
  ],
  [
    'in gzip that is damaged',
    { headers: encodingOf('gzip'), encode: (page) => damaged(gzipSync(page)) },
    failed,
  ],
  [
    'in brotli that ends early',
    { headers: encodingOf('br'), encode: (page) => half(brotliCompressSync(page)) },
    failed,
  ],
]

let wire: readonly Buffer[]
let origin: Server
let edge: TestEdge
let cards: string
let asked = 0
const sockets = new Set<Socket>()

beforeAll(async () => {
  origin = createServer((socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    socket.once('data', async () => {
      const [first, ...others] = wire
      if (first) socket.write(first)
      for (const piece of others) {
        await sleep(4)
        socket.write(piece)
      }
      socket.end()
    })
  })
  await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve))
  const { port } = origin.address() as { port: number }
  edge = await createTestEdge({
    config: 'test/fixtures/faults.config.ts',
    origin: new URL(`http://127.0.0.1:${port}`),
  })
  wire = answerOf(Buffer.from(whole(() => slotOf('fill'))), {}, 1)
  const { body } = await visit('/product/p3')
  cards = /<section class="fill">(.*?)<\/section>/s.exec(body.toString())?.[1] ?? ''
})

afterAll(async () => {
  await edge?.dispose()
  for (const socket of sockets) socket.destroy()
  origin.close()
})

test('what a slot becomes is known', () => {
  expect(cards).toContain('href="/product/p4"')
  expect(cards).toContain('href="/product/p6"')
})

describe.each(modes)('a page with a slot to %s', (mode) => {
  test.each(deliveries)('that comes %s', async (_, delivery, allowed) => {
    for (const [name, way] of Object.entries(ways)) {
      const outcomes = await outcomesOf({ mode, way, makePage: whole, delivery })
      for (const outcome of outcomes) expect(allowed, `${name}: ${outcome}`).toContain(outcome)
    }
  })

  const faults = Object.entries(broken).flatMap(([what, markup]) =>
    Object.entries(places)
      .filter(([place]) => place !== 'in' || !onlyOutside.has(what))
      .map(([place, at]) => [what, place, at(markup)] as const),
  )
  test.each(faults)('with %s %s it', async (_what, _place, makePage) => {
    for (const [name, way] of Object.entries(ways)) {
      const outcomes = await outcomesOf({ mode, way, makePage, delivery: {} })
      for (const outcome of outcomes) {
        expect(personalOrOriginal, `${name}: ${outcome}`).toContain(outcome)
      }
    }
  })
})

test.each(Object.entries(ways))(
  'a card that cannot be made leaves the page as it is: %s',
  async (_, way) => {
    const page = whole(() => '<section class="broken"><p>plain</p></section>')
    wire = answerOf(Buffer.from(page), {}, way.pieces)
    for (let i = 0; i < way.visits; i++) {
      expect((await visit(`${way.path}?n=900000`)).body.toString()).toBe(page)
    }
  },
)

interface Trial {
  readonly mode: Mode
  readonly way: Way
  readonly makePage: MakePage
  readonly delivery: Delivery
}

/** Visits a page that is made for the occasion, and says what the shopper got each time. */
async function outcomesOf({ mode, way, makePage, delivery }: Trial): Promise<Outcome[]> {
  const { encode = Buffer.from, status = 200 } = delivery
  const sent = encode(makePage((within) => slotOf(mode, within)))
  const personal = [encode, plainText].map((write) =>
    write(makePage((within) => personalSlotOf(mode, within))),
  )
  const originals = [sent, plainText(makePage((within) => slotOf(mode, within)))]
  wire = answerOf(sent, delivery, way.pieces)
  const path = `${way.path}?n=${asked++}`

  const is = (pages: readonly Buffer[], seen: Seen) =>
    seen.status === status && pages.some((page) => page.equals(seen.body))
  const outcomes: Outcome[] = []
  for (let i = 0; i < way.visits; i++) {
    const seen = await visit(path).catch(() => undefined)
    if (!seen) outcomes.push('breaks off')
    else if (is(originals, seen)) outcomes.push('original')
    else if (is(personal, seen)) outcomes.push('personal')
    else outcomes.push(isError(seen) ? 'error' : 'HALF')
  }
  return outcomes
}

function plainText(page: string): Buffer {
  return Buffer.from(page)
}

/** A clear error: a whole page of Limen's own. */
function isError({ status, body }: Seen): boolean {
  const text = body.toString().trimEnd()
  return status >= 500 && text.endsWith('</html>') && !text.includes('shop</h1>')
}

const card = (id: string, within = '') =>
  `<li class="card"><a href="/product/${id}">${id}</a>${within}</li>`

function slotOf(mode: Mode, within = ''): string {
  const made: Record<Mode, string> = {
    fill: `<section class="fill">${within}<p>plain</p></section>`,
    rerank: `<ul class="rerank">${card('p9', within)}${card('p5')}${card('p4')}</ul>`,
    choose: `<section class="choose"><div class="variant">${within}all</div><div class="variant" data-limen-product="p4">four</div></section>`,
  }
  return made[mode]
}

/** The same slot, for who looks at p3: p4 is ranked best, then p5. */
function personalSlotOf(mode: Mode, within = ''): string {
  const made: Record<Mode, string> = {
    fill: `<section class="fill">${cards}</section>`,
    rerank: `<ul class="rerank">${card('p4')}${card('p5')}${card('p9', within)}</ul>`,
    choose:
      '<section class="choose"><div class="variant" data-limen-product="p4">four</div></section>',
  }
  return made[mode]
}

/** The bytes of an answer, its body in so many pieces. */
function answerOf(body: Buffer, delivery: Delivery, pieces: number): Buffer[] {
  const { status = 200, type = 'text/html', headers = [], preamble = '', isChunked } = delivery
  const framing = isChunked ? 'transfer-encoding: chunked' : `content-length: ${body.length}`
  const lines = [
    `${preamble}HTTP/1.1 ${status} X`,
    `content-type: ${type}`,
    ...headers,
    ...(status === 304 ? [] : [framing]),
    'connection: close',
  ]
  const cut = delivery.cut?.(body) ?? body
  const length = Math.max(1, Math.ceil(cut.length / pieces))
  const parts: Buffer[] = []
  for (let at = 0; at < cut.length; at += length) {
    const part = cut.subarray(at, at + length)
    parts.push(
      isChunked
        ? Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')])
        : part,
    )
  }
  const [first = Buffer.alloc(0), ...others] = parts
  return [Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), first]), ...others]
}

interface Seen {
  readonly status: number
  readonly body: Buffer
}

/** Asks as a browser would, on the wire; rejects when the answer breaks off. */
function visit(path: string): Promise<Seen> {
  const headers = { accept: 'text/html', 'user-agent': 'Mozilla/5.0 (X11; Linux) Firefox/140.0' }
  return new Promise((resolve, reject) => {
    const request = get(new URL(path, edge.url).href, { headers }, async (response) => {
      response.on('error', reject)
      const body = Buffer.concat(await response.toArray().catch(() => []))
      resolve({ status: response.statusCode ?? 0, body })
    })
    request.on('error', reject)
  })
}
