import type { ItemTable } from './dataset.ts'
import { type Reading, readings } from './examples.ts'
import type { Neighbours } from './neighbours.ts'
import type { Network } from './network.ts'
import { measureAll, type Protocol, type Quality, type Question, type Rank } from './protocols.ts'
import type { NeighbourWeights } from './quantise.ts'

/** One number to choose by: both measures count alike. */
export function worth({ recall20, mrr20 }: Quality): number {
  return recall20.value + mrr20.value
}

/** How a network ranks with all it may know. */
export function rankByNetwork(network: Network, table: ItemTable): Rank {
  return (question, scores) => network.score(toQuestion(question, table, network), scores)
}

const strengths = [50, 100, 200, 400, 800]
const decays: Readonly<Record<Reading, readonly number[]>> = {
  sequence: [0.2, 0.35, 0.5],
  set: [1],
}

/** Chooses what neighbours weigh beside the network: by trial on orders that neither has seen. */
export function tuneNeighbours(
  network: Network,
  neighbours: Neighbours,
  table: ItemTable,
  protocols: Readonly<Record<Reading, Protocol>>,
): NeighbourWeights {
  const chosen = readings.map((reading) => {
    const trials = strengths.flatMap((strength) =>
      decays[reading].map((decay) => ({ strength, decay })),
    )
    const byNetwork = rememberOne(rankByNetwork(network, table))
    const ranks = trials.map((trial) => withNeighbours(byNetwork, network, neighbours, trial))
    const worths = measureAll(protocols[reading], table.ids.length, ranks).map(worth)
    return [reading, trials[worths.indexOf(Math.max(...worths))]]
  })
  return Object.fromEntries(chosen)
}

/** Scores a question once, however often it is asked in a row. */
function rememberOne(rank: Rank): Rank {
  let last: Question | undefined
  let known = new Float64Array()
  return (question, scores) => {
    if (question !== last) {
      rank(question, scores)
      known = scores.slice()
      last = question
    } else scores.set(known)
  }
}

function withNeighbours(
  byNetwork: Rank,
  network: Network,
  { size, items, shares }: Neighbours,
  { strength, decay }: NeighbourWeights[Reading],
): Rank {
  const padded = new Float64Array(network.size.items + 1)
  return (question, scores) => {
    byNetwork(question, scores)
    padded.set(scores)
    question.visible
      .subarray(-network.size.history)
      .toReversed()
      .forEach((item, position) => {
        const weight = strength * decay ** position
        for (let at = item * size; at < (item + 1) * size; at++) {
          const row = items[at] as number
          padded[row] = (padded[row] as number) + weight * (shares[at] as number)
        }
      })
    scores.set(padded.subarray(0, scores.length))
  }
}

function toQuestion({ contexts, reading, visible }: Question, table: ItemTable, network: Network) {
  const newest = visible.at(-1) as number
  // As a page says it: the category of a product page is its product's, and a cart has none.
  const category = reading === 'sequence' ? (table.category[newest] as number) : 0
  const rows = [category, ...contexts].filter((row) => !table.firstRows.includes(row))
  return {
    reading,
    items: visible.subarray(-network.size.history).toReversed(),
    contexts: Int32Array.from(rows),
  }
}
