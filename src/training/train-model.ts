import { ConfigError } from '../errors.ts'
import { sha256 } from '../lib/bytes.ts'
import type { Manifest } from '../model/manifest.ts'
import type { Basket } from './baskets.ts'
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from './checkpoint.ts'
import { choose, count, learn, thin } from './choose.ts'
import {
  compareModel,
  compareSimple,
  joinMetrics,
  type Metrics,
  type Questions,
} from './compare.ts'
import { createItemTable, type Item, type ItemTable, type Order } from './dataset.ts'
import { describeModel, type Provenance } from './describe-model.ts'
import { fitBytes } from './fit-bytes.ts'
import { describeNewItems, newItems, widenNeighbours, withNewItems } from './new-items.ts'
import { writeOnnxFile } from './onnx-file.ts'
import { createMeter, type Progress } from './progress.ts'
import { quantise, type RankingModel } from './quantise.ts'
import { type Reweighing, reweigh } from './reweigh.ts'
import { clicks, defaults, type Settings } from './settings.ts'

export interface TrainOptions {
  readonly products: readonly Item[]
  /** What to learn from: baskets, or visits. */
  readonly baskets: readonly Basket[]
  /** Later ones, on which quality is measured and nothing is learned. */
  readonly valid: readonly Basket[]
  readonly provenance: Provenance
  /** What is otherwise than the defaults, which are other ones for visits than for baskets. */
  readonly settings?: Partial<Settings>
  /** Groups to be weighed otherwise than the record does; as it does if absent. */
  readonly reweighing?: Reweighing
  /** ISO 8601 date; the day of the newest training basket if absent. */
  readonly created?: string
  /** In milliseconds, for the time left. */
  readonly now: () => number
  /** A checkpoint of the same run, to go on from. */
  readonly resume?: Uint8Array
  /** Keeps a checkpoint, about once a minute. */
  readonly save?: (checkpoint: Uint8Array) => void
  /** Measures the simple methods while the model is trained, as `onSecondCore` does; before it if absent. */
  readonly compareSimple?: (questions: Questions) => Promise<Metrics>
}

export interface TrainedModel {
  readonly file: Uint8Array<ArrayBuffer>
  readonly manifest: Manifest
  /** What the file holds, for those who want to score without an engine. */
  readonly model: RankingModel
  readonly table: ItemTable
}

/** More orders than this are asked only in part, of a large catalogue fewer; `limen eval` asks all. */
const mostAsked = 2500
const mostScores = 25_000_000
const millisecondsBetweenSaves = 60_000

