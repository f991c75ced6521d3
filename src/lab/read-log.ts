import { ConfigError } from '../errors.ts'
import { type LogColumn, logColumns, mapColumns } from './columns.ts'
import type { Events } from './events.ts'
import { openRows, type Row } from './rows.ts'
import type { ReadTime } from './times.ts'
import { contextValues, coversTraining, type Kind, kindOf } from './values.ts'

/** Why a row or a visit of a log was left out, in words. */
export const dropReasons = {
  unreadable: 'has not the cells that its header names, or is no JSON object',
  'no-visit': 'names no visit',
  'no-item': 'names no item',
  'no-time': 'has no time that can be read',
  'no-consent': 'is not covered by consent to training',
  'other-kind': 'is of a kind that shows no interest in an item',
  'other-item': 'has an item id that --item-pattern leaves out',
  'no-quantity': 'has a quantity that is not above zero, as a return has',
  'no-price': 'has a price that is not above zero',
  'after-cut': 'belongs to a visit that began before the cut and went on after it',
  repeated: 'repeats another event of the same moment',
  'long-visit': 'belongs to a visit longer than --max-events, as a robot makes',
} as const

export type DropReason = keyof typeof dropReasons

/** What was left out. It never holds what a row said. */
export interface Drops {
  note(reason: DropReason, line?: number, count?: number): void
  readonly counts: ReadonlyMap<DropReason, { readonly count: number; readonly lines: number[] }>
}

export function createDrops(): Drops {
  const counts = new Map<DropReason, { count: number; lines: number[] }>()
  const shownLines = 5
  return {
    counts,
    note(reason, line, count = 1) {
      const entry = counts.get(reason) ?? { count: 0, lines: [] }
      entry.count += count
      if (line !== undefined && entry.lines.length < shownLines) entry.lines.push(line)
      counts.set(reason, entry)
    },
  }
}

export interface ReadLogOptions {
  readonly option: string
  /** `visit=session_id,time=when`: what the usual names do not find. */
  readonly columns?: string | undefined
  /** Names of the columns of a file without a first line that tells them. */
  readonly header?: readonly string[] | undefined
  /** Kind of an event where there is no column for it. */
  readonly kind?: Kind | undefined
  readonly kinds: ReadonlyMap<string, Kind>
  readonly itemPattern?: RegExp | undefined
  /** Whether a person states that all rows may be used to train. */
  readonly isConsentStated: boolean
  /** Whether visits are to be known by their visitor, for the labels of an audit. */
  readonly needsVisitor: boolean
  readonly readTime: ReadTime
  readonly onRows?: (rows: number) => void
}

/** What a log turned out to be. */
export interface LogFile {
  readonly format: string
  readonly rows: number
  readonly columns: Readonly<Partial<Record<LogColumn, string>>>
  /** Whether `visit` is a person, whose events are to be cut into visits where there is a pause. */
  readonly isByVisitor: boolean
  readonly hasSeconds: boolean
}

/** What the log says of items, if it does: the newest that is not empty. */
export type ItemTexts = Map<string, { title: string; category: string }>

const contextNames = Object.keys(contextValues) as (keyof typeof contextValues)[]

