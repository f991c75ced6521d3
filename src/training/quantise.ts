import { itemKinds } from '../model/manifest.ts'
import { type Reading, readings } from './examples.ts'
import type { Neighbours } from './neighbours.ts'
import type { Network } from './network.ts'

/** The numbers of a model file, as the graph holds them. Columns and rows: items, then the padding row. */
export interface RankingModel {
  /** N; the padding row is N. */
  readonly items: number
  readonly dimension: number
  /** J. */
  readonly history: number
  readonly contextRows: number
  /** Item vectors, one a column: `vector = table · tableScale`. */
  readonly table: Int8Array
  readonly tableScale: number
  readonly contexts: Float32Array
  /** Weight of an item in the query, by kind and position. */
  readonly positions: Float32Array
  readonly temperature: number
  readonly prior: Float32Array
  readonly neighbours: NeighbourTable
}

export interface NeighbourTable {
  /** Neighbours of an item; 0 leaves this part out of the graph. */
  readonly size: number
  /** By place, then item. */
  readonly rows: Uint16Array
  /** Root of each neighbour's share: `share = (root · rootScale)²`. A root keeps small shares apart. */
  readonly roots: Uint8Array
  readonly rootScale: number
  /** Weight of an item's neighbours, by kind and position. */
  readonly positions: Float32Array
}

/** What is learned of items, contexts and positions: a network, or one that was made wider. */
export interface Trained {
  readonly size: Network['size']
  readonly units: Float64Array
  readonly parameters: Network['parameters']
}

/** How far below every item the padding row is. */
const neverShown = -1e9

/** What weighs the neighbours of a visit's items: `strength · decay ^ position`. */
export type NeighbourWeights = Readonly<
  Record<Reading, { readonly strength: number; readonly decay: number }>
>

/** The items of these kinds are read as a sequence; all others as a set. */
const sequentialKinds: ReadonlySet<string> = new Set(['view'])

export function quantise(
  network: Trained,
  neighbours: Neighbours,
  weights: NeighbourWeights,
): RankingModel {
  const { items, dimension, history, contextRows } = network.size
  const { units, parameters } = network
  const { table, scale } = toColumns(units.subarray(0, items * dimension), dimension)
  return {
    items,
    dimension,
    history,
    contextRows,
    table,
    tableScale: scale,
    contexts: Float32Array.from(parameters.contexts),
    positions: byKind(history, (reading, position) =>
      Math.exp(parameters.positions[readings.indexOf(reading) * history + position] as number),
    ),
    temperature: Math.fround(Math.exp(parameters.temperature[0] as number)),
    prior: withPadding(parameters.prior),
    neighbours: {
      ...quantiseNeighbours(neighbours, items),
      positions: byKind(history, (reading, position) => {
        const { strength, decay } = weights[reading]
        return strength * decay ** position
      }),
    },
  }
}

function withPadding(prior: Float64Array): Float32Array {
  const padded = new Float32Array(prior.length + 1).fill(neverShown)
  padded.set(prior)
  return padded
}

/** Rows to columns, one scale for all, and a zero column for padding. */
function toColumns(units: Float64Array, dimension: number) {
  const items = units.length / dimension
  const largest = units.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const scale = Math.fround(largest / 127) || 1
  const table = new Int8Array(dimension * (items + 1))
  units.forEach((value, at) => {
    const [item, x] = [Math.floor(at / dimension), at % dimension]
    table[x * (items + 1) + item] = Math.round(value / scale)
  })
  return { table, scale }
}

function quantiseNeighbours({ size, items: neighbours, shares }: Neighbours, items: number) {
  const rows = new Uint16Array(size * (items + 1)).fill(items)
  const roots = new Uint8Array(size * (items + 1))
  const largest = Math.sqrt(shares.reduce((most, share) => Math.max(most, share), 0))
  const rootScale = Math.fround(largest / 255) || 1
  for (let item = 0; item < items; item++) {
    for (let place = 0; place < size; place++) {
      const from = item * size + place
      rows[place * (items + 1) + item] = neighbours[from] as number
      roots[place * (items + 1) + item] = Math.round(Math.sqrt(shares[from] as number) / rootScale)
    }
  }
  return { size, rows, roots, rootScale }
}

function byKind(
  history: number,
  weight: (reading: Reading, position: number) => number,
): Float32Array {
  return Float32Array.from({ length: itemKinds.length * history }, (_, at) => {
    const kind = itemKinds[Math.floor(at / history)] as string
    return weight(sequentialKinds.has(kind) ? 'sequence' : 'set', at % history)
  })
}
