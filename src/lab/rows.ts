/** A row of a file: the line it begins on, from 1, and the cells that were asked for. */
export interface Row {
  readonly line: number
  /** Text; of JSON any value. `undefined` where a column is missing. Nothing if the row cannot be read. */
  readonly cells?: readonly unknown[]
}

/** A file of rows, opened: its columns are known, and nothing else is read yet. */
export interface Rows {
  readonly format: 'csv' | 'json' | 'json lines'
  readonly columns: readonly string[]
  /** Reads all rows, with the cells of these columns; to be called once. */
  pick(columns: readonly (string | undefined)[]): AsyncGenerator<readonly Row[]>
}

/**
 * Opens CSV (RFC 4180, cells parted by comma, semicolon or tab), JSON lines or one JSON list. Which it is
 * shows in its first character.
 *
 * @param header names of the columns, if the first line does not tell them.
 */
export async function openRows(
  chunks: AsyncIterable<string>,
  header?: readonly string[],
): Promise<Rows> {
  const records = linesOf(chunks)
  const first = await records.next()
  const lines: Lines = first.done ? [] : first.value
  const start = lines[0]?.text.trimStart()[0]
  if (start === '[') return jsonList(lines, records)
  return start === '{' ? jsonLines(lines, records) : csv(lines, records, header)
}

interface Line {
  readonly number: number
  readonly text: string
}
type Lines = readonly Line[]
type MoreLines = AsyncGenerator<Lines>

/** Lines without their ends, as many as a chunk completes. A quote that is open holds its line open. */
async function* linesOf(chunks: AsyncIterable<string>): MoreLines {
  let rest = ''
  let number = 1
  let isFirst = true
  for await (const chunk of chunks) {
    rest += isFirst ? chunk.replace(/^\uFEFF/, '') : chunk
    isFirst = false
    const { lines, left, next } = cut(rest, number)
    rest = left
    number = next
    if (lines.length > 0) yield lines
  }
  if (rest !== '') yield [{ number, text: rest }]
}

function cut(text: string, first: number) {
  const lines: Line[] = []
  let number = first
  let start = 0
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) {
    const line = text.slice(start, end)
    if (isOpen(line)) continue
    lines.push({ number, text: line.endsWith('\r') ? line.slice(0, -1) : line })
    number += line.includes('\n') ? line.split('\n').length : 1
    start = end + 1
  }
  return { lines, left: text.slice(start), next: number }
}

/** So far does a quote keep a record open; longer, it is a stray mark. */
const longestRecord = 20_000

function isOpen(line: string): boolean {
  // Of JSON no string holds a line break, and escaped quotes would be miscounted.
  if (line.startsWith('{') || line.length > longestRecord) return false
  let at = line.indexOf('"')
  while (at !== -1) {
    // Only a quote that begins a cell quotes: 5" PLATE is five inches.
    const begins = at === 0 || ',;\t|'.includes(line[at - 1] as string)
    if (begins) {
      at = closingQuote(line, at)
      if (at === -1) return true
    }
    at = line.indexOf('"', at + 1)
  }
  return false
}

/** Where the quote ends that begins here; doubled quotes are text. */
function closingQuote(line: string, open: number): number {
  let at = line.indexOf('"', open + 1)
  while (at !== -1 && line[at + 1] === '"') at = line.indexOf('"', at + 2)
  return at
}

function csv(lines: Lines, more: MoreLines, header?: readonly string[]): Rows {
  const [head, ...rest] = lines
  const first = head?.text ?? ''
  const delimiter = delimiterOf(first)
  const columns = header ?? cellsOf(first, delimiter).map((cell) => cell.trim())
  return {
    format: 'csv',
    columns,
    async *pick(names) {
      const places = names.map((name) => (name === undefined ? -1 : columns.indexOf(name)))
      const toRow = ({ number, text }: Line): Row => {
        const cells = cellsOf(text, delimiter)
        if (cells.length !== columns.length) return { line: number }
        return { line: number, cells: places.map((place) => cells[place]) }
      }
      yield (header ? lines : rest).filter(isFilled).map(toRow)
      for await (const some of more) yield some.filter(isFilled).map(toRow)
    },
  }
}

function delimiterOf(line: string): string {
  const count = (delimiter: string) => line.split(delimiter).length
  return [',', ';', '\t', '|'].reduce((a, b) => (count(b) > count(a) ? b : a))
}

function cellsOf(line: string, delimiter: string): string[] {
  if (!line.includes('"')) return line.split(delimiter)
  const cells: string[] = []
  let at = 0
  while (at <= line.length) {
    if (line[at] !== '"') {
      const end = line.indexOf(delimiter, at)
      cells.push(line.slice(at, end === -1 ? line.length : end))
      if (end === -1) break
      at = end + 1
      continue
    }
    const close = closingQuote(line, at)
    const end = close === -1 ? line.length : close
    cells.push(line.slice(at + 1, end).replaceAll('""', '"'))
    if (end + 1 >= line.length) break
    at = end + 1 + delimiter.length
  }
  return cells
}

function isFilled({ text }: Line): boolean {
  return text.trim() !== ''
}

function jsonLines(lines: Lines, more: MoreLines): Rows {
  return {
    format: 'json lines',
    columns: Object.keys(parseObject(lines[0]?.text ?? '') ?? {}),
    async *pick(names) {
      const toRow = ({ number, text }: Line): Row => pickCells(number, parseObject(text), names)
      yield lines.filter(isFilled).map(toRow)
      for await (const some of more) yield some.filter(isFilled).map(toRow)
    },
  }
}

/** One list is read whole: it is a catalogue, rather than a log. */
async function jsonList(lines: Lines, more: MoreLines): Promise<Rows> {
  const texts = lines.map(({ text }) => text)
  for await (const some of more) for (const { text } of some) texts.push(text)
  let list: unknown
  try {
    list = JSON.parse(texts.join('\n'))
  } catch {
    list = []
  }
  const objects = (list as unknown[]).map(toObject)
  return {
    format: 'json',
    columns: Object.keys(objects[0] ?? {}),
    async *pick(names) {
      yield objects.map((object, index) => pickCells(index + 1, object, names))
    },
  }
}

type Cells = Readonly<Record<string, unknown>>

function pickCells(
  line: number,
  object: Cells | undefined,
  names: readonly (string | undefined)[],
): Row {
  if (!object) return { line }
  const cell = (name: string | undefined) =>
    name !== undefined && Object.hasOwn(object, name) ? object[name] : undefined
  return { line, cells: names.map(cell) }
}

function parseObject(text: string): Cells | undefined {
  try {
    return toObject(JSON.parse(text))
  } catch {
    return undefined
  }
}

function toObject(value: unknown): Cells | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as Cells) : undefined
}
