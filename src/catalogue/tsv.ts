import { isAttribute } from './attributes.ts'
import type { ReportWriter } from './feed-report.ts'
import type { FeedRow } from './feed-row.ts'
import {
  checkLine,
  isBlank,
  maxLinesPerRow,
  readHeader,
  takeRecord,
  textsOf,
} from './tsv-record.ts'

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
      const found = takeRecord(lines, start, header?.length)
      if (!found && !isEnd && lines.length - start < maxLinesPerRow) break

      const record = found ?? { fields: undefined, length: 1 }
      if (!header && !isBlank(record)) {
        header = readHeader(record)
        for (const name of header) if (!isAttribute(name)) report.ignore(name)
      } else if (header && !isBlank(record)) {
        const texts = textsOf(header, record)
        const isRead = typeof texts !== 'string'
        if (!isRead) report.complain(lineNumber, 'row', texts)
        rows.push({ line: lineNumber, texts: isRead ? texts : undefined })
      }
      start += record.length
      lineNumber += record.length
    }
    lines = lines.slice(start)
    return rows
  }
}

async function* readLines(text: AsyncIterable<string>): AsyncGenerator<string[]> {
  let rest = ''
  for await (const chunk of text) {
    // A carriage return at the end of a chunk waits: the line feed may follow.
    const lines = (rest + chunk).split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    checkLine(rest)
    yield lines
  }
  yield [rest.replace(/\r$/, '')]
}
