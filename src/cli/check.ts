import { type FeedReport, readFeed } from '../catalogue/index.ts'
import type { Config } from '../config/index.ts'
import { LimenError } from '../errors.ts'
import { verifyModel } from '../model/index.ts'
import { compileRoutes } from '../privacy/index.ts'
import { command, type Io } from './command.ts'
import { loadConfig } from './load-config.ts'

type Level = 'ok' | 'warning' | 'error'

const signs: Readonly<Record<Level, string>> = { ok: '✓', warning: '!', error: '✗' }

interface Finding {
  readonly part: string
  /** A warning does not stop the start: the bad rows of a feed are left out, the rest is kept. */
  readonly level: Level
  readonly message: string
}

export const check = command({
  summary: 'Check the configuration, the feed and the model before they are deployed.',
  options: {
    config: { type: 'string', default: 'limen.config.ts', description: 'Configuration module' },
    json: { type: 'boolean', description: 'Print the findings as JSON' },
  },
  async run({ config: path, json }, io) {
    const config = await loadConfig(path)
    const { findings, report } = await checkConfig(config)
    if (!json) return showFindings(findings, io) ? 0 : 1
    io.print(JSON.stringify({ findings, feed: report }, null, 2))
    return hasError(findings) ? 1 : 0
  },
})

/** Prints findings, and tells whether nothing stands in the way. */
export function showFindings(findings: readonly Finding[], io: Io): boolean {
  for (const { level, part, message } of findings) io.print(`${signs[level]} ${part}: ${message}`)
  return !hasError(findings)
}

function hasError(findings: readonly Finding[]): boolean {
  return findings.some(({ level }) => level === 'error')
}

/** Everything that would stop the Worker from starting or personalising, found beforehand. */
export async function checkConfig(config: Config) {
  const findings: Finding[] = []
  const note = (part: string, level: Level, message: string) =>
    findings.push({ part, level, message })

  compileRoutes(config.routes)
  note('routes', 'ok', `${config.routes.length} declared; every other path is answered 404`)

  const { feed } = config.catalogue
  const { products, report } = await readFeed([
    typeof feed === 'string' ? feed : new Uint8Array(feed),
  ])
  note('feed', report.problems.length === 0 ? 'ok' : 'warning', describeFeed(report))

  if (!config.model) return { findings, report }
  const ids = new Set(products.map(({ id }) => id))
  try {
    await verifyModel(config.model.manifest, config.model.file, (id) => ids.has(id))
    note('model', 'ok', `${config.model.manifest.id} matches its manifest and the feed`)
  } catch (error) {
    if (!(error instanceof LimenError)) throw error
    note('model', 'error', error.message)
  }
  return { findings, report }
}

function describeFeed({ rows, kept, problems }: FeedReport): string {
  const first = problems
    .slice(0, 20)
    .map(({ line, attribute, problem }) => `\n  line ${line}: ${attribute} ${problem}`)
  return `${kept} of ${rows} rows kept${first.join('')}`
}
