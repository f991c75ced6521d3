import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ConfigError } from '../errors.ts'
import {
  type Evaluation,
  evaluate,
  evaluationPage,
  evaluationText,
  type NamedModel,
  type ProtocolName,
  simpleMethods,
} from '../lab/index.ts'
import { createCompact } from '../model/compact/create-compact.ts'
import { readManifest } from '../release/folder.ts'
import { readBaskets, readCatalogue } from '../training/files.ts'
import type { Basket, Item } from '../training/index.ts'
import { command, type Io, UsageError } from './command.ts'
import { isItemList, readItemList } from './item-list.ts'
import { pathsOf } from './log-folder.ts'
import { makeFolder } from './write-files.ts'

const data = 'examples/storefront/data'
const protocols: ReadonlyMap<string, ProtocolName> = new Map([
  ['next-line', 'nextLine'],
  ['half-basket', 'halfBasket'],
  ['next-click', 'nextClick'],
])

export const evalCommand = command({
  summary: 'Measure models and simple methods on later visits, at every permission.',
  options: {
    model: {
      type: 'string',
      default: 'models',
      description: 'The current model: its folder, or its manifest',
    },
    candidate: { type: 'string', description: 'Another model to measure beside it' },
    log: {
      type: 'string',
      description: 'Folder that `limen data import` wrote: stands for the next three',
    },
    catalogue: {
      type: 'string',
      default: `${data}/catalogue.tsv`,
      description: 'Product feed, or items in JSON lines',
    },
    known: {
      type: 'string',
      default: `${data}/baskets-train.jsonl.gz`,
      description: 'Baskets or visits that simple methods learn from',
    },
    baskets: {
      type: 'string',
      default: `${data}/baskets-valid.jsonl.gz`,
      description: 'Later ones, to be asked about',
    },
    protocol: {
      type: 'string',
      description: `Which questions, by comma: ${[...protocols.keys()].join(', ')} (those that fit the data)`,
    },
    methods: {
      type: 'string',
      description: `Simple methods, by comma, or none: ${simpleMethods.join(', ')} (all)`,
    },
    sample: {
      type: 'string',
      default: '0',
      description: 'At most so many visits asked; 0 for all',
    },
    seed: { type: 'string', default: '1', description: 'Decides which half of a basket is hidden' },
    html: { type: 'string', description: 'File to write a report with charts to' },
    json: { type: 'boolean', description: 'Print the figures as JSON' },
  },
  async run(values, io) {
    if (values.html !== undefined) await makeFolder('--html', dirname(values.html))
    const paths = pathsOf(values, evalCommand.options, logFiles)
    const models = await Promise.all([
      openModel('current', '--model', values.model),
      ...(values.candidate === undefined
        ? []
        : [openModel('candidate', '--candidate', values.candidate)]),
    ])
    const known = (await readBaskets('--known', paths.known)).baskets
    const all = (await readBaskets('--baskets', paths.baskets)).baskets
    checkTimes(known, all, models)
    const evaluation = await evaluate({
      models,
      products: await readProducts(paths.catalogue),
      known,
      asked: thin(all, readWhole('--sample', values.sample)),
      protocols: readProtocols(values.protocol, all),
      ...(values.methods !== undefined && { methods: readMethods(values.methods) }),
      seed: readWhole('--seed', values.seed),
      now: () => performance.now(),
      onProgress: (what, done) => io.progress(`${what}: ${Math.round(100 * done)} %`),
    })
    io.progress('')
    if (Object.values(evaluation.protocols).every(({ questions }) => questions === 0)) {
      throw new ConfigError(
        '--baskets',
        'asks nothing: no visit or basket has two items that a model knows; is it of the same shop?',
      )
    }
    await show(evaluation, values, io)
    return 0
  },
})

async function show(
  evaluation: Evaluation,
  { html, json }: { html: string | undefined; json: boolean },
  io: Io,
): Promise<void> {
  if (html !== undefined) await writeFile(html, evaluationPage(evaluation))
  if (json) io.print(JSON.stringify(evaluation, null, 2))
  else {
    io.print(evaluationText(evaluation))
    if (html !== undefined) io.print(`\nWritten to ${html}`)
  }
}

const logFiles = {
  catalogue: 'items.jsonl.gz',
  known: 'visits-train.jsonl.gz',
  baskets: 'visits-valid.jsonl.gz',
} as const

async function openModel(name: string, option: string, path: string): Promise<NamedModel> {
  const manifestPath = path.endsWith('.json') ? path : join(path, 'manifest.json')
  if (!existsSync(manifestPath)) {
    throw new ConfigError(option, `there is no ${manifestPath}; name a folder with a manifest`)
  }
  const manifest = readManifest(await readFile(manifestPath, 'utf8'))
  const file = join(dirname(manifestPath), manifest.file)
  if (!existsSync(file)) throw new ConfigError(option, `there is no ${manifest.file} beside it`)
  const bytes = Uint8Array.from(await readFile(file)).buffer
  const kernel = await readFile(join(import.meta.dirname, '../model/compact/kernel.wasm'))
  const scorer = await createCompact(Uint8Array.from(kernel).buffer)(bytes)
  return { name, manifest, file: bytes, scorer }
}

async function readProducts(path: string): Promise<readonly Item[]> {
  if (isItemList(path)) return readItemList(path)
  return (await readCatalogue('--catalogue', path)).products
}

function timesOf(baskets: readonly Basket[]): string[] {
  return baskets.map(({ ts }) => ts).sort()
}

/** What is asked has to be later than all that anybody learned from. */
function checkTimes(
  known: readonly Basket[],
  asked: readonly Basket[],
  models: readonly NamedModel[],
): void {
  const [first = ''] = timesOf(asked)
  const last = timesOf(known).at(-1) ?? ''
  if (first <= last) {
    throw new ConfigError(
      '--baskets',
      'must begin after the last one of --known, or the future leaks in',
    )
  }
  for (const { name, manifest } of models) {
    if (first.slice(0, 10) > manifest.data.window[1]) continue
    const option = name === 'current' ? '--model' : '--candidate'
    throw new ConfigError(
      option,
      `learned from days up to ${manifest.data.window[1]}, and what is asked begins on ${first.slice(0, 10)}`,
    )
  }
}

function readProtocols(text: string | undefined, asked: readonly Basket[]): ProtocolName[] {
  if (text === undefined) {
    const isOfVisits = asked.some(({ kinds }) => kinds?.includes('v'))
    return isOfVisits ? ['nextClick', 'halfBasket'] : ['nextLine', 'halfBasket']
  }
  return text.split(',').map((word) => {
    const name = protocols.get(word)
    if (name) return name
    throw new UsageError(`--protocol knows ${[...protocols.keys()].join(', ')}`)
  })
}

/** Nothing, or `none`, leaves the models alone. */
function readMethods(text: string): string[] {
  const names = text.split(',').filter((name) => name !== '' && name !== 'none')
  const unknown = names.find((name) => !simpleMethods.some((known) => known === name))
  if (unknown === undefined) return names
  throw new UsageError(`--methods knows ${simpleMethods.join(', ')}, or none; not ${unknown}`)
}

function readWhole(option: string, text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 0) return value
  throw new ConfigError(option, 'must be a whole number from 0')
}

/** At most so many, evenly spread. */
function thin(baskets: readonly Basket[], most: number): readonly Basket[] {
  const every = most === 0 ? 1 : Math.ceil(baskets.length / most)
  return every > 1 ? baskets.filter((_, index) => index % every === 0) : baskets
}
