import { UsageError } from '../src/cli/command.ts'
import { type Contestant, chooseContestants } from './contestants.ts'
import { measurements } from './measurements/index.ts'
import { type PageSize, smallestPage } from './page.ts'

/** The options of the command, as `command` takes them. */
export const options = {
  pages: { type: 'string', default: '17,137,1024', description: 'Sizes of the page, in KB' },
  rounds: { type: 'string', default: '5', description: 'How often each contestant has its turn' },
  seconds: { type: 'string', default: '3', description: 'How long a turn under load takes' },
  connections: { type: 'string', default: '10', description: 'Shoppers at once, under load' },
  only: { type: 'string', description: 'Contestants to measure, such as limen,pass-through' },
  measure: { type: 'string', description: `Some of: ${[...measurements.keys()].join(',')}` },
  peers: { type: 'boolean', description: 'Install the peers of bench/peers, and measure them too' },
  check: { type: 'boolean', description: 'Fail where a figure is above its bound' },
  json: { type: 'boolean', description: 'Print JSON, and nothing else' },
  write: { type: 'boolean', description: 'Keep the results, for the documents to show' },
  help: { type: 'boolean', short: 'h', description: 'Print this help' },
} as const

export interface Settings {
  readonly pages: readonly PageSize[]
  readonly rounds: number
  readonly seconds: number
  readonly connections: number
  readonly contestants: readonly Contestant[]
  readonly measurements: readonly string[]
}

type Values = Readonly<Record<'pages' | 'rounds' | 'seconds' | 'connections', string>> &
  Readonly<Record<'only' | 'measure', string | undefined>> &
  Readonly<Record<'peers', boolean>>

/**
 * Checks what the options say.
 *
 * @throws UsageError that names the option and what it must be.
 */
export function readSettings(values: Values): Settings {
  return {
    pages: listOf(values.pages).map((text) => readNumber('pages', text, smallestPage, 8192)),
    rounds: readNumber('rounds', values.rounds, 1, 1000),
    seconds: readNumber('seconds', values.seconds, 1, 600),
    connections: readNumber('connections', values.connections, 1, 1000),
    contestants: chooseContestants(
      values.only === undefined ? undefined : listOf(values.only),
      values.peers,
    ),
    measurements: chooseMeasurements(values.measure),
  }
}

export function help(): string {
  const rows = Object.entries(options).map(([name, option]) => {
    const flag = `--${name}${option.type === 'string' ? ' <…>' : ''}`
    const fallback = 'default' in option ? ` (default: ${option.default})` : ''
    return `  ${flag.padEnd(22)}${option.description}${fallback}`
  })
  return `Measure Limen beside other Workers, on this machine, in turn.\n\nUsage: npm run bench -- [options]\n\n${rows.join('\n')}`
}

function listOf(text: string): string[] {
  return text.split(',').map((part) => part.trim())
}

function readNumber(option: string, text: string, least: number, most: number): number {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (number >= least && number <= most) return number
  throw new UsageError(`--${option} must be ${least} to ${most}, a whole number`)
}

function chooseMeasurements(text: string | undefined): readonly string[] {
  const all = [...measurements.keys()]
  if (text === undefined) return all
  const wanted = listOf(text)
  const unknown = wanted.find((name) => !measurements.has(name))
  if (unknown === undefined) return all.filter((name) => wanted.includes(name))
  throw new UsageError(`--measure: there is no ${unknown}; there are ${all.join(', ')}`)
}
