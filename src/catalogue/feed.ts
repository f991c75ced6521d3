import { LimenError } from '../errors.ts'
import { parseProduct } from './attributes.ts'
import { emptyFeed, type FeedFormat, type FeedReport, ReportWriter } from './feed-report.ts'
import type { FeedRow } from './feed-row.ts'
import type { Product } from './product.ts'
import { readTsv } from './tsv.ts'

/** A feed in pieces of any size: UTF-8 bytes, cut anywhere, or text. */
export type FeedSource =
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>
  | Iterable<Uint8Array | string>

export interface FeedOptions {
  /** Told from the first character if absent: XML starts with `<`. */
  readonly format?: FeedFormat
  /** Reads XML: `xml` of `limen/xml`. A shop without XML is spared its weight. */
  readonly xml?: ReadRows | undefined
}

export interface Feed {
  /** In feed order, each id once. */
  readonly products: readonly Product[]
  readonly report: FeedReport
}

/** Reads the rows of one format. */
export type ReadRows = (
  text: AsyncIterable<string>,
  report: ReportWriter,
) => AsyncIterable<readonly FeedRow[]>

/**
 * Reads a product feed in Google Merchant attributes, as tab-separated values or, with `xml`, as RSS 2.0
 * or Atom. Bad rows are left out and reported.
 *
 * @throws LimenError when the feed has no products, lacks a column, or is XML and there is no `xml`.
 *
 * @example
 * const { products, report } = await readFeed(response.body)
 */
export async function readFeed(source: FeedSource, options: FeedOptions = {}): Promise<Feed> {
  const text = decode(source)
  const head = await readHead(text)
  const format = options.format ?? (isXml(head) ? 'xml' : 'tsv')
  const read = format === 'tsv' ? readTsv : options.xml
  if (!read) throw new LimenError('ERR_FEED_INVALID', unreadable)
  const report = new ReportWriter()
  const products = new Map<string, Product>()

  for await (const rows of read(prepend(head, text), report)) {
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

const unreadable =
  "feed: it is XML; import { xml } from 'limen/xml' and set catalogue: { feed, xml }"

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
