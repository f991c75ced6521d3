import { ConfigError } from '../errors.ts'
import { readBaskets, readCatalogue, readProvenance, writeModel } from '../training/files.ts'
import {
  type Baskets,
  defaults,
  quick,
  quickBaskets,
  type Settings,
  trainModel,
  writeCard,
} from '../training/index.ts'
import { command, type Io } from './command.ts'

const data = 'examples/storefront/data'

export const train = command({
  summary: 'Train a model on baskets and write it with its manifest and card.',
  options: {
    catalogue: {
      type: 'string',
      default: `${data}/catalogue.tsv`,
      description: 'Product feed in Google Merchant attributes',
    },
    baskets: {
      type: 'string',
      default: `${data}/baskets-train.jsonl.gz`,
      description: 'Baskets to learn from, JSON lines',
    },
    valid: {
      type: 'string',
      default: `${data}/baskets-valid.jsonl.gz`,
      description: 'Later baskets, to measure on',
    },
    about: {
      type: 'string',
      default: 'models/about.json',
      description: 'What the data is, whose, and for which use',
    },
    out: { type: 'string', default: 'models', description: 'Folder to write to' },
    seed: {
      type: 'string',
      description: `Whole number that decides all chance (${defaults.seed})`,
    },
    dimension: {
      type: 'string',
      description: `Length of an item vector, a multiple of 4 (${defaults.dimension})`,
    },
    epochs: { type: 'string', description: `Most passes over the baskets (${defaults.epochs})` },
    history: {
      type: 'string',
      description: `Items of a visit that the model looks at (${defaults.history})`,
    },
    neighbours: {
      type: 'string',
      description: `Neighbours of an item in the graph; 0 for none (${defaults.neighbours})`,
    },
    created: { type: 'string', description: 'Date in the manifest (day of the newest basket)' },
    quick: { type: 'boolean', description: 'A small sample, in seconds; the model is of no use' },
    json: { type: 'boolean', description: 'Print the manifest without its catalogue as JSON' },
  },
  async run(values, io) {
    const settings = { ...(values.quick && quick), ...readSettings(values) }
    const provenance = await readProvenance('--about', values.about)
    const { products, report } = await readCatalogue('--catalogue', values.catalogue)
    if (report.kept < report.rows)
      io.error(`--catalogue: ${report.rows - report.kept} rows left out`)
    const baskets = await readBaskets('--baskets', values.baskets)
    const valid = await readBaskets('--valid', values.valid)
    showProblems('--baskets', baskets, io)
    showProblems('--valid', valid, io)

    const started = performance.now()
    const trained = await trainModel(
      {
        products,
        baskets: values.quick ? baskets.baskets.slice(-quickBaskets.train) : baskets.baskets,
        valid: values.quick ? valid.baskets.slice(0, quickBaskets.valid) : valid.baskets,
        provenance,
        settings,
        ...(values.created !== undefined && { created: values.created }),
        now: () => performance.now(),
      },
      io.progress,
    )
    await writeModel(
      values.out,
      trained,
      writeCard(trained.manifest, provenance.limits, commandLine(values)),
    )
    io.progress('')
    const { catalogue, ...manifest } = trained.manifest
    if (values.json) io.print(JSON.stringify(manifest, null, 2))
    else {
      const seconds = Math.round((performance.now() - started) / 1000)
      io.print(
        `${manifest.id}: ${catalogue.items.length} items, ${manifest.bytes} bytes, ${seconds} s`,
      )
      for (const [protocol, methods] of Object.entries(manifest.metrics)) {
        for (const [method, { recall20, mrr20 }] of Object.entries(methods)) {
          io.print(`${protocol} ${method}: R@20 ${recall20?.value} MRR@20 ${mrr20?.value}`)
        }
      }
      io.print(`Written to ${values.out}: ${manifest.file}, manifest.json, card.md`)
    }
    return 0
  },
})

const shownProblems = 10

function showProblems(option: string, { baskets, problems }: Baskets, io: Io): void {
  if (problems.length === 0) return
  io.error(`${option}: ${problems.length} lines left out, ${baskets.length} baskets kept`)
  for (const { line, problem } of problems.slice(0, shownProblems)) {
    io.error(`  line ${line}: ${problem}`)
  }
}

/** Whole numbers and what each must be. */
const numbers = {
  seed: [0, 2 ** 32 - 1, 1],
  dimension: [4, 256, 4],
  epochs: [1, 100, 1],
  history: [1, 64, 1],
  neighbours: [0, 256, 1],
} as const

function readSettings(values: Readonly<Record<string, unknown>>): Partial<Settings> {
  const settings: Record<string, number> = {}
  for (const [name, [least, most, step]] of Object.entries(numbers)) {
    const text = values[name]
    if (text === undefined) continue
    const value = Number(text)
    const fits = Number.isInteger(value) && value >= least && value <= most && value % step === 0
    if (!fits) {
      const multiple = step > 1 ? ` and a multiple of ${step}` : ''
      throw new ConfigError(
        `--${name}`,
        `must be a whole number from ${least} to ${most}${multiple}`,
      )
    }
    settings[name] = value
  }
  return settings
}

/** The command that makes the same model again; where it is written makes no difference. */
function commandLine(values: Readonly<Record<string, unknown>>): string {
  const skipped = new Set(['out', 'json'])
  const given = Object.entries(train.options).flatMap(([name, { default: usual }]) => {
    const value = values[name]
    if (skipped.has(name) || value === undefined || value === false || value === usual) return []
    return value === true ? [`--${name}`] : [`--${name} ${value}`]
  })
  return ['npm run limen -- train', ...given].join(' ')
}
