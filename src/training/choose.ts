import { ConfigError } from '../errors.ts'
import type { Checkpoint, Choice } from './checkpoint.ts'
import type { ItemTable, Order } from './dataset.ts'
import { type FitState, fitNetwork } from './fit.ts'
import { keepNeighbours, type Neighbours } from './neighbours.ts'
import type { Network } from './network.ts'
import { countPairs } from './pairs.ts'
import { halfBasket, measure, nextClick, nextLine } from './protocols.ts'
import type { Settings } from './settings.ts'
import { rankByNetwork, tuneNeighbours, worth } from './tune.ts'

/** Asks of every eighth order are enough to choose by, and of no more than so many. */
const everyNth = 8
const mostSequences = 1500
const mostSets = 2500

export interface LearnOptions {
  readonly settings: Settings
  readonly onStep: (done: number) => void
  readonly onEpoch?: (epoch: number, loss: number, network: Network) => boolean
  readonly onState?: (state: () => FitState) => void
  readonly from?: FitState | undefined
}

/** Trains a network with the settings of a run. */
export function learn(
  orders: readonly Order[],
  table: ItemTable,
  { settings, ...options }: LearnOptions,
): Network {
  const lastDay = newest(orders)
  return fitNetwork(orders, table, {
    ...settings,
    window: settings.pairWindow,
    lastDay,
    ...options,
  })
}

/** Counts the neighbours that a run keeps. */
export function count(orders: readonly Order[], table: ItemTable, settings: Settings): Neighbours {
  const pairs = countPairs(orders, {
    items: table.ids.length,
    window: settings.pairWindow,
    halfLifeDays: settings.halfLifeDays,
    backward: settings.pairBackward,
    lastDay: newest(orders),
    byWorth: true,
  })
  return keepNeighbours(pairs, settings.neighbours, settings.pairSmoothing)
}

export interface ChooseOptions extends Omit<LearnOptions, 'onEpoch' | 'onState'> {
  readonly best?: Checkpoint['best'] | undefined
  readonly onState?: (state: () => Pick<Checkpoint, 'best' | 'fit'>) => void
}

/** Finds how many epochs help and what neighbours weigh, on the last days of the data alone. */
export function choose(
  orders: readonly Order[],
  table: ItemTable,
  { settings, best: known, onState, ...options }: ChooseOptions,
): Choice {
  const span = newest(orders) - (orders[0]?.day ?? 0)
  // Of a record that is shorter, a third has to be enough to choose by.
  const days = span > settings.validationDays ? settings.validationDays : Math.ceil(span / 3)
  const from = newest(orders) - days + 1
  const before = orders.filter(({ day }) => day < from)
  const after = orders.filter(({ day }) => day >= from)
  if (before.length === 0 || after.length === 0) {
    throw new ConfigError('baskets', 'must span more than a day')
  }
  const asked = thin(
    after.filter((_, index) => index % everyNth === 0),
    mostSequences,
  )
  const protocols = {
    sequence: settings.repeats ? nextClick(asked) : nextLine(asked),
    set: halfBasket(thin(after, mostSets), settings.seed),
  }
  let best = known ?? { worth: Number.NEGATIVE_INFINITY, epochs: 1 }
  const network = learn(before, table, {
    settings,
    ...options,
    ...(onState && { onState: (stateOf) => onState(() => ({ best, fit: stateOf() })) }),
    onEpoch(epoch, _, current) {
      const rank = rankByNetwork(current, table)
      const each = Object.values(protocols).map((protocol) =>
        worth(measure(protocol, table.ids.length, rank)),
      )
      const sum = each.reduce((total, value) => total + value, 0)
      const isBetter = sum > best.worth
      if (isBetter) best = { worth: sum, epochs: epoch + 1 }
      return isBetter
    },
  })
  const neighbours = count(before, table, settings)
  return { epochs: best.epochs, weights: tuneNeighbours(network, neighbours, table, protocols) }
}

/** At most so many of a list, evenly spread. */
export function thin<T>(list: readonly T[], most: number): readonly T[] {
  const every = Math.ceil(list.length / most)
  return every > 1 ? list.filter((_, index) => index % every === 0) : list
}

function newest(orders: readonly Order[]): number {
  return orders.reduce((latest, { day }) => Math.max(latest, day), 0)
}
