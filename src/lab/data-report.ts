import type { Basket, Item } from '../training/index.ts'
import { type DropReason, type Drops, dropReasons, type LogFile } from './read-log.ts'

/** What a log is like and what became of it. It holds counts, and nothing of a visit or a person. */
export interface DataReport {
  readonly files: readonly (LogFile & { readonly name: string })[]
  readonly rows: number
  readonly events: number
  readonly dropped: readonly {
    readonly reason: DropReason
    readonly words: string
    readonly count: number
    /** The first lines, of row-wise reasons. */
    readonly lines: readonly number[]
  }[]
  readonly consentScope: string
  readonly train: PartReport
  readonly valid: PartReport
  readonly items: {
    readonly inLog: number
    readonly inCatalogue: number
    /** In the log, and not in the catalogue: never recommended. */
    readonly notInCatalogue: number
    /** In the catalogue, and not in the log: new, or never looked at. */
    readonly neverSeen: number
    readonly inFewerThanFive: number
    /** Percent of the events that the most popular hundredth of the items has. */
    readonly topHundredthShare: number
  }
  /** Percent of the later events whose item the earlier visits do not know. */
  readonly validUnknownShare: number
  /** Percent of the visits that say something, by feature. */
  readonly contexts: Readonly<Record<string, number>>
  /** Percent of the visits to be asked about whose shopper has the label, for an audit. */
  readonly shoppers: Readonly<Record<string, number>>
  readonly daysWithoutVisits: readonly string[]
  readonly notes: readonly string[]
}

export interface PartReport {
  readonly visits: number
  readonly events: number
  readonly window: readonly [string, string]
  readonly kinds: Readonly<Record<'view' | 'cart' | 'order', number>>
  /** Events of a visit: the quartiles, the 99th percentile and the most. */
  readonly length: Readonly<Record<'p25' | 'median' | 'p75' | 'p99' | 'most', number>>
  readonly ofOneEvent: number
  /** Percent of the steps that stay on the same item. */
  readonly repeatShare: number
}

export interface ReportOptions {
  readonly files: DataReport['files']
  readonly drops: Drops
  readonly consentScope: string
  readonly train: readonly Basket[]
  readonly valid: readonly Basket[]
  readonly items: readonly Item[]
  readonly catalogueSize: number
  /** Labels of shoppers that lines have. */
  readonly shopperNames: readonly string[]
}

export function reportData(options: ReportOptions): DataReport {
  const { files, drops, train, valid, catalogueSize } = options
  const rows = files.reduce((sum, file) => sum + file.rows, 0)
  const counts = countItems(train)
  const later = valid.flatMap(({ items }) => items)
  const unknown = later.filter((id) => !counts.has(id)).length
  const inLog = new Set([...counts.keys(), ...later])
  const known = new Set(options.items.map(({ id }) => id))
  const parts = { train: reportPart(train), valid: reportPart(valid) }
  const report = {
    files,
    rows,
    events: parts.train.events + parts.valid.events,
    dropped: [...drops.counts]
      .sort(([, a], [, b]) => b.count - a.count)
      .map(([reason, each]) => ({ reason, words: dropReasons[reason], ...each })),
    consentScope: options.consentScope,
    ...parts,
    items: {
      inLog: inLog.size,
      inCatalogue: catalogueSize,
      notInCatalogue: [...inLog].filter((id) => !known.has(id)).length,
      neverSeen: options.items.filter(({ id }) => !inLog.has(id)).length,
      inFewerThanFive: [...counts.values()].filter((count) => count < 5).length,
      topHundredthShare: topShare([...counts.values()]),
    },
    validUnknownShare: percent(unknown, later.length),
    contexts: {
      country: filled(train, ({ country }) => country),
      device_class: filled(train, (basket) => basket.device_class),
      referrer_class: filled(train, (basket) => basket.referrer_class),
    },
    shoppers: Object.fromEntries(
      options.shopperNames.map((name) => [
        name,
        filled(valid.length > 0 ? valid : train, (line) => line[name as keyof Basket] as string),
      ]),
    ),
    daysWithoutVisits: emptyDays([...train, ...valid]),
  }
  return { ...report, notes: notesOf(report) }
}

function reportPart(baskets: readonly Basket[]): PartReport {
  const lengths = baskets.map(({ items }) => items.length).sort((a, b) => a - b)
  const events = lengths.reduce((sum, length) => sum + length, 0)
  const kinds = { view: 0, cart: 0, order: 0 }
  const names = { v: 'view', c: 'cart', o: 'order' } as const
  let [steps, repeats] = [0, 0]
  for (const basket of baskets) {
    basket.items.forEach((id, at) => {
      kinds[names[(basket.kinds?.[at] ?? 'o') as keyof typeof names]] += 1
      if (at === 0) return
      steps += 1
      if (id === basket.items[at - 1]) repeats += 1
    })
  }
  const at = (share: number) => lengths[Math.floor(share * (lengths.length - 1))] ?? 0
  return {
    visits: baskets.length,
    events,
    window: [baskets[0]?.ts.slice(0, 10) ?? '', baskets.at(-1)?.ts.slice(0, 10) ?? ''],
    kinds,
    length: { p25: at(0.25), median: at(0.5), p75: at(0.75), p99: at(0.99), most: at(1) },
    ofOneEvent: lengths.filter((length) => length === 1).length,
    repeatShare: percent(repeats, steps),
  }
}

