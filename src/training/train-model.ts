import type { Product } from '../catalogue/product.ts'
import { ConfigError } from '../errors.ts'
import type { Manifest } from '../model/manifest.ts'
import type { Basket } from './baskets.ts'
import { type CompareOptions, compare } from './compare.ts'
import { createItemTable, type ItemTable, type Order } from './dataset.ts'
import { describeModel, type Provenance } from './describe-model.ts'
import { fitNetwork } from './fit.ts'
import { keepNeighbours, type Neighbours } from './neighbours.ts'
import type { Network } from './network.ts'
import { writeOnnxFile } from './onnx-file.ts'
import { countPairs } from './pairs.ts'
import { createMeter, type Progress } from './progress.ts'
import { halfBasket, measure, nextLine } from './protocols.ts'
import { quantise, type RankingModel } from './quantise.ts'
import { defaults, type Settings } from './settings.ts'
import { rankByNetwork, tuneNeighbours, worth } from './tune.ts'

export interface TrainOptions {
  readonly products: readonly Product[]
  /** What to learn from. */
  readonly baskets: readonly Basket[]
  /** Later baskets, on which quality is measured and nothing is learned. */
  readonly valid: readonly Basket[]
  readonly provenance: Provenance
  readonly settings?: Partial<Settings>
  /** ISO 8601 date; the day of the newest training basket if absent. */
  readonly created?: string
  /** In milliseconds, for the time left. */
  readonly now: () => number
}

export interface TrainedModel {
  readonly file: Uint8Array<ArrayBuffer>
  readonly manifest: Manifest
  /** What the file holds, for those who want to score without an engine. */
  readonly model: RankingModel
  readonly table: ItemTable
}

/** Trains a model, measures it and writes its file and manifest. The same options give the same bytes. */
export async function trainModel(options: TrainOptions, progress: Progress): Promise<TrainedModel> {
  const settings = { ...defaults, ...options.settings }
  const { products, baskets } = options
  const start = createMeter(progress, options.now)
  checkWindows(options)
  const table = createItemTable({ products, baskets, ...settings })
  if (table.ids.length < settings.top) {
    throw new ConfigError(
      'baskets',
      `only ${table.ids.length} items of the catalogue are in ${settings.minBaskets} baskets or more; ${settings.top} are needed`,
    )
  }
  const known = toOrders(baskets, table)
  const asked = toOrders(options.valid, table)

  const choice = choose(known, table, settings, start('Choosing on the last days'))
  const network = learn(known, table, { ...settings, epochs: choice.epochs }, start('Training'))
  const neighbours = count(known, table, settings)
  const model = quantise(network, neighbours, choice.weights)

  const measuring = { model, table, known, asked, seed: settings.seed }
  const metrics = compare({
    ...measuring,
    onMethod: (name) => progress(`Measuring ${name}`),
  } satisfies CompareOptions)
  const file = writeOnnxFile(model, { contexts: table.contexts.length, top: settings.top })
  const described = { ...options, settings, choice, table, file, metrics }
  return { file, manifest: await describeModel(described), model, table }
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
function toOrders(baskets: readonly Basket[], table: ItemTable): Order[] {
  const sorted = baskets.toSorted((a, b) => (a.ts < b.ts ? -1 : a.ts > b.ts ? 1 : 0))
  return sorted.map(table.toOrder).filter(({ items }) => items.length > 0)
}

function learn(
  orders: readonly Order[],
  table: ItemTable,
  settings: Settings,
  onStep: (done: number) => void,
  onEpoch?: (epoch: number, loss: number, network: Network) => boolean,
): Network {
  const window = settings.pairWindow
  const lastDay = newest(orders)
  return fitNetwork(orders, table, {
    ...settings,
    window,
    lastDay,
    onStep,
    ...(onEpoch && { onEpoch }),
  })
}

function count(orders: readonly Order[], table: ItemTable, settings: Settings): Neighbours {
  const pairs = countPairs(orders, {
    items: table.ids.length,
    window: settings.pairWindow,
    halfLifeDays: settings.halfLifeDays,
    backward: settings.pairBackward,
    lastDay: newest(orders),
  })
  return keepNeighbours(pairs, settings.neighbours, settings.pairSmoothing)
}

/** Asks of every eighth order are enough to choose by. */
const everyNth = 8

/** Finds how many epochs help and what neighbours weigh, on the last days of the data alone. */
function choose(
  orders: readonly Order[],
  table: ItemTable,
  settings: Settings,
  onStep: (done: number) => void,
) {
  const from = newest(orders) - settings.validationDays + 1
  const before = orders.filter(({ day }) => day < from)
  const after = orders.filter(({ day }) => day >= from)
  if (before.length === 0 || after.length === 0) {
    throw new ConfigError('baskets', `must span more than ${settings.validationDays} days`)
  }
  const protocols = {
    sequence: nextLine(after.filter((_, index) => index % everyNth === 0)),
    set: halfBasket(after, settings.seed),
  }
  let best = { worth: -Infinity, epochs: 1 }
  const network = learn(before, table, settings, onStep, (epoch, _, current) => {
    const rank = rankByNetwork(current, table)
    const each = Object.values(protocols).map((protocol) =>
      worth(measure(protocol, table.ids.length, rank)),
    )
    const sum = each.reduce((total, value) => total + value, 0)
    const isBetter = sum > best.worth
    if (isBetter) best = { worth: sum, epochs: epoch + 1 }
    return isBetter
  })
  const neighbours = count(before, table, settings)
  return { epochs: best.epochs, weights: tuneNeighbours(network, neighbours, table, protocols) }
}

function newest(orders: readonly Order[]): number {
  return orders.reduce((latest, { day }) => Math.max(latest, day), 0)
}
