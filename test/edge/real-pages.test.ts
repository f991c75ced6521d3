import { createHash } from 'node:crypto'
import { Agent } from 'node:http'
import { Miniflare } from 'miniflare'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestEdge, type TestEdge } from '../../src/testing/index.ts'
import { localWorker } from '../../src/testing/local-worker.ts'
import { type FoundCards, findCards } from '../page/filled.ts'
import { areThere, listPages, readBytes, selectorsIn } from './support/real-pages.ts'
import type { Outcome } from './support/real-pages.worker.ts'
import { seeded } from './support/seeded.ts'
import { sendRaw, startOrigin, type WireOrigin } from './support/wire.ts'

const pages = listPages()
const agent = new Agent({ keepAlive: true })
const title = areThere ? '' : ' (skipped: ../shared/data/storefront-pages is not there)'

afterAll(() => agent.destroy())

describe.skipIf(!areThere)(`pages of real shops, with slots of their own${title}`, () => {
  let miniflare: Miniflare
  let url: URL
  const report = new Report()

  beforeAll(async () => {
    const source = {
      contents: `export { default } from './real-pages.worker.ts'`,
      resolveDir: new URL('support', import.meta.url).pathname,
    }
    miniflare = new Miniflare({ port: 0, workers: [await localWorker({ name: 'pages', source })] })
    url = await miniflare.ready
  }, 60_000)

  afterAll(() => miniflare?.dispose())

  test('are whole: filled around untouched bytes, or the original with a reason', async () => {
    for (const page of pages) {
      const original = readBytes(page)
      expect(createHash('sha256').update(original).digest('hex')).toBe(page.sha256)
      const selected = selectorsIn(original)
      const slots = selected.map(({ select }, i) => ({ id: `s${i}`, select }))
      const headers = [
        'host',
        url.host,
        'content-type',
        page.contentType,
        'slots',
        JSON.stringify(slots),
      ]
      const sent = { method: 'POST', target: '/', headers, body: original }

      const compiled = await sendRaw(url, sent, agent)
      const outcome = JSON.parse(String(compiled.headers.outcome)) as Outcome
      const cards = findCards(original, compiled.body)
      expect(
        cards?.map(({ slot }) => slot),
        page.file,
      ).toEqual(outcome.filled)
      for (const found of cards ?? []) expect(isSelected(found, selected), page.file).toBe(true)

      if (outcome.reason === undefined) {
        const streamed = await sendRaw(
          url,
          { ...sent, headers: [...headers, 'how', 'stream'] },
          agent,
        )
        expect(streamed.body.equals(compiled.body), page.file).toBe(true)
      }
      report.add(page.platform, outcome, slots.length)
    }
    report.print('slots of their own')
    expect(report.pages).toBe(pages.length)
    expect(report.filled / report.pages).toBeGreaterThan(0.9)
  }, 300_000)
})

