import { type FeedReport, readFeed } from '../catalogue/index.ts'
import type { Config } from '../config/index.ts'
import { LimenError } from '../errors.ts'
import { verifyModel } from '../model/index.ts'
import { compileRoutes } from '../privacy/index.ts'
import { command } from './command.ts'
import { loadConfig } from './load-config.ts'

interface Finding {
  readonly part: string
  readonly ok: boolean
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
    if (json) io.print(JSON.stringify({ findings, feed: report }, null, 2))
    else
      for (const { ok, part, message } of findings)
        io.print(`${ok ? '✓' : '✗'} ${part}: ${message}`)
    return findings.every(({ ok }) => ok) ? 0 : 1
  },
})

/** Everything that would stop the Worker from starting or personalising, found beforehand. */
export async function checkConfig(config: Config) {
  const findings: Finding[] = []
  const note = (part: string, ok: boolean, message: string) => findings.push({ part, ok, message })

  compileRoutes(config.routes)
  note('routes', true, `${config.routes.length} declared; every other path is answered 404`)

  const { feed } = config.catalogue
  const { products, report } = await readFeed([
    typeof feed === 'string' ? feed : new Uint8Array(feed),
  ])
  note('feed', report.problems.length === 0, describeFeed(report))

  if (!config.model) return { findings, report }
  const ids = new Set(products.map(({ id }) => id))
  try {
    await verifyModel(config.model.manifest, config.model.file, (id) => ids.has(id))
    note('model', true, `${config.model.manifest.id} matches its manifest and the feed`)
  } catch (error) {
    if (!(error instanceof LimenError)) throw error
    note('model', false, error.message)
  }
  return { findings, report }
}

function describeFeed({ rows, kept, problems }: FeedReport): string {
  const first = problems
    .slice(0, 20)
    .map(({ line, attribute, problem }) => `\n  line ${line}: ${attribute} ${problem}`)
  return `${kept} of ${rows} rows kept${first.join('')}`
}
