import { readFile } from 'node:fs/promises'
import { arch, cpus, loadavg, release, totalmem, type } from 'node:os'
import type { Column, Figure, Table } from './figures.ts'
import type { Settings } from './options.ts'
import { workerdVersion } from './workerd.ts'

/** Everything one run of the benchmark found out. */
export interface Report {
  /** ISO 8601. */
  readonly date: string
  readonly machine: {
    readonly system: string
    readonly processor: string
    readonly cores: number
    /** Gigabytes of 2^30 bytes. */
    readonly memoryGb: number
    /** Mean of the minute before: how much else was going on. */
    readonly loadAverage: number
  }
  /** By name, of everything that was run. */
  readonly versions: Readonly<Record<string, string>>
  readonly settings: {
    readonly pages: readonly number[]
    readonly rounds: number
    readonly seconds: number
    readonly connections: number
  }
  readonly contestants: readonly { readonly name: string; readonly says: string }[]
  readonly tables: readonly Table[]
}

/** All but the tables. */
export async function newReport(settings: Settings, now: Date): Promise<Omit<Report, 'tables'>> {
  const { pages, rounds, seconds, connections, contestants } = settings
  const { version } = await readManifest('../package.json')
  const { dependencies: peers } = await readManifest('peers/package.json')
  return {
    date: now.toISOString(),
    machine: {
      system: `${type()} ${release()} ${arch()}`,
      processor: cpus()[0]?.model.trim() ?? 'unknown',
      cores: cpus().length,
      memoryGb: Math.round(totalmem() / 2 ** 30),
      loadAverage: Math.round((loadavg()[0] ?? 0) * 100) / 100,
    },
    versions: {
      limen: version,
      node: process.versions.node,
      workerd: workerdVersion,
      ...(contestants.some(({ peer }) => peer) && peers),
    },
    settings: { pages, rounds, seconds, connections },
    contestants: contestants.map(({ name, says }) => ({ name, says })),
  }
}

interface PackageManifest {
  readonly version: string
  readonly dependencies: Readonly<Record<string, string>>
}

async function readManifest(path: string): Promise<PackageManifest> {
  return JSON.parse(await readFile(`${import.meta.dirname}/${path}`, 'utf8'))
}

/** The report as data. Lists of numbers stay on one line, as Biome wants its files. */
export function toJson(report: Report): string {
  return JSON.stringify(report, null, 2).replace(/\[[\d.,\s]+\]/g, (list) =>
    list.replace(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']'),
  )
}

/** The report in Markdown, for a terminal and for the documents alike. */
export function toMarkdown({ date, machine, versions, contestants, tables }: Report): string {
  const run = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  const about = [
    `Measured on ${date.slice(0, 10)}: ${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB,`,
    `${machine.system}; ${run.join(', ')};`,
    `load average before: ${machine.loadAverage}.`,
    'Each figure is the median of the rounds, with the smallest and the largest in brackets.',
  ].join('\n')
  const names = contestants.map(({ name, says }) => `- **${name}** ${says}`).join('\n')
  return [about, names, ...tables.map(tableText)].join('\n\n')
}

function tableText({ title, note, columns, rows }: Table): string {
  const shown = Object.entries(columns).filter(([key]) => rows.some((row) => row.figures[key]))
  const heads = [
    '',
    ...shown.map(([, { heading, unit }]) => (unit ? `${heading}, ${unit}` : heading)),
  ]
  const cells = rows.map(({ name, figures }) => [
    name,
    ...shown.map(([key, column]) => cellText(column, figures[key])),
  ])
  const widths = heads.map((_, i) =>
    Math.max(...[heads, ...cells].map((row) => row[i]?.length ?? 0)),
  )
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |`
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`
  return [`### ${title}`, '', note, '', line(heads), rule, ...cells.map(line)].join('\n')
}

function cellText({ digits, spread }: Column, figure: Figure | undefined): string {
  if (!figure) return '–'
  const number = (value: number) =>
    value.toLocaleString('en', {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    })
  const { median, min, max } = figure
  return spread && min !== max
    ? `${number(median)} (${number(min)}–${number(max)})`
    : number(median)
}
