import { command, type Io, realIo, UsageError } from '../src/cli/command.ts'
import type { Table } from './figures.ts'
import { measurements } from './measurements/index.ts'
import { help, options, readSettings } from './options.ts'
import { newReport, type Report, toMarkdown } from './report.ts'

const bench = command({
  summary: 'Measure Limen beside other Workers, on this machine, in turn',
  options,
  async run(values, io) {
    if (values.help) {
      io.print(help())
      return 0
    }
    const settings = readSettings(values)
    const head = await newReport(settings, new Date())
    const tables: Table[] = []
    for (const name of settings.measurements) {
      const found = await measurements.get(name)?.run({ ...settings, progress: io.progress })
      tables.push(...(found ?? []))
    }
    io.progress('')
    const report: Report = { ...head, tables }
    io.print(values.json ? JSON.stringify(report, null, 2) : toMarkdown(report))
    return 0
  },
})

process.exitCode = await main(realIo)

async function main(io: Io): Promise<number> {
  try {
    return await bench.run(process.argv.slice(2), io)
  } catch (error) {
    if (error instanceof UsageError) {
      io.error(`bench: ${error.message}\nSee: npm run bench -- --help`)
      return 2
    }
    io.progress('')
    io.error(error instanceof Error ? (error.stack ?? error.message) : String(error))
    return 1
  }
}
