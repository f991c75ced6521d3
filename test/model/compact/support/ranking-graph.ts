import type { ModelInputs } from '../../../../src/model/index.ts'
import { type GraphParts, model, node, type Part, tensor, value } from './onnx-writer.ts'

export interface Sizes {
  readonly items: number
  readonly dimensions: number
  /** J, K and C of the manifest. */
  readonly history: number
  readonly top: number
  readonly contexts: number
  readonly contextRows: number
  /** How many neighbours each item has; without any, the graph has no such part. */
  readonly neighbours?: number
}

export const small: Sizes = {
  items: 60,
  dimensions: 8,
  history: 4,
  top: 10,
  contexts: 2,
  contextRows: 6,
}

/** A ranking graph of the shape that is trained, with random weights. */
export function rankingGraph(sizes: Sizes, seed: number, change: Partial<GraphParts> = {}) {
  return model({ ...rankingParts(sizes, seed), ...change })
}

export function rankingParts(sizes: Sizes, seed: number): GraphParts & { nodes: Part[] } {
  const { items, dimensions, history, top, contexts, contextRows } = sizes
  const random = numbersFrom(seed)
  const list = (length: number, scale: number) =>
    Array.from({ length }, () => (random() * 2 - 1) * scale)
  const columns = items + 1
  const table = list(dimensions * columns, 127).map((x, i) => (i % columns === items ? 0 : x))
  const prior = [...list(items, 0.5), -1e9]
  const beside = neighbourParts(sizes, random)
  return {
    nodes: [
      node('Mul', ['kinds', 'history'], ['start']),
      node('Add', ['start', 'places'], ['row']),
      node('Gather', ['E', 'items'], ['e8'], { axis: 1 }),
      node('Cast', ['e8'], ['e'], { to: 1 }),
      node('Gather', ['weights', 'row'], ['weight'], { axis: 0 }),
      node('Mul', ['weight', 'item_mask'], ['permitted']),
      node('MatMul', ['e', 'permitted'], ['fromItems']),
      node('Gather', ['C', 'contexts'], ['c'], { axis: 0 }),
      node('MatMul', ['context_mask', 'c'], ['fromContexts']),
      node('Add', ['fromItems', 'fromContexts'], ['q']),
      node('LpNormalization', ['q'], ['direction'], { axis: 0, p: 2 }),
      node('DynamicQuantizeLinear', ['direction'], ['q8', 'step', 'zero']),
      node('MatMulInteger', ['q8', 'E', 'zero'], ['dot']),
      node('Cast', ['dot'], ['product'], { to: 1 }),
      node('Mul', ['step', 'tau'], ['scale']),
      node('Mul', ['product', 'scale'], ['cosine']),
      node('Add', ['cosine', 'prior'], ['general']),
      ...beside.nodes,
      node('TopK', [beside.score, 'k'], ['top_scores', 'top_items'], { axis: 0 }),
    ],
    initializers: [
      tensor('history', 'int32', [], [history]),
      tensor(
        'places',
        'int32',
        [history],
        Array.from({ length: history }, (_, at) => at),
      ),
      tensor('E', 'int8', [dimensions, columns], table),
      tensor('weights', 'float32', [3 * history], list(3 * history, 1 / 127)),
      tensor('C', 'float32', [contextRows, dimensions], list(contextRows * dimensions, 0.3)),
      tensor('tau', 'float32', [], [12 / 127]),
      tensor('prior', 'float32', [columns], prior),
      ...beside.initializers,
      tensor('k', 'int64', [1], [top]),
    ],
    inputs: inputValues(history, contexts),
    outputs: [value('top_items', 'int64', [top]), value('top_scores', 'float32', [top])],
  }
}

/** What stands beside a visit's items is added to the score. */
function neighbourParts({ items, history, neighbours = 0 }: Sizes, random: () => number) {
  if (neighbours === 0) return { nodes: [], initializers: [], score: 'general' }
  const cells = neighbours * (items + 1)
  const below = (limit: number) => Array.from({ length: cells }, () => Math.floor(random() * limit))
  const weights = Array.from({ length: 3 * history }, random)
  return {
    nodes: [
      node('Gather', ['neighbours', 'items'], ['besides'], { axis: 1 }),
      node('Reshape', ['besides', 'flat'], ['list']),
      node('Cast', ['list'], ['scatterRows'], { to: 7 }),
      node('Gather', ['shares', 'items'], ['codes'], { axis: 1 }),
      node('Cast', ['codes'], ['share'], { to: 1 }),
      node('Gather', ['strengths', 'row'], ['strength'], { axis: 0 }),
      node('Mul', ['strength', 'item_mask'], ['permittedStrength']),
      node('Mul', ['share', 'permittedStrength'], ['weighted']),
      node('Reshape', ['weighted', 'flat'], ['updates']),
      node('ScatterElements', ['none', 'scatterRows', 'updates'], ['boost'], {
        axis: 0,
        reduction: 'add',
      }),
      node('Add', ['general', 'boost'], ['score']),
    ],
    initializers: [
      tensor('neighbours', 'uint16', [neighbours, items + 1], below(items)),
      tensor('shares', 'uint8', [neighbours, items + 1], below(256)),
      tensor('strengths', 'float32', [3 * history], weights),
      tensor('flat', 'int64', [1], [-1]),
      tensor('none', 'float32', [items + 1], new Float32Array(items + 1)),
    ],
    score: 'score',
  }
}

export function inputValues(history: number, contexts: number): Part[] {
  return [
    value('items', 'int32', [history]),
    value('kinds', 'int32', [history]),
    value('item_mask', 'float32', [history]),
    value('contexts', 'int32', [contexts]),
    value('context_mask', 'float32', [contexts]),
  ]
}

/** A visit of any length, with and without permission, sometimes empty. */
export function randomVisit(sizes: Omit<Sizes, 'dimensions' | 'top'>, random: () => number) {
  const { items, history, contexts, contextRows } = sizes
  const below = (limit: number) => Math.floor(random() * limit)
  const known = below(history + 1)
  const permitted = below(3) > 0
  return {
    items: Int32Array.from({ length: history }, (_, i) => (i < known ? below(items) : items)),
    kinds: Int32Array.from({ length: history }, () => below(3)),
    itemMask: Float32Array.from({ length: history }, (_, i) => (permitted && i < known ? 1 : 0)),
    contexts: Int32Array.from({ length: contexts }, () => below(contextRows)),
    contextMask: Float32Array.from({ length: contexts }, () => below(2)),
  } satisfies ModelInputs
}

/** The same numbers in [0, 1) for the same seed (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