/** Trains a model, measures it and writes its file and manifest. The same options give the same bytes. */
export async function trainModel(options: TrainOptions, progress: Progress): Promise<TrainedModel> {
  const { products, baskets } = options
  const start = createMeter(progress, options.now)
  checkWindows(options)
  const isOfVisits = baskets.some(({ kinds }) => kinds?.includes('v'))
  const given = { ...defaults, ...(isOfVisits && clicks), ...options.settings }
  const table = createItemTable({ products, baskets, ...given })
  if (table.ids.length < given.top) {
    throw new ConfigError(
      'baskets',
      `only ${table.ids.length} items of the catalogue are in ${given.minBaskets} baskets or more; ${given.top} are needed`,
    )
  }
  const most = Math.floor((table.ids.length * (given.newItems ?? 0)) / 100)
  const added = newItems(products, table).slice(0, most)
  const wide = withNewItems(table, added)
  const size = { items: wide.ids.length, contextRows: table.contextRows, history: given.history }
  const settings = { ...given, ...fitBytes(size, given) }
  const known = toOrders(baskets, table)
  const worthOf = options.reweighing && reweigh(options.reweighing, { baskets, table, ...given })
  const weighed = worthOf
    ? toOrders(baskets, {
        toOrder: (basket) => ({ ...table.toOrder(basket), worth: worthOf(basket) }),
      })
    : known
  const valid = thin(options.valid, Math.min(mostAsked, mostScores / size.items))

  const questions = {
    items: size.items,
    known,
    asked: toOrders(valid, wide),
    seed: settings.seed,
    repeats: settings.repeats === true,
  }
  const comparing = options.compareSimple?.(questions)
  comparing?.catch(() => undefined) // it is looked at when the model is there

  const key = await keyOf(settings, weighed, options)
  const from = options.resume && decodeCheckpoint(options.resume, key)
  const keep = createKeeper(options, key)
  const choice =
    from?.choice ??
    choose(weighed, table, {
      settings,
      onStep: start('Choosing on the last days'),
      onState: keep,
      best: from?.best,
      from: from?.fit,
    })
  const network = learn(weighed, table, {
    settings: { ...settings, epochs: choice.epochs },
    onStep: start('Training'),
    onState: (stateOf) =>
      keep(() => ({ best: { worth: 0, epochs: choice.epochs }, choice, fit: stateOf() })),
    from: from?.choice && from.fit,
  })
  const neighbours = count(weighed, table, settings)
  const rows = new Map(products.map((item) => [item.id, item]))
  const items = wide.ids.map((id) => rows.get(id) as Item)
  const model =
    added.length > 0
      ? quantise(
          describeNewItems(network, items),
          widenNeighbours(neighbours, items.length),
          choice.weights,
        )
      : quantise(network, neighbours, choice.weights)

  progress('Measuring simple methods')
  const simple = (await comparing) ?? compareSimple(questions)
  const onMethod = (name: string) => progress(`Measuring ${name}`)
  const ofModel = compareModel(questions, { model, table: wide, onMethod })
  const metrics = joinMetrics(simple, ofModel)
  const file = writeOnnxFile(model, { contexts: table.contexts.length, top: settings.top })
  const described = { ...options, valid, settings, choice, table: wide, added, file, metrics }
  return { file, manifest: await describeModel(described), model, table: wide }
}

function checkWindows({ baskets, valid }: TrainOptions): void {
  if (baskets.length === 0) throw new ConfigError('baskets', 'must hold at least one basket')
  if (valid.length === 0) throw new ConfigError('valid', 'must hold at least one basket')
  const [first = ''] = timesOf(valid)
  const last = timesOf(baskets).at(-1) ?? ''
  if (first <= last) {
    throw new ConfigError(
      'valid',
      'must begin after the last basket of --baskets, or the future leaks in',
    )
  }
}

function timesOf(baskets: readonly Basket[]): string[] {
  return baskets.map(({ ts }) => ts).sort()
}

/** In order of time; baskets without a known item are left out. */
export function toOrders(baskets: readonly Basket[], table: Pick<ItemTable, 'toOrder'>): Order[] {
  const sorted = baskets.toSorted((a, b) => (a.ts < b.ts ? -1 : a.ts > b.ts ? 1 : 0))
  return sorted.map(table.toOrder).filter(({ items }) => items.length > 0)
}

/** What a checkpoint has to have in common with the run that goes on from it. */
async function keyOf(
  settings: Settings,
  weighed: readonly Order[],
  { baskets, products, resume, save }: TrainOptions,
) {
  if (!resume && !save) return ''
  const ids = products.map(({ id }) => id)
  const parts = baskets.map(({ ts, items, kinds = '' }) => `${ts} ${items.join(' ')} ${kinds}`)
  const worths = new Set(weighed.flatMap(({ worth }) => worth ?? []))
  return sha256([JSON.stringify(settings), ...ids, ...parts, ...worths].join('\n'))
}

/** Saves what there is, if the last time is long ago. */
function createKeeper({ save, now }: TrainOptions, key: string) {
  let last = now()
  return (state: () => Omit<Checkpoint, 'key'>) => {
    if (!save || now() - last < millisecondsBetweenSaves) return
    save(encodeCheckpoint({ key, ...state() }))
    last = now()
  }
}
