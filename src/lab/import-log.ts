import { ConfigError } from '../errors.ts'
import type { Basket, Item, Provenance } from '../training/index.ts'
import { type DataReport, reportData } from './data-report.ts'
import { createEvents } from './events.ts'
import { itemsOfLog, readItems } from './read-items.ts'
import {
  createDrops,
  type Drops,
  dropReasons,
  type ItemTexts,
  type LogFile,
  readLog,
} from './read-log.ts'
import { labelLine, type ShopperLabels } from './shoppers.ts'
import { createReadTime, dayMs, type ReadTime } from './times.ts'
import type { Kind } from './values.ts'
import { cutBefore, cutVisits, splitVisits, type Visit } from './visits.ts'

export interface ImportOptions {
  readonly files: readonly { readonly name: string; open(): AsyncIterable<string> }[]
  /** A table of items; without it, the log's own titles and categories have to do. */
  readonly catalogue?: () => AsyncIterable<string>
  /** Attributes of visitors, written beside the visits that are asked about and nowhere else. */
  readonly shoppers?: ShopperLabels | undefined
  readonly columns?: string | undefined
  readonly catalogueColumns?: string | undefined
  readonly header?: readonly string[] | undefined
  readonly kind?: Kind | undefined
  readonly kinds?: ReadonlyMap<string, Kind>
  readonly itemPattern?: RegExp | undefined
  readonly gapMinutes: number
  readonly maxEvents: number
  /** IANA name of the shop's time zone. */
  readonly zone: string
  /** What everybody in the log agreed to, in words. */
  readonly consentScope?: string | undefined
  /** 0 keeps all visits together. */
  readonly validDays: number
  /** `YYYY-MM-DD`; goes before `validDays`. */
  readonly validFrom?: string | undefined
  readonly onRows?: (name: string, rows: number) => void
}

export interface ImportedLog {
  /** Oldest first. */
  readonly train: readonly Basket[]
  readonly valid: readonly Basket[]
  readonly items: readonly Item[]
  readonly about: Provenance
  readonly report: DataReport
}

/** Reads event logs into visits, checked, cut and split by time. Who the people are is not kept. */
export async function importLog(options: ImportOptions): Promise<ImportedLog> {
  const { catalogue, catalogueColumns, shoppers } = options
  const consentScope = options.consentScope?.trim() || undefined
  const readTime = openClock(options.zone)
  const known = catalogue
    ? await readItems(catalogue(), { option: '--catalogue', columns: catalogueColumns })
    : undefined

  const [events, drops, texts] = [createEvents(), createDrops(), new Map() as ItemTexts]
  const files: (LogFile & { name: string })[] = []
  for (const { name, open } of options.files) {
    const file = await readLog(
      open(),
      {
        option: `FILE ${name}`,
        columns: options.columns,
        header: options.header,
        kind: options.kind,
        kinds: options.kinds ?? new Map(),
        itemPattern: options.itemPattern,
        isConsentStated: consentScope !== undefined,
        needsVisitor: shoppers !== undefined,
        readTime,
        onRows: (rows) => options.onRows?.(name, rows),
      },
      { events, drops, texts },
    )
    files.push({ name, ...file })
  }
  const cut = {
    gapMs: files.some(({ isByVisitor }) => isByVisitor) ? options.gapMinutes * 60_000 : 0,
    maxEvents: options.maxEvents,
    dropRepeats: files.every(({ hasSeconds }) => hasSeconds),
  }
  const visits = cutVisits(events, cut, drops)
  if (visits.length === 0) throw new ConfigError('FILE', `no visit is left${whyNone(files, drops)}`)
  const label = ({ shopper: { name, number } }: Visit) =>
    shoppers ? labelLine(shoppers, name, number) : {}
  const { train, valid } = splitVisits(visits, findCut(visits, options, readTime), drops, label)
  const isOnePart = options.validDays === 0 && options.validFrom === undefined
  if (train.length === 0 || (valid.length === 0 && !isOnePart)) {
    throw new ConfigError(
      options.validFrom === undefined ? '--valid-days' : '--valid-from',
      `leaves ${train.length} visits to learn from and ${valid.length} to measure on; ` +
        'name another day, or keep all together with --valid-days 0',
    )
  }

  const items = known ? [...known.values()] : itemsOfLog(events.items, texts)
  const scope = scopeOf(files, consentScope)
  return {
    train,
    valid,
    items,
    about: about(files, scope),
    report: reportData({
      files,
      drops,
      consentScope: scope,
      train,
      valid,
      items,
      catalogueSize: known?.size ?? 0,
      shopperNames: shoppers?.names ?? [],
    }),
  }
}

/** The reasons, the most frequent first; never what a row said. */
function whyNone(files: readonly LogFile[], { counts }: Drops): string {
  const rows = files.reduce((sum, file) => sum + file.rows, 0)
  const said = [...counts]
    .sort(([, a], [, b]) => b.count - a.count)
    .map(([reason, { count }]) => `${count} ${dropReasons[reason]}`)
  return `; of ${rows} rows ${said.join(', ') || 'there is nothing to read'}`
}

function openClock(zone: string): ReadTime {
  try {
    return createReadTime(zone)
  } catch (cause) {
    throw new ConfigError('--zone', 'must be an IANA time zone such as Europe/London', { cause })
  }
}

function findCut(visits: readonly Visit[], options: ImportOptions, readTime: ReadTime): number {
  if (options.validFrom === undefined) {
    return options.validDays === 0 ? Number.POSITIVE_INFINITY : cutBefore(visits, options.validDays)
  }
  const day = readTime(options.validFrom)
  if (day === undefined || day % dayMs !== 0) {
    throw new ConfigError('--valid-from', 'must be a day, YYYY-MM-DD')
  }
  return day
}

/** What the manifest will say that people agreed to. */
function scopeOf(files: readonly LogFile[], stated?: string): string {
  const columns = new Set(files.flatMap(({ columns }) => columns.consent ?? []))
  const byColumn =
    columns.size > 0
      ? `Only rows whose column ${[...columns].join(', ')} grants training were read.`
      : ''
  return [stated, byColumn].filter(Boolean).join(' ')
}

function about(files: readonly { readonly name: string }[], consentScope: string): Provenance {
  return {
    name: 'shop',
    source: `The shop's own record: ${files.map(({ name }) => name).join(', ')}.`,
    dataLicence: 'The shop’s own.',
    consentScope,
    licence: 'The shop’s own.',
    limits: [],
  }
}
