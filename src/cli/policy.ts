import { randomBytes } from 'node:crypto'
import type { Config } from '../config/index.ts'
import { ConfigError } from '../errors.ts'
import {
  type Declarations,
  decisionTable,
  declarationsOf,
  toCedar,
  toCedarEntities,
  toCedarSchema,
} from '../governance/index.ts'
import { command, UsageError } from './command.ts'
import { loadConfig } from './load-config.ts'
import { type File, writeFiles } from './write-files.ts'

type Format = (config: Config, declared: Declarations) => Promise<readonly File[]>

const formats = new Map<string, Format>([
  ['markdown', decisionFiles],
  ['cedar', async (_, declared) => cedarFiles(declared)],
])

const names = [...formats.keys()].join(', ')

export const policy = command({
  summary: 'Write what may be done, where, as a table or in Cedar.',
  options: {
    config: { type: 'string', default: 'limen.config.ts', description: 'Configuration module' },
    format: { type: 'string', default: 'markdown', description: `One of ${names}` },
    out: { type: 'string', description: 'Folder to write into; without it, it is printed' },
  },
  async run({ config: path, format: name, out }, io) {
    const format = formats.get(name)
    if (!format) throw new UsageError(`--format must be one of ${names}`)
    const config = await loadConfig(path)
    const declared = declarationsOf(config)
    if (!declared) throw new ConfigError('policy', 'must be declared; see docs/guide/policy.md')
    await writeFiles(await format(config, declared), out, io)
    return 0
  },
})

async function decisionFiles(config: Config, declared: Declarations): Promise<readonly File[]> {
  const tools = { now: new Date(), random: randomBytes }
  return [['decisions.md', await decisionTable(config, declared, tools)]]
}

function cedarFiles(declared: Declarations): readonly File[] {
  return [
    ['limen.cedar', toCedar()],
    ['limen.cedarschema', toCedarSchema()],
    ['entities.json', `${JSON.stringify(toCedarEntities(declared), null, 2)}\n`],
  ]
}