describe.skipIf(!areThere)(`pages of real shops through the middleware${title}`, () => {
  let origin: WireOrigin
  let edge: TestEdge
  let served: { type: string; pieces: readonly Uint8Array[] }

  beforeAll(async () => {
    origin = await startOrigin(() => ({
      headers: { 'content-type': served.type, 'cache-control': 'no-store' },
      body: served.pieces,
    }))
    edge = await createTestEdge({
      config: 'test/edge/support/real-pages.config.ts',
      origin: origin.url,
      development: true,
      env: { LIMEN_DEVELOPMENT: 'on' },
    })
  }, 60_000)

  afterAll(async () => {
    await edge?.dispose()
    origin?.close()
  })

  const random = seeded(313)
  test.each<[string, () => number]>([
    ['at once', () => Number.POSITIVE_INFINITY],
    ['in chunks of 1 byte to 64 KB', () => 2 ** (random.integer(161) / 10)],
    ['in chunks of 1 to 4 KB', () => 1024 + random.integer(3073)],
  ])(
    'are whole when they arrive %s',
    async (how, nextLength) => {
      const report = new Report()
      for (const page of pages) {
        const original = readBytes(page)
        served = { type: page.contentType, pieces: cut(original, nextLength) }
        const { headers, body } = await visit()
        const decision = String(headers['limen-decision'])
        const filled = findCards(original, body)?.map(({ slot }) => slot)
        const said = readDecision(decision)
        // A page that goes out as it arrives cannot say beforehand what its slots will be.
        const isStreamed = decision.includes('page=streamed')
        if (isStreamed) expect(filled, page.file).toBeDefined()
        else expect(filled?.sort(), page.file).toEqual([...said.filled].sort())
        const outcome = isStreamed ? { ...said, filled: filled ?? [] } : said
        report.add(page.platform, outcome, 4)
      }
      if (how === 'at once') report.print('main, #content, div.products, footer')
      else console.log(`${how}: ${report.filled} of ${report.pages} pages filled`)
      expect(report.pages).toBe(pages.length)
      expect(report.filled / report.pages).toBeGreaterThan(0.5)
    },
    300_000,
  )

  function visit() {
    const headers = ['host', edge.url.host, 'accept', 'text/html', 'user-agent', 'Firefox/140.0']
    return sendRaw(edge.url, { method: 'GET', target: '/product/p3', headers }, agent)
  }
})

/** Counts what became of the pages and their slots. */
class Report {
  pages = 0
  filled = 0
  readonly #slots = new Map<string, number>()
  readonly #platforms = new Map<string, Record<string, number>>()

  add(platform: string, { reason, filled, plain }: Outcome, slots: number): void {
    const isFilled = filled.length > 0
    this.pages++
    if (isFilled) this.filled++
    const counts = this.#platforms.get(platform) ?? { pages: 0, filled: 0 }
    counts.pages = (counts.pages ?? 0) + 1
    const word = isFilled ? 'filled' : (reason ?? Object.values(plain)[0] ?? 'no-slots')
    counts[word] = (counts[word] ?? 0) + 1
    this.#platforms.set(platform, counts)

    const reasons = [...filled.map(() => 'filled'), ...Object.values(plain)]
    while (reasons.length < slots) reasons.push(reason ?? 'not in the page')
    for (const word of reasons) this.#slots.set(word, (this.#slots.get(word) ?? 0) + 1)
  }

  print(how: string): void {
    console.log(`${how}: ${this.filled} of ${this.pages} pages filled`)
    console.table(Object.fromEntries(this.#platforms))
    console.table(Object.fromEntries(this.#slots))
  }
}

/** Whether cards stand right after a start tag that one of the selectors means. */
function isSelected({ before }: FoundCards, selected: ReturnType<typeof selectorsIn>): boolean {
  const text = Buffer.from(before).toString('latin1').slice(-20_000)
  return selected.some(({ tagName, mark }) => {
    const start = text.toLowerCase().lastIndexOf(`<${tagName}`)
    return start !== -1 && text.slice(start).includes(mark)
  })
}

/** What the decision header says: `personal; …; main=filled; footer=slot-nested`. */
function readDecision(header: string): Outcome {
  const [kind = '', ...parts] = header.split('; ')
  const entries = parts.map((part) => part.split('=') as [string, string])
  const reason = kind === 'plain' ? entries.shift()?.[1] : undefined
  const slots = entries.filter(([name]) => !['ranking', 'engine', 'page'].includes(name))
  return {
    ...(reason && { reason }),
    filled: slots.filter(([, word]) => word === 'filled').map(([slot]) => slot),
    plain: Object.fromEntries(slots.filter(([, word]) => word !== 'filled')),
  }
}

function cut(bytes: Uint8Array, nextLength: () => number): Uint8Array[] {
  const pieces: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + Math.floor(nextLength()))
    pieces.push(bytes.subarray(at, end))
    at = end
  }
  return pieces
}
