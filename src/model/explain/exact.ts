import type { Data } from '../compact/tensor.ts'
import type { ScorePart } from './explain.ts'
import type { ToSplit, VisitInput } from './inputs.ts'
import type { OpenGraph } from './open-graph.ts'

/** Values of the trained graph that a split needs, besides the numbers in its file. */
export const splitValues = ['q', 'q_scale'] as const

/**
 * Splits a score into the summands of the graph that `src/training/onnx-file.ts` writes:
 * `τ/|q| · a_j⟨E_j, E_i⟩` of each item, `τ/|q| · m_c⟨C_c, E_i⟩` of each context, what neighbours add,
 * and the prior. The query is rounded to 8 bits before it meets E; that is the rest.
 *
 * @returns nothing when the graph is another one: it lacks a name, or the rest is more than rounding
 * can be.
 */
export function splitExactly(
  graph: OpenGraph,
  { row, score, inputs, encoded }: ToSplit,
): ScorePart[] | undefined {
  const table = readTable(graph)
  if (!table) return undefined
  const { E, C, dimensions, q, qScale } = table
  const [temperature, itemWeights, beside, prior] = table.numbers
  const factor = temperature(0) / (lengthOf(q) || 1)
  const history = encoded.items.length

  const parts = inputs.flatMap((input): ScorePart[] => {
    if (input.of === 'context') {
      const start = (encoded.contexts[input.place] as number) * dimensions
      const likeness = sum(dimensions, (x) => C(start + x) * E(x, row))
      return [{ ...told(input), amount: factor * likeness }]
    }
    const seen = encoded.items[input.place] as number
    const weight = (encoded.kinds[input.place] as number) * history + input.place
    const likeness = sum(dimensions, (x) => E(x, seen) * E(x, row))
    const item = { ...told(input), amount: factor * itemWeights(weight) * likeness }
    const amount = beside(weight) * table.shareOf(seen, row)
    const neighbour = { ...told(input), of: 'neighbour', amount } as ScorePart
    return amount === 0 ? [item] : [item, neighbour]
  })
  parts.push({ of: 'prior', amount: prior(row) })

  const rounding = score - sum(parts.length, (at) => (parts[at] as ScorePart).amount)
  // No number of the query moves by more than a step.
  const step = temperature(0) * qScale
  const most = step * sum(dimensions, (x) => Math.abs(E(x, row))) + 1e-3
  if (!(Math.abs(rounding) <= most)) return undefined
  return [...parts, { of: 'rounding', amount: rounding }]
}

const names = ['E', 'C', 'item_weights', 'temperature', 'prior']

function readTable(graph: OpenGraph) {
  const { held } = graph
  const [dimensions, columns] = held.get('E')?.shape ?? []
  if (!names.every((name) => held.has(name)) || !columns || !dimensions) return undefined
  const q = madeBy(graph, 'q')
  const scale = madeBy(graph, 'q_scale')
  if (!q || !scale) return undefined

  const codes = numbers('E')
  const [neighbours, roots, rootScale] = [
    numbers('neighbours'),
    numbers('roots'),
    numbers('root_scale'),
  ]
  const places = held.get('neighbours')?.shape[0] ?? 0
  return {
    ...{ dimensions, q, qScale: scale[0] as number },
    E: (dimension: number, column: number) => codes(dimension * columns + column),
    C: numbers('C'),
    numbers: [
      numbers('temperature'),
      numbers('item_weights'),
      numbers('neighbour_weights'),
      numbers('prior'),
    ] as const,
    /** Which part of the lines beside `seen` is another item's. */
    shareOf: (seen: number, row: number) =>
      sum(places, (place) => {
        const at = place * columns + seen
        return neighbours(at) === row ? (roots(at) * rootScale(0)) ** 2 : 0
      }),
  }

  /** The numbers of that name, found once; 0 where there are none. */
  function numbers(name: string): (at: number) => number {
    const data = held.get(name)?.data
    return (at) => data?.[at] ?? 0
  }
}

function madeBy(graph: OpenGraph, name: string): Data | undefined {
  return graph.makes(name) ? graph.value(name) : undefined
}

function told({ place: _, ...input }: VisitInput) {
  return input
}

function lengthOf(q: Data): number {
  return Math.sqrt(sum(q.length, (x) => (q[x] as number) ** 2))
}

function sum(count: number, term: (index: number) => number): number {
  let total = 0
  for (let i = 0; i < count; i++) total += term(i)
  return total
}
