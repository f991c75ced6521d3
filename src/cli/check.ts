import manifest from '../../package.json' with { type: 'json' }
import { type FeedReport, readFeed } from '../catalogue/index.ts'
import type { Config } from '../config/index.ts'
import { LimenError } from '../errors.ts'
import {
  checkPolicy,
  declarationsOf,
  type LocatedFinding,
  locate,
  policyRules,
  toSarif,
} from '../governance/index.ts'
import { verifyModel } from '../model/index.ts'
import { compileRoutes } from '../privacy/index.ts'
import { command, type Io, UsageError } from './command.ts'
import { configSources } from './config-sources.ts'
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
  summary: 'Check the configuration, the feed, the model and the policy before they are deployed.',
  options: {
    config: { type: 'string', default: 'limen.config.ts', description: 'Configuration module' },
    json: { type: 'boolean', description: 'Print the findings as JSON' },
    sarif: { type: 'boolean', description: 'Print what breaks the policy as SARIF 2.1.0' },
    today: {
      type: 'string',
      default: new Date().toISOString().slice(0, 10),
      description: 'The day by which agreements and reviews are judged',
    },
  },
  async run({ config: path, json, sarif, today }, io) {
    if (json && sarif) throw new UsageError('--json and --sarif print different things: choose one')
    if (!/^\d{4}-\d\d-\d\d$/.test(today)) throw new UsageError('--today must be such as 2026-11-30')

    const config = await loadConfig(path)
    const { findings, report } = await checkConfig(config)
    const broken = await findBroken(config, { path, today }, io)
    const all = [...findings, ...policyFindings(config, broken)]
    if (sarif) {
      for (const { level, part, message } of findings) {
        if (level === 'error') io.error(`${signs[level]} ${part}: ${message}`)
      }
      io.print(JSON.stringify(toSarif(broken, manifest.version), null, 2))
    } else if (json) {
      io.print(JSON.stringify({ findings: all, feed: report, policy: broken }, null, 2))
    } else {
      showFindings(all, io)
    }
    return hasError(all) ? 1 : 0
  },
})

/** What breaks a rule of the policy, with the line of the declaration. */
async function findBroken(
  config: Config,
  { path, today }: { readonly path: string; readonly today: string },
  io: Io,
): Promise<readonly LocatedFinding[]> {
  const declared = declarationsOf(config)
  const found = declared ? checkPolicy(declared, today) : []
  if (found.length === 0) return []
  const files = await configSources(path, io)
  return found.map((finding) => ({ ...finding, location: locate(finding.declaration, files) }))
}

function policyFindings({ policy }: Config, broken: readonly LocatedFinding[]): Finding[] {
  const part = 'policy'
  if (!policy) {
    const message = 'none is declared, so nothing of it is checked; see docs/guide/policy.md'
    return [{ part, level: 'warning', message }]
  }
  if (broken.length === 0) {
    return [{ part, level: 'ok', message: `all ${policyRules.length} rules are kept` }]
  }
  return broken.map(({ rule, location, declaration, problem, remedy }) => ({
    part: `${location.path}:${location.line}`,
    level: 'error',
    message: `${declaration}: ${problem} [${rule}]\n  ${remedy}`,
  }))
}

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

  const { feed, xml } = config.catalogue
  const text = typeof feed === 'string' ? feed : new Uint8Array(feed)
  const { products, report } = await readFeed([text], { xml })
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