function countItems(baskets: readonly Basket[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { items } of baskets) {
    for (const id of items) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return counts
}

function topShare(counts: number[]): number {
  counts.sort((a, b) => b - a)
  const top = counts.slice(0, Math.ceil(counts.length / 100))
  const sum = (list: readonly number[]) => list.reduce((total, count) => total + count, 0)
  return percent(sum(top), sum(counts))
}

function filled(baskets: readonly Basket[], read: (basket: Basket) => string | undefined): number {
  return percent(baskets.filter((basket) => read(basket)).length, baskets.length)
}

function emptyDays(baskets: readonly Basket[]): string[] {
  const days = new Set(baskets.map(({ ts }) => ts.slice(0, 10)))
  const sorted = [...days].sort()
  const [first = '', last = first] = [sorted[0], sorted.at(-1)]
  const empty: string[] = []
  for (let day = Date.parse(first); day < Date.parse(last); day += 86_400_000) {
    const name = new Date(day).toISOString().slice(0, 10)
    if (!days.has(name)) empty.push(name)
  }
  return empty
}

function percent(part: number, all: number): number {
  return all === 0 ? 0 : Math.round((1000 * part) / all) / 10
}

type Noted = Omit<DataReport, 'notes'>

/** What somebody should look at before training, and when. */
const notes: readonly (readonly [(report: Noted) => boolean, (report: Noted) => string])[] = [
  [
    ({ dropped, events }) => dropped.reduce((sum, { count }) => sum + count, 0) > events / 4,
    () => 'More than a fifth of the events were left out: see why above.',
  ],
  [
    ({ train }) => train.kinds.view === 0,
    () => 'There are orders and no views: a basket stands in for a way through the shop.',
  ],
  [
    ({ items }) => items.notInCatalogue > items.inLog / 20,
    ({ items }) =>
      `${items.notInCatalogue} items are not in the catalogue and will not be learned.`,
  ],
  [
    ({ validUnknownShare }) => validUnknownShare > 10,
    ({ validUnknownShare }) =>
      `${validUnknownShare} % of the later events are of items that the earlier visits do not know.`,
  ],
  [
    ({ train }) => train.ofOneEvent > train.visits / 2,
    ({ train }) =>
      `${percent(train.ofOneEvent, train.visits)} % of the visits have one event alone.`,
  ],
  [
    ({ train }) => train.visits < 1000,
    () => 'Under a thousand visits: too few to learn more than what is popular.',
  ],
  [
    ({ train }) => train.repeatShare > 20,
    ({ train }) =>
      `${train.repeatShare} % of the steps stay on the same item: is a reload recorded?`,
  ],
  [
    ({ files }) => files.some(({ hasSeconds }) => !hasSeconds),
    () => 'Times have no seconds: events of one minute keep the order of the file.',
  ],
]

function notesOf(report: Noted): string[] {
  return notes.filter(([applies]) => applies(report)).map(([, say]) => say(report))
}

/** The report in words, for a terminal. */
export function dataReportText(report: DataReport): string {
  const { items, train, valid } = report
  const files = report.files.map(
    ({ name, format, rows, columns }) =>
      `  ${name}: ${format}, ${rows} rows; ${Object.entries(columns)
        .map(([ours, theirs]) => `${ours}=${theirs}`)
        .join(' ')}`,
  )
  const dropped = report.dropped.map(({ count, words, lines }) => {
    const where =
      lines.length > 0 ? ` (line ${lines.join(', ')}${count > lines.length ? ', …' : ''})` : ''
    return `  ${count} ${words}${where}`
  })
  const part = (name: string, each: PartReport) =>
    `  ${name}: ${each.visits} visits, ${each.events} events, ${each.window.join(' to ')}; ` +
    `${each.kinds.view} views, ${each.kinds.cart} into carts, ${each.kinds.order} ordered; ` +
    `length ${each.length.p25}/${each.length.median}/${each.length.p75}, p99 ${each.length.p99}, most ${each.length.most}`
  return [
    'Files',
    ...files,
    `Consent: ${report.consentScope}`,
    `Left out, of ${report.rows} rows`,
    ...(dropped.length > 0 ? dropped : ['  nothing']),
    'Kept',
    ...(valid.visits === 0
      ? [part('to be asked about', train)]
      : [part('to learn from', train), part('to measure on', valid)]),
    `  ${items.inLog} items, ${items.inFewerThanFive} of them in fewer than five events; ` +
      `${items.neverSeen} more in the catalogue; the most popular hundredth has ${items.topHundredthShare} % of the events`,
    ...(valid.visits === 0
      ? []
      : [`  ${report.validUnknownShare} % of the later events are of unknown items`]),
    `  said of visits: ${shares(report.contexts)}`,
    ...(Object.keys(report.shoppers).length === 0
      ? []
      : [`  said of their shoppers, for an audit alone: ${shares(report.shoppers)}`]),
    `  ${report.daysWithoutVisits.length} days without a visit`,
    ...report.notes.map((note) => `! ${note}`),
  ].join('\n')
}

function shares(byName: Readonly<Record<string, number>>): string {
  return Object.entries(byName)
    .map(([name, share]) => `${name} ${share} %`)
    .join(', ')
}
