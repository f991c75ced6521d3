import { createAdam } from './adam.ts'
import { createSampler } from './candidates.ts'
import type { ItemTable, Order } from './dataset.ts'
import { drawExamples, type ExampleOptions } from './examples.ts'
import { factorise } from './factorise.ts'
import { createNetwork, type Network, type ParameterName } from './network.ts'
import { countPairs } from './pairs.ts'
import { createRandom, type RandomState } from './random.ts'

export interface FitOptions extends ExampleOptions {
  readonly seed: number
  readonly dimension: number
  /** Epochs the step size is planned for; it falls to nothing by the last one. */
  readonly epochs: number
  /** Lines further apart than this are no pair. */
  readonly window: number
  /** Told after each batch how much of all epochs is done, 0 to 1. */
  readonly onStep: (done: number) => void
  /** Told after each epoch; `false` stops. */
  readonly onEpoch?: (epoch: number, loss: number, network: Network) => boolean
  /** May keep what there is after each batch, to go on from later. */
  readonly onState?: (state: () => FitState) => void
  /** Where to go on from. */
  readonly from?: FitState | undefined
}

/** All that decides how a fit goes on. The same orders and options have to come with it. */
export interface FitState {
  readonly epoch: number
  /** Examples of the epoch that are behind. */
  readonly done: number
  readonly loss: number
  readonly steps: number
  /** Before the epoch's examples were drawn, and now. */
  readonly drawnFrom: RandomState
  readonly random: RandomState
  /** Parameters, then their means and squares. */
  readonly numbers: readonly Float64Array[]
}

const batch = 256
/** Candidates drawn for each batch, beside its answers. */
const negatives = 768
/** Of more items than this a batch moves only those that it touches. */
const mostMoved = 10_000

/** Step sizes: a logarithm or a prior may move further than a direction. */
const rates: Readonly<Record<ParameterName, number>> = {
  vectors: 0.005,
  contexts: 0.005,
  positions: 0.05,
  prior: 0.015,
  temperature: 0.015,
}
const names = Object.keys(rates) as ParameterName[]

/** Trains a network on orders, from vectors that their pairs suggest. */
export function fitNetwork(
  orders: readonly Order[],
  table: ItemTable,
  options: FitOptions,
): Network {
  const { seed, dimension, epochs, history, from } = options
  const random = createRandom(seed)
  const size = { items: table.ids.length, dimension, contextRows: table.contextRows, history }
  const network = createNetwork(size, from ? {} : startOf(orders, table, options, random))
  const adams = names.map((name) => createAdam(network.parameters[name].length))
  const numbers = [
    ...names.map((name) => network.parameters[name]),
    ...adams.flatMap(({ mean, square }) => [mean, square]),
  ]
  if (from) goOn(from)
  const rowsMoved = () =>
    size.items > mostMoved ? { rows: network.touched, width: dimension } : undefined

  for (let epoch = from?.epoch ?? 0; epoch < epochs; epoch++) {
    const resumed = from?.epoch === epoch ? from : undefined
    if (resumed) random.restore(resumed.drawnFrom)
    const drawnFrom = random.state()
    const examples = drawExamples(orders, table, options, random)
    const answers = examples.countTargets(table.ids.length)
    const draw = createSampler(answers, table.popularity, negatives, random)
    if (resumed) random.restore(resumed.random)
    let loss = resumed?.loss ?? 0
    for (let start = resumed?.done ?? 0; start < examples.length; start += batch) {
      const some = examples.slice(start, start + batch)
      loss += network.learn(some, draw(some)) * some.length
      const done = (epoch + start / examples.length) / epochs
      const moved = rowsMoved()
      names.forEach((name, at) => {
        const rate = rates[name] * Math.max(0.02, 1 - done)
        const rows = name === 'vectors' ? moved : undefined
        adams[at]?.step(network.parameters[name], network.gradients[name], rate, rows)
      })
      network.refresh(moved?.rows)
      options.onStep(done)
      options.onState?.(() => ({
        epoch,
        done: start + batch,
        loss,
        steps: adams[0]?.steps ?? 0,
        drawnFrom,
        random: random.state(),
        numbers,
      }))
    }
    if (options.onEpoch?.(epoch, loss / examples.length, network) === false) break
  }
  return network

  function goOn(state: FitState): void {
    numbers.forEach((values, at) => {
      values.set(state.numbers[at] as Float64Array)
    })
    for (const adam of adams) adam.steps = state.steps
    network.refresh()
  }
}

function startOf(
  orders: readonly Order[],
  table: ItemTable,
  { dimension, history, halfLifeDays, lastDay, window }: FitOptions,
  random: ReturnType<typeof createRandom>,
) {
  const items = table.ids.length
  const pairs = countPairs(orders, { items, window, halfLifeDays, backward: 1, lastDay })
  return {
    vectors: factorise(pairs, dimension, random),
    positions: Float64Array.from({ length: 2 * history }, (_, at) => (at < history ? -at / 2 : 0)),
    prior: logShares(table.popularity),
    temperature: Float64Array.of(Math.log(10)),
  }
}

function logShares(popularity: Float64Array): Float64Array {
  const total = popularity.reduce((sum, each) => sum + each, 0)
  return popularity.map((each) => Math.log((each + 1) / (total + popularity.length)))
}
