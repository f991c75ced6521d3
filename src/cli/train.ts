import { ConfigError } from '../errors.ts'
import {
  createCheckpointFile,
  readBaskets,
  readCatalogue,
  readProvenance,
  writeModel,
} from '../training/files.ts'
import {
  type Basket,
  type Baskets,
  defaults,
  type Item,
  quick,
  quickBaskets,
  type TrainedModel,
  trainModel,
  writeCard,
  writeQuality,
} from '../training/index.ts'
import { onSecondCore } from '../training/second-core.ts'
import { auditTrained } from './audit-trained.ts'
import { command, type Io } from './command.ts'
import { isItemList, readItemList } from './item-list.ts'
import { pathsOf } from './log-folder.ts'
import { readReweighing, reweighOptions } from './train-reweigh.ts'
import { readSettings } from './train-settings.ts'
import { makeFolder } from './write-files.ts'

const data = 'examples/storefront/data'

/** Where `limen data import` leaves what each option wants. */
const logFiles = {
  catalogue: 'items.jsonl.gz',
  baskets: 'visits-train.jsonl.gz',
  valid: 'visits-valid.jsonl.gz',
  about: 'about.json',
} as const

export const train = command({
  summary: 'Train a model on baskets or visits and write it with its manifest and card.',
  options: {
    log: {
      type: 'string',
      description: 'Folder that `limen data import` wrote: stands for the next four',
    },
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
    'max-bytes': {
      type: 'string',
      description:
        'Most bytes of the file: vectors and neighbours are cut to fit (of visits: 2000000)',
    },
    'consent-dropout': {
      type: 'string',
      description: 'Percent of the examples whose history is hidden (30)',
    },
    'new-items': {
      type: 'string',
      description: 'Percent of rows more, for items that nobody looked at yet (of visits: 10)',
    },
    ...reweighOptions,
    checkpoint: { type: 'string', description: 'File to keep how far a run is, once a minute' },
    resume: { type: 'boolean', description: 'Go on from the --checkpoint, to the same bytes' },
    created: { type: 'string', description: 'Date in the manifest (day of the newest basket)' },
    quick: { type: 'boolean', description: 'A small sample, in seconds; the model is of no use' },
    json: { type: 'boolean', description: 'Print the manifest without its catalogue as JSON' },
  },
  async run(values, io) {
    const settings = { ...(values.quick && quick), ...readSettings(values) }
    await makeFolder('--out', values.out)
    const paths = pathsOf(values, train.options, logFiles)
    const provenance = await readProvenance('--about', paths.about)
    const products = await readProducts(paths.catalogue, io)
    const baskets = await readBaskets('--baskets', paths.baskets)
    const valid = await readBaskets('--valid', paths.valid)
    showProblems('--baskets', baskets, io)
    showProblems('--valid', valid, io)

    const asked = values.quick ? valid.baskets.slice(0, quickBaskets.valid) : valid.baskets
    const reweighing = await readReweighing(values, {
      path: paths.baskets,
      baskets: baskets.baskets,
      products,
    })
    const checkpoint = await openCheckpoint(values)
    const started = performance.now()
    const trained = await trainModel(
      {
        products,
        baskets: values.quick ? baskets.baskets.slice(-quickBaskets.train) : baskets.baskets,
        valid: asked,
        provenance,
        settings,
        ...(reweighing && { reweighing }),
        ...(values.created !== undefined && { created: values.created }),
        now: () => performance.now(),
        compareSimple: onSecondCore,
        ...checkpoint,
      },
      io.progress,
    )
    const audited = await withFairness(trained, paths, asked, io)
    const card = writeCard(audited, provenance.limits, commandLine(values))
    await writeModel(values.out, audited, card)
    io.progress('')
    const { catalogue, ...manifest } = audited.manifest
    if (values.json) io.print(JSON.stringify(manifest, null, 2))
    else {
      const seconds = Math.round((performance.now() - started) / 1000)
      io.print(
        `${manifest.id}: ${catalogue.items.length} items, ${manifest.bytes} bytes, ${seconds} s`,
      )
      io.print(`Percent, ± standard error.\n\n${writeQuality(audited.manifest)}\n`)
      io.print(`Written to ${values.out}: ${manifest.file}, manifest.json, card.md, card.html`)
    }
    return 0
  },
})

type Values = Readonly<Record<string, string | boolean | undefined>>

/** A product feed, or the items that `limen data import` wrote. */
async function readProducts(path: string, io: Io): Promise<readonly Item[]> {
  if (isItemList(path)) return readItemList(path)
  const { products, report } = await readCatalogue('--catalogue', path)
  if (report.kept < report.rows) io.error(`--catalogue: ${report.rows - report.kept} rows left out`)
  return products
}

/** More questions than this are asked only in part, of a large catalogue fewer. */
const mostAudited = 2500
const mostScores = 25_000_000

async function withFairness(
  trained: TrainedModel,
  { catalogue, valid: baskets }: Record<keyof typeof logFiles, string>,
  valid: readonly Basket[],
  io: Io,
): Promise<TrainedModel> {
  const { items } = trained.manifest.catalogue
  const sample = Math.floor(Math.min(valid.length, mostAudited, mostScores / items.length))
  const fairness = await auditTrained(trained, { catalogue, baskets, valid, sample }, io)
  return { ...trained, manifest: { ...trained.manifest, fairness } }
}

async function openCheckpoint({ checkpoint, resume }: Values) {
  if (checkpoint === undefined) {
    if (resume) throw new ConfigError('--resume', 'needs --checkpoint FILE, to go on from it')
    return {}
  }
  const { read, save } = createCheckpointFile(String(checkpoint))
  return { save, ...(resume && { resume: await read() }) }
}

const shownProblems = 10

function showProblems(option: string, { baskets, problems }: Baskets, io: Io): void {
  if (problems.length === 0) return
  io.error(`${option}: ${problems.length} lines left out, ${baskets.length} baskets kept`)
  for (const { line, problem } of problems.slice(0, shownProblems)) {
    io.error(`  line ${line}: ${problem}`)
  }
}

/** The command that makes the same model again; where it is written makes no difference. */
function commandLine(values: Values): string {
  const skipped = new Set(['out', 'json', 'checkpoint', 'resume'])
  const given = Object.entries(train.options).flatMap(([name, { default: usual }]) => {
    const value = values[name]
    if (skipped.has(name) || value === undefined || value === false || value === usual) return []
    return value === true ? [`--${name}`] : [`--${name} ${value}`]
  })
  return ['npm run limen -- train', ...given].join(' ')
}
