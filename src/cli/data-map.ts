import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError } from '../errors.ts'
import { dataMapFormats, dataMapOf, declarationsOf } from '../governance/index.ts'
import { command, UsageError } from './command.ts'
import { loadConfig } from './load-config.ts'

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
    const [first] = chosen
    if (!first) throw new UsageError(`--format must be one of ${names}, or all`)
    if (chosen.length > 1 && !out) throw new UsageError('--format all needs --out, a folder')

    const config = await loadConfig(path)
    const declared = declarationsOf(config)
    if (!declared) throw new ConfigError('policy', 'must be declared; see docs/guide/policy.md')
    const map = dataMapOf(config, declared)
    if (!out) {
      io.print(first[1].write(map).trimEnd())
      return 0
    }
    await mkdir(out, { recursive: true })
    for (const [, { file, write }] of chosen) {
      await io.writeText(join(out, file), write(map))
      io.print(`✓ ${join(out, file)}`)
    }
    return 0
  },
})
