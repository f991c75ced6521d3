import { SaxesParser, type SaxesTagNS } from 'saxes'
import { LimenError } from '../errors.ts'
import { isAttribute } from './attributes.ts'
import type { ReportWriter } from './feed-report.ts'
import type { FeedRow } from './feed-row.ts'
import { cutPieces, type XmlPiece } from './xml-pieces.ts'

const google = 'http://base.google.com/ns/1.0'
const atom = 'http://www.w3.org/2005/Atom'

/** Namespaces by prefix, as the elements around the products declare them. */
type Namespaces = Record<string, string>

/** Reads product feeds in XML: the items of RSS 2.0 or the entries of Atom. */
export async function* xml(
  text: AsyncIterable<string>,
  report: ReportWriter,
): AsyncGenerator<readonly FeedRow[]> {
  let namespaces: Namespaces = {}
  let last: XmlPiece | undefined

  for await (const pieces of cutPieces(text)) {
    for (const piece of pieces) if (piece.kind === 'head') namespaces = readHead(piece)
    yield pieces
      .filter(({ kind }) => kind === 'item')
      .map((piece) => ({ line: piece.line, texts: readItem(piece, namespaces, report) }))
    last = pieces.at(-1) ?? last
  }
  // A download that broke off between two products would look whole.
  if (last?.kind === 'rest' && !/<\/[^<>]+>\s*$/.test(last.text)) {
    report.complain(last.line, 'xml', 'must end with the closing tag of its first element')
  }
}

function readHead({ text }: XmlPiece): Namespaces {
  const namespaces: Namespaces = {}
  const parser = new SaxesParser({ xmlns: true })
  parser.on('xmldecl', ({ encoding = 'utf-8' }) => {
    if (/^(utf-?8|us-ascii)$/i.test(encoding)) return
    throw new LimenError('ERR_FEED_INVALID', 'feed: the XML declares another encoding; write UTF-8')
  })
  parser.on('opentag', ({ ns }) => Object.assign(namespaces, ns))
  // It breaks off before the first product, and a fault in a shop's description harms nobody.
  parser.on('error', () => {})
  parser.write(text)
  return namespaces
}

function readItem(
  { line, text }: XmlPiece,
  namespaces: Namespaces,
  report: ReportWriter,
): ReadonlyMap<string, string> | undefined {
  // Google's texts go before the format's own, as `g:title` before `title`.
  const merchant = new Map<string, string>()
  const own = new Map<string, string>()
  let isBroken = false
  let depth = 0
  let content = ''
  const collect = (text: string) => {
    content += text
  }

  const parser = new SaxesParser({
    xmlns: true,
    fragment: true,
    position: false,
    additionalNamespaces: namespaces,
  })
  parser.on('error', () => {
    isBroken = true
  })
  parser.on('opentag', () => {
    depth += 1
    content = ''
  })
  parser.on('text', collect)
  parser.on('cdata', collect)
  parser.on('closetag', (tag) => {
    depth -= 1
    // Only an item's own children: `g:shipping` has a `g:price` too.
    if (depth !== 1 || !isFeedElement(tag)) return
    const texts = tag.uri === google ? merchant : own
    const value = content.trim() || linkOf(tag)
    if (!isAttribute(tag.local)) report.ignore(tag.local)
    else if (value && !texts.has(tag.local)) texts.set(tag.local, value)
  })
  parser.write(text).close()

  if (!isBroken) return new Map([...own, ...merchant])
  report.complain(line, 'xml', 'must be well-formed, its namespaces declared')
  return undefined
}

function isFeedElement({ uri }: SaxesTagNS): boolean {
  return uri === google || uri === atom || uri === ''
}

/** Atom's `<link href="…"/>`; without `rel` it is the page itself (RFC 4287, section 4.2.7.2). */
function linkOf({ uri, local, attributes }: SaxesTagNS): string | undefined {
  if (uri !== atom || local !== 'link') return undefined
  return (attributes.rel?.value ?? 'alternate') === 'alternate' ? attributes.href?.value : undefined
}
