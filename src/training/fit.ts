import { createAdam } from './adam.ts'
import { createSampler } from './candidates.ts'
import type { ItemTable, Order } from './dataset.ts'
import { drawExamples, type ExampleOptions } from './examples.ts'
import { factorise } from './factorise.ts'
import { createNetwork, type Network, type ParameterName } from './network.ts'
import { countPairs } from './pairs.ts'
import { createRandom } from './random.ts'

export interface FitOptions extends ExampleOptions {
  readonly seed: number
  readonly dimension: number
  readonly epochs: number
  /** Epochs the step size is planned for; it falls to nothing by the last one. */
  readonly window: number
  /** Told after each batch how much of all epochs is done, 0 to 1. */
  readonly onStep: (done: number) => void
  /** Told after each epoch; `false` stops. */
  readonly onEpoch?: (epoch: number, loss: number, network: Network) => boolean
}

const batch = 256
/** Candidates drawn for each batch, beside its answers. */
const negatives = 768

/** Step sizes: a logarithm or a prior may move further than a direction. */
const rates: Readonly<Record<ParameterName, number>> = {
  vectors: 0.005,
  contexts: 0.005,
  positions: 0.05,
  prior: 0.015,
  temperature: 0.015,
}

/** Trains a network on orders, from vectors that their pairs suggest. */
export function fitNetwork(
  orders: readonly Order[],
  table: ItemTable,
  options: FitOptions,
): Network {
  const { seed, dimension, epochs, history, halfLifeDays, lastDay, window } = options
  const random = createRandom(seed)
  const pairs = countPairs(orders, {
    items: table.ids.length,
    window,
    halfLifeDays,
    backward: 1,
    lastDay,
  })
  const size = { items: table.ids.length, dimension, contextRows: table.contextRows, history }
  const network = createNetwork(size, {
    vectors: factorise(pairs, dimension, random),
    positions: Float64Array.from({ length: 2 * history }, (_, at) => (at < history ? -at / 2 : 0)),
    prior: logShares(table.popularity),
    temperature: Float64Array.of(Math.log(10)),
  })
  const names = Object.keys(rates) as ParameterName[]
  const adams = names.map((name) => createAdam(network.parameters[name].length))

  for (let epoch = 0; epoch < epochs; epoch++) {
    const examples = drawExamples(orders, table, options, random)
    const draw = createSampler(
      examples.countTargets(table.ids.length),
      table.popularity,
      negatives,
      random,
    )
    let loss = 0
    for (let start = 0; start < examples.length; start += batch) {
      const some = examples.slice(start, start + batch)
      loss += network.learn(some, draw(some)) * some.length
      const done = (epoch + start / examples.length) / epochs
      names.forEach((name, at) => {
        const rate = rates[name] * Math.max(0.02, 1 - done)
        adams[at]?.step(network.parameters[name], network.gradients[name], rate)
      })
      network.refresh()
      options.onStep(done)
    }
    if (options.onEpoch?.(epoch, loss / examples.length, network) === false) break
  }
  return network
}

function logShares(popularity: Float64Array): Float64Array {
  const total = popularity.reduce((sum, each) => sum + each, 0)
  return popularity.map((each) => Math.log((each + 1) / (total + popularity.length)))
}
