import { mkdir } from 'node:fs/promises'
import { command, type Io, realIo, UsageError } from '../src/cli/command.ts'
import { drawChart } from './chart.ts'
import { brokenBounds, type Table } from './figures.ts'
import { measurements } from './measurements/index.ts'
import { help, options, readSettings } from './options.ts'
import { installPeers } from './peers.ts'
import { newReport, type Report, toJson, toMarkdown } from './report.ts'
import { Unmeasurable } from './unmeasurable.ts'

const bench = command({
  summary: 'Measure Limen beside other Workers, on this machine, in turn',
  options,
  async run(values, io) {
    if (values.help) {
      io.print(help())
      return 0
    }
    const settings = readSettings(values)
    if (values.peers) await installPeers(io)
    const head = await newReport(settings, new Date())
    const tables: Table[] = []
    for (const name of settings.measurements) {
      const found = await measurements.get(name)?.run({ ...settings, progress: io.progress })
      tables.push(...(found ?? []))
    }
    io.progress('')
    const report: Report = { ...head, tables }
    if (values.write) await keep(report, io)
    io.print(values.json ? toJson(report) : toMarkdown(report))
    const broken = values.check ? tables.flatMap(brokenBounds) : []
    for (const bound of broken) io.error(`bench: ${bound}`)
    return broken.length === 0 ? 0 : 1
  },
})

process.exitCode = await main(realIo)

/** Keeps what the documents show. Nobody writes these files by hand. */
async function keep(report: Report, io: Io): Promise<void> {
  const here = import.meta.dirname
  await mkdir(`${here}/results`, { recursive: true })
  await io.writeText(`${here}/results/latest.json`, `${toJson(report)}\n`)
  await io.writeText(`${here}/results/latest.md`, `${toMarkdown(report)}\n`)
  await io.writeText(`${here}/../docs/bench.svg`, drawChart(report.tables))
}

async function main(io: Io): Promise<number> {
  try {
    return await bench.run(process.argv.slice(2), io)
  } catch (error) {
    if (error instanceof UsageError) {
      io.error(`bench: ${error.message}\nSee: npm run bench -- --help`)
      return 2
    }
    io.progress('')
    if (error instanceof Unmeasurable) io.error(`bench: ${error.message}`)
    else io.error(error instanceof Error ? (error.stack ?? error.message) : String(error))
    return 1
  }
}
