import type { Activity, DataMap } from './data-map.ts'
import { sayTransfer } from './transfer.ts'

type Column = (activity: Activity, map: DataMap) => string

/** What GDPR Art. 30(1) asks of a record, letter by letter. */
const columns: ReadonlyMap<string, Column> = new Map<string, Column>([
  ['activity', ({ name }) => name],
  ['controller', (_, { controller }) => `${controller.name}, ${controller.contact}`],
  [
    'data protection officer',
    (_, { controller: { officer } }) => (officer ? `${officer.name}, ${officer.contact}` : ''),
  ],
  ['purpose', ({ purpose }) => purpose],
  ['legal basis', ({ basis }) => basis],
  ['data subjects', ({ subjects }) => subjects.join('; ')],
  ['data categories', ({ categories }) => categories.join('; ')],
  ['recipients', ({ vendor }) => vendor?.name ?? ''],
  ['transfers and safeguards', sayTransfer],
  ['erased after', ({ keptFor }) => keptFor],
  ['security measures', ({ safeguards }) => safeguards],
])

/** The record of processing as CSV (RFC 4180), one activity a row. */
export function toCsv(map: DataMap): string {
  const rows = map.activities.map((activity) =>
    [...columns.values()].map((column) => column(activity, map)),
  )
  return [[...columns.keys()], ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

function cell(text: string): string {
  // A spreadsheet would take it for a formula.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