/** Reads a log: checks each row and keeps what may be learned from. */
export async function readLog(
  chunks: AsyncIterable<string>,
  options: ReadLogOptions,
  { events, drops, texts }: { events: Events; drops: Drops; texts: ItemTexts },
): Promise<LogFile> {
  const rows = await openRows(chunks, options.header)
  const names = mapColumns('--columns', logColumns, rows.columns, options.columns)
  if (rows.columns.every((column) => column === '')) {
    throw new ConfigError(
      options.option,
      'has nothing to read; its first line must name the columns, or be a JSON object',
    )
  }
  // Said by name, a visitor goes before a visit that was only found.
  const isSaid = (name: string) => new RegExp(`(^|,)${name}=.`).test(options.columns ?? '')
  const isByVisitor = !names.has('visit') || (isSaid('visitor') && !isSaid('visit'))
  const by = isByVisitor ? 'visitor' : 'visit'
  for (const name of [by, 'time', 'item'] as const) {
    if (names.has(name)) continue
    const what = name === 'visitor' ? 'visit, and none its visitor' : name
    throw new ConfigError(
      options.option,
      `no column is its ${what}; there are ${rows.columns.join(', ')}: say --columns ${name}=…`,
    )
  }
  if (options.needsVisitor && !names.has('visitor')) {
    throw new ConfigError(
      '--shoppers',
      `no column of ${options.option} is its visitor: say --columns visitor=…`,
    )
  }
  if (!names.has('consent') && !options.isConsentStated) {
    throw new ConfigError(
      '--consent-scope',
      'is missing: no column says who agreed to training, so state in words what all of them did',
    )
  }
  // Who looks at something takes no number of it, and has no invoice.
  const isOfOrders = names.has('quantity') || /invoice|basket|order/i.test(names.get('visit') ?? '')
  const kind = options.kind ?? (isOfOrders ? 'o' : 'v')
  const all = Object.keys(logColumns) as LogColumn[]
  const place = Object.fromEntries(all.map((name, at) => [name, at])) as Record<LogColumn, number>

  let count = 0
  let hasSeconds = false
  const picked = all.map((name) => names.get(name === 'visit' ? by : name))
  for await (const some of rows.pick(picked)) {
    count += some.length
    for (const row of some) take(row)
    options.onRows?.(count)
  }
  const columns = Object.fromEntries(names)
  return { format: rows.format, rows: count, columns, isByVisitor, hasSeconds }

  function take({ line, cells = [] }: Row): void {
    const cell = (name: LogColumn) => cells[place[name]]
    const text = (name: LogColumn) => String(cell(name) ?? '').trim()
    const time = options.readTime(cell('time'))
    const visit = text('visit')
    const reason = cells.length === 0 ? 'unreadable' : whyNot(cell, visit, time)
    if (reason) {
      drops.note(reason, line)
      return
    }
    if ((time as number) % 60_000 !== 0) hasSeconds = true
    const context = contextNames.map((name) => contextValues[name](text(name)))
    const shopper = options.needsVisitor ? text('visitor') : ''
    const items = Array.isArray(cell('item')) ? (cell('item') as unknown[]) : [cell('item')]
    const listed = letters(cell('kind'), items.length)
    for (const [at, each] of items.entries()) {
      const item = idOf(each)
      const known = kindOf(listed?.[at] ?? (names.has('kind') ? cell('kind') : kind), options.kinds)
      const itemReason = whyNotItem(item, known)
      if (known && !itemReason) {
        const order = items.length > 1 ? at : Number(text('order')) || 0
        events.add({ visit, shopper, time: time as number, order, item, kind: known, context })
        const { title = '', category = '' } = texts.get(item) ?? {}
        texts.set(item, { title: text('title') || title, category: text('category') || category })
      } else drops.note(itemReason ?? 'other-kind', line)
    }
  }

  function whyNotItem(item: string, known: Kind | undefined): DropReason | undefined {
    if (item === '') return 'no-item'
    if (options.itemPattern && !options.itemPattern.test(item)) return 'other-item'
    return known ? undefined : 'other-kind'
  }

  function whyNot(
    cell: (name: LogColumn) => unknown,
    visit: string,
    time: number | undefined,
  ): DropReason | undefined {
    if (names.has('consent')) {
      if (!coversTraining(cell('consent'), names.get('consent') ?? '')) return 'no-consent'
    }
    if (visit === '') return 'no-visit'
    if (time === undefined) return 'no-time'
    if (cell('quantity') !== undefined && !(Number(cell('quantity')) > 0)) return 'no-quantity'
    if (cell('price') !== undefined && cell('price') !== '' && !(Number(cell('price')) > 0)) {
      return 'no-price'
    }
    return undefined
  }
}

/** One letter for each of a list of items. */
function letters(cell: unknown, items: number): string | undefined {
  const isList = typeof cell === 'string' && cell.length === items && /^[vco]+$/.test(cell)
  return isList ? cell : undefined
}

/** Our exports and others name an item by its id, or hold it as an object that has one. */
function idOf(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'id' in value) return String(value.id).trim()
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
}
