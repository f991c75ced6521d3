import { LimenError } from '../errors.ts'
import { isAttribute, requiredAttributes } from './attributes.ts'
import type { ReportWriter } from './feed-report.ts'
import type { FeedRow } from './feed-row.ts'

const maxLineLength = 1 << 20
// A quoted field may hold line breaks; one that runs on for longer is a stray quotation mark.
const maxLinesPerRow = 50

/** Reads tab-separated rows under a header of attribute names. */
export async function* readTsv(
  text: AsyncIterable<string>,
  report: ReportWriter,
): AsyncGenerator<readonly FeedRow[]> {
  let header: string[] | undefined
  let lineNumber = 1
  let lines: string[] = []

  for await (const more of readLines(text)) {
    lines = [...lines, ...more]
    yield takeRows(false)
  }
  yield takeRows(true)

  function takeRows(isEnd: boolean): FeedRow[] {
    const rows: FeedRow[] = []
    let start = 0
    while (start < lines.length) {
      const record = takeRecord(lines, start, header?.length)
      if (!record && !isEnd && lines.length - start < maxLinesPerRow) break

      const { fields, length } = record ?? { fields: undefined, length: 1 }
      const isBlank = fields?.length === 1 && fields[0] === ''
      if (!header && !isBlank) header = readHeader(fields ?? [], report)
      else if (header && !isBlank) {
        rows.push({ line: lineNumber, texts: toTexts(header, fields, lineNumber, report) })
      }
      start += length
      lineNumber += length
    }
    lines = lines.slice(start)
    return rows
  }
}

/**
 * The record that starts at a line and how many lines it takes; nothing while a quotation mark is open.
 * A record of several lines must have the header's width and end its marks where fields end: if not, a
 * stray quotation mark has swallowed other rows, and the first line is the bad one.
 */
function takeRecord(lines: readonly string[], start: number, width: number | undefined) {
  const most = Math.min(lines.length - start, maxLinesPerRow)
  for (let length = 1; length <= most; length++) {
    const fields = splitRecord(lines.slice(start, start + length).join('\n'))
    if (!fields) continue
    const isSound =
      length === 1 ||
      (fields.length === width && fields.every((field) => !field.includes('\n') || isQuoted(field)))
    return isSound ? { fields, length } : { fields: undefined, length: 1 }
  }
  return undefined
}

function readHeader(fields: readonly string[], report: ReportWriter): string[] {
  const header = fields.map((field) => unquote(field).trim().toLowerCase().replaceAll(' ', '_'))
  for (const name of requiredAttributes) {
    if (!header.includes(name)) {
      throw new LimenError(
        'ERR_FEED_INVALID',
        `feed: the header has no column ${name}; name the columns in the first line, separated by tabs, in UTF-8`,
      )
    }
  }
  for (const name of header) if (!isAttribute(name)) report.ignore(name)
  return header
}

function toTexts(
  header: readonly string[],
  fields: readonly string[] | undefined,
  line: number,
  report: ReportWriter,
): Map<string, string> | undefined {
  if (!fields) {
    report.complain(line, 'row', 'must close each quotation mark that opens a field')
    return undefined
  }
  if (fields.length !== header.length) {
    report.complain(line, 'row', 'must have as many columns as the header')
    return undefined
  }

  const texts = new Map<string, string>()
  for (const [column, name] of header.entries()) {
    const field = fields[column] ?? ''
    if (!isAttribute(name) || texts.get(name)) continue
    texts.set(name, name === 'product_type' ? firstValue(field) : unquote(field))
  }
  return texts
}

/** Cuts at the tabs outside quotation marks; nothing if one stays open. Fields keep their marks. */
function splitRecord(text: string): string[] | undefined {
  if (!text.includes('"')) return text.split('\t')

  const fields: string[] = []
  let start = 0
  while (true) {
    const from = text[start] === '"' ? closingQuote(text, start) : start
    if (from === -1) return undefined
    const tab = text.indexOf('\t', from)
    if (tab === -1) return [...fields, text.slice(start)]
    fields.push(text.slice(start, tab))
    start = tab + 1
  }
}

/** Where the quotation mark that opens here is closed, or -1; a doubled mark stands for itself. */
function closingQuote(text: string, open: number): number {
  let at = text.indexOf('"', open + 1)
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at
}

function isQuoted(field: string): boolean {
  return field.startsWith('"') && closingQuote(field, 0) === field.length - 1
}

function unquote(field: string): string {
  return isQuoted(field) ? field.slice(1, -1).replaceAll('""', '"') : field
}

/**
 * The first of several values. Google separates them by commas and quotes a value that has one; shops
 * often do not quote, so a comma separates only where it stands between whole paths.
 */
function firstValue(field: string): string {
  if (field.startsWith('"')) return unquote(field.slice(0, closingQuote(field, 0) + 1))
  const values = field.split(',')
  return values.every((value) => value.includes('>')) ? (values[0] ?? '') : field
}

async function* readLines(text: AsyncIterable<string>): AsyncGenerator<string[]> {
  let rest = ''
  for await (const chunk of text) {
    // A carriage return at the end of a chunk waits: the line feed may follow.
    const lines = (rest + chunk).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    if (rest.length > maxLineLength) {
      throw new LimenError(
        'ERR_FEED_INVALID',
        `feed: a line is longer than ${maxLineLength} characters; write one product a line`,
      )
    }
    yield lines
  }
  yield [rest.replace(/\r$/, '')]
}
