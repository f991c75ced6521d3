import { parseProduct } from './attributes.ts'
import { emptyFeed, type FeedFormat, type FeedReport, ReportWriter } from './feed-report.ts'
import type { FeedRow } from './feed-row.ts'
import type { Product } from './product.ts'
import { readTsv } from './tsv.ts'
import { readXml } from './xml.ts'

/** A feed in pieces of any size: UTF-8 bytes, cut anywhere, or text. */
export type FeedSource =
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>
  | Iterable<Uint8Array | string>

export interface FeedOptions {
  /** Told from the first character if absent: XML starts with `<`. */
  readonly format?: FeedFormat
}

export interface Feed {
  /** In feed order, each id once. */
  readonly products: readonly Product[]
  readonly report: FeedReport
}

type ReadRows = (
  text: AsyncIterable<string>,
  report: ReportWriter,
) => AsyncIterable<readonly FeedRow[]>

const readers: Record<FeedFormat, ReadRows> = { tsv: readTsv, xml: readXml }

/**
 * Reads a product feed in Google Merchant attributes, as tab-separated values or as RSS 2.0 or Atom. Bad
 * rows are left out and reported; the feed is refused only if it has no products or lacks a column.
 *
 * @example
 * const { products, report } = await readFeed(response.body)
 */
export async function readFeed(source: FeedSource, options: FeedOptions = {}): Promise<Feed> {
  const text = decode(source)
  const head = await readHead(text)
  const format = options.format ?? (isXml(head) ? 'xml' : 'tsv')
  const report = new ReportWriter()
  const products = new Map<string, Product>()

  for await (const rows of readers[format](prepend(head, text), report)) {
    for (const { line, texts } of rows) {
      report.rows += 1
      const complain = (...problem: [string, string]) => report.complain(line, ...problem)
      const product = texts && parseProduct(texts, complain)
      if (!product) continue
      if (products.has(product.id)) complain('id', 'must not repeat an earlier row')
      else products.set(product.id, product)
    }
  }
  if (report.rows === 0) throw emptyFeed()

  report.kept = products.size
  return { products: [...products.values()], report: report.finish(format) }
}

/** Whether a feed that starts so is XML. */
export function isXml(head: string): boolean {
  return /^\s*</.test(head)
}

async function* decode(source: FeedSource): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  // A string is iterable by character; as one piece it is faster.
  for await (const chunk of typeof source === 'string' ? [source] : source) {
    yield typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
  }
  yield decoder.decode()
}

/** The text up to the first chunk that is not blank, without a byte order mark. */
async function readHead(text: AsyncGenerator<string>): Promise<string> {
  let head = ''
  while (head.trim() === '') {
    const next = await text.next()
    if (next.done) throw emptyFeed()
    head += next.value
  }
  return head.replace(/^\ufeff/, '')
}

async function* prepend(head: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield head
  yield* rest
}
