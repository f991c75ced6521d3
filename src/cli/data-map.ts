import { ConfigError } from '../errors.ts'
import { dataMapFormats, dataMapOf, declarationsOf } from '../governance/index.ts'
import { command, UsageError } from './command.ts'
import { loadConfig } from './load-config.ts'
import { writeFiles } from './write-files.ts'

const names = [...dataMapFormats.keys()].join(', ')

export const dataMap = command({
  summary: 'Draw the data map from what the configuration declares.',
  options: {
    config: { type: 'string', default: 'limen.config.ts', description: 'Configuration module' },
    format: { type: 'string', default: 'markdown', description: `One of ${names}; or all` },
    out: { type: 'string', description: 'Folder to write into; without it, the map is printed' },
  },
  async run({ config: path, format: name, out }, io) {
    const chosen = [...dataMapFormats].filter(([id]) => name === 'all' || name === id)
    if (chosen.length === 0) throw new UsageError(`--format must be one of ${names}, or all`)
    if (chosen.length > 1 && !out) throw new UsageError('--format all needs --out, a folder')

    const config = await loadConfig(path)
    const declared = declarationsOf(config)
    if (!declared) throw new ConfigError('policy', 'must be declared; see docs/guide/policy.md')
    const map = dataMapOf(config, declared)
    await writeFiles(
      chosen.map(([, { file, write }]) => [file, write(map)] as const),
      out,
      io,
    )
    return 0
  },
})
