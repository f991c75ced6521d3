import { SaxesParser, type SaxesTagNS } from 'saxes'
import { LimenError } from '../errors.ts'
import { isAttribute } from './attributes.ts'
import type { ReportWriter } from './feed-report.ts'
import type { FeedRow } from './feed-row.ts'

const google = 'http://base.google.com/ns/1.0'
const atom = 'http://www.w3.org/2005/Atom'

/** The element that holds a product, and its namespace; RSS 2.0 has none. */
const itemElements: ReadonlyMap<string, string> = new Map([
  ['item', ''],
  ['entry', atom],
])

interface Item {
  readonly line: number
  readonly depth: number
  /** Texts in Google's namespace; they go before the format's own, as `g:title` before `title`. */
  readonly merchant: Map<string, string>
  readonly own: Map<string, string>
  isBroken: boolean
}

/** Reads the items of RSS 2.0 or the entries of Atom. */
export async function* readXml(
  text: AsyncIterable<string>,
  report: ReportWriter,
): AsyncGenerator<readonly FeedRow[]> {
  const parser = new SaxesParser({ xmlns: true })
  const rows: FeedRow[] = []
  let item: Item | undefined
  let depth = 0
  let tagLine = 1
  let content = ''
  const collect = (text: string) => {
    content += text
  }

  parser.on('xmldecl', checkEncoding)
  parser.on('opentagstart', () => {
    settleItem()
    tagLine = parser.line
  })
  parser.on('opentag', (tag) => {
    depth += 1
    content = ''
    if (item || itemElements.get(tag.local) !== tag.uri) return
    item = { line: tagLine, depth, merchant: new Map(), own: new Map(), isBroken: false }
  })
  parser.on('text', collect)
  parser.on('cdata', collect)
  parser.on('closetag', (tag) => {
    settleItem()
    // Only an item's own children: `g:shipping` has a `g:price` too.
    if (item && depth === item.depth + 1) readChild(item, tag, content, report)
    depth -= 1
  })
  // With a handler that does not throw, saxes goes on after an error.
  parser.on('error', () => {
    if (item) item.isBroken = true
    else report.complain(parser.line, 'xml', 'must be well-formed')
  })

  for await (const chunk of text) {
    parser.write(chunk)
    yield rows.splice(0)
  }
  parser.close()
  depth = 0
  settleItem()
  yield rows

  // One event late: saxes tells of a wrong closing tag after it has closed the elements.
  function settleItem(): void {
    if (!item || depth >= item.depth) return
    if (item.isBroken) report.complain(item.line, 'xml', 'must be well-formed')
    const texts = item.isBroken ? undefined : new Map([...item.own, ...item.merchant])
    rows.push({ line: item.line, texts })
    item = undefined
  }
}

function readChild(item: Item, tag: SaxesTagNS, content: string, report: ReportWriter): void {
  const isMerchant = tag.uri === google
  if (!isMerchant && tag.uri !== '' && tag.uri !== atom) return
  if (!isAttribute(tag.local)) {
    report.ignore(tag.local)
    return
  }

  const texts = isMerchant ? item.merchant : item.own
  const text = content.trim() || atomLink(tag)
  if (text && !texts.has(tag.local)) texts.set(tag.local, text)
}

/** `<link href="…"/>`; without `rel` it is `alternate`, the page itself (RFC 4287, section 4.2.7.2). */
function atomLink({ uri, local, attributes }: SaxesTagNS): string | undefined {
  if (uri !== atom || local !== 'link') return undefined
  return (attributes.rel?.value ?? 'alternate') === 'alternate' ? attributes.href?.value : undefined
}

function checkEncoding({ encoding = 'utf-8' }: { encoding?: string }): void {
  if (/^(utf-?8|us-ascii)$/i.test(encoding)) return
  throw new LimenError('ERR_FEED_INVALID', 'feed: the XML declares another encoding; write UTF-8')
}
