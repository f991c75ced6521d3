import { parseProduct, parseValue } from './attributes.ts'
import { emptyFeed } from './feed-report.ts'
import type { Product } from './product.ts'
import type { FieldName, Rows } from './rows.ts'
import {
  checkLine,
  isBlank,
  readHeader,
  type TsvRecord,
  takeRecord,
  textOf,
  textsOf,
} from './tsv-record.ts'

const attributes = {
  id: 'id',
  title: 'title',
  link: 'link',
  group: 'item_group_id',
  categories: 'product_type',
} as const satisfies Record<FieldName, string>

/**
 * Finds the rows of a feed in tab-separated values, and reads one when it is asked for: thousands of
 * rows would keep the first shopper of an isolate waiting, and few of them are ever shown.
 *
 * @throws LimenError when the feed lacks a column or has no row.
 */
export function tsvRows(text: string): Rows {
  const lines = text.split(text.includes('\r') ? /\r\n|\n|\r/ : '\n')
  checkLine(lines.at(-1) ?? '')
  const { header, end } = findHeader(lines)
  const starts = findRows(lines, end, header.length)
  if (starts.length === 0) throw emptyFeed()

  const columns = new Map(header.map((name, column) => [name, column]))
  const hasMarks = text.includes('"')
  const textsIn = (row: number) => {
    const texts = textsOf(header, takeRecord(lines, starts[row] as number, header.length) ?? open)
    return typeof texts === 'string' ? undefined : texts
  }
  // Many products share the few categories of a shop.
  const categories = new Map<string, ReturnType<typeof parseValue>>()
  const categoriesOf = (text: string) => {
    if (!categories.has(text)) categories.set(text, parseValue('product_type', text))
    return categories.get(text)
  }

  return {
    size: starts.length,
    product(row) {
      const texts = textsIn(row)
      return texts && parseProduct(texts, () => undefined)
    },
    field(row, name) {
      const text = textIn(row, attributes[name]) ?? ''
      const value = name === 'categories' ? categoriesOf(text) : parseValue(attributes[name], text)
      return value as Product[typeof name] | undefined
    },
  }

  function textIn(row: number, attribute: string): string | undefined {
    const column = columns.get(attribute)
    if (column === undefined) return undefined
    const line = lines[starts[row] as number] as string
    const isPlain = columns.size === header.length && !(hasMarks && line.includes('"'))
    if (!isPlain) return textsIn(row)?.get(attribute)
    return textOf(attribute, fieldAt(line, column))
  }
}

const open: TsvRecord = { fields: undefined, length: 1 }

function findHeader(lines: readonly string[]): { header: string[]; end: number } {
  for (let start = 0; start < lines.length; ) {
    const record = takeRecord(lines, start, undefined) ?? open
    start += record.length
    if (!isBlank(record)) return { header: readHeader(record), end: start }
  }
  throw emptyFeed()
}

/** The lines where rows start. */
function findRows(lines: readonly string[], from: number, width: number): number[] {
  const starts: number[] = []
  for (let start = from; start < lines.length; ) {
    const line = lines[start] as string
    if (line !== '') starts.push(start)
    start += line.includes('"') ? (takeRecord(lines, start, width) ?? open).length : 1
  }
  return starts
}

function fieldAt(line: string, column: number): string {
  let start = 0
  for (let tabs = 0; tabs < column; tabs++) {
    const tab = line.indexOf('\t', start)
    if (tab === -1) return ''
    start = tab + 1
  }
  const end = line.indexOf('\t', start)
  return line.slice(start, end === -1 ? undefined : end)
}
