import { LimenError } from '../errors.ts'
import { isAttribute, requiredAttributes } from './attributes.ts'

// A quoted field may hold line breaks; one that runs on for longer is a stray quotation mark.
export const maxLinesPerRow = 50
const maxLineLength = 1 << 20

/** The fields of a record, with their quotation marks, and how many lines it takes. */
export interface TsvRecord {
  /** Nothing if a quotation mark is never closed. */
  readonly fields: readonly string[] | undefined
  readonly length: number
}

/**
 * The record that starts at a line; nothing while a quotation mark is open. A record of several lines
 * must have the header's width and end its marks where fields end: if not, a stray quotation mark has
 * swallowed other rows, and the first line is the bad one.
 */
export function takeRecord(
  lines: readonly string[],
  start: number,
  width: number | undefined,
): TsvRecord | undefined {
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

/** Whether a record is an empty line. */
export function isBlank({ fields }: TsvRecord): boolean {
  return fields?.length === 1 && fields[0] === ''
}

/** The attribute names of the first record. */
export function readHeader({ fields = [] }: TsvRecord): string[] {
  const header = fields.map((field) => unquote(field).trim().toLowerCase().replaceAll(' ', '_'))
  for (const name of requiredAttributes) {
    if (!header.includes(name)) {
      throw new LimenError(
        'ERR_FEED_INVALID',
        `feed: the header has no column ${name}; name the columns in the first line, separated by tabs, in UTF-8`,
      )
    }
  }
  return header
}

/** The texts of a row by attribute, or the problem that keeps it from being read. */
export function textsOf(
  header: readonly string[],
  { fields }: TsvRecord,
): ReadonlyMap<string, string> | string {
  if (!fields) return 'must close each quotation mark that opens a field'
  if (fields.length !== header.length) return 'must have as many columns as the header'

  const texts = new Map<string, string>()
  for (const [column, name] of header.entries()) {
    if (!isAttribute(name) || texts.get(name)) continue
    texts.set(name, textOf(name, fields[column] ?? ''))
  }
  return texts
}

/** What a field says of an attribute. */
export function textOf(name: string, field: string): string {
  return name === 'product_type' ? firstValue(field) : unquote(field)
}

/** @throws LimenError for a line that no feed has. */
export function checkLine(line: string): void {
  if (line.length <= maxLineLength) return
  throw new LimenError(
    'ERR_FEED_INVALID',
    `feed: a line is longer than ${maxLineLength} characters; write one product a line`,
  )
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
