import { toCsv } from './csv.ts'
import type { DataMap } from './data-map.ts'
import { toFides } from './fides.ts'
import { toMarkdown } from './markdown.ts'
import { toMermaid } from './mermaid.ts'

interface Format {
  readonly file: string
  readonly write: (map: DataMap) => string
}

/** How a data map can be written, by name. */
export const dataMapFormats: ReadonlyMap<string, Format> = new Map([
  ['markdown', { file: 'data-map.md', write: toMarkdown }],
  ['csv', { file: 'record-of-processing.csv', write: toCsv }],
  ['fides', { file: 'fides.yml', write: toFides }],
  ['mermaid', { file: 'data-map.mmd', write: toMermaid }],
])
