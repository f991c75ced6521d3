import { type Graph, readOnnxFile } from '../compact/onnx-file.ts'
import { planGraph } from '../compact/plan.ts'
import { refuse } from '../compact/refuse.ts'
import type { Data, Tensor } from '../compact/tensor.ts'
import type { ModelInputs } from '../scorer.ts'

/** A graph opened up: any of its values for a visit, not only the best items. */
export interface OpenGraph {
  /** The numbers that the file holds. */
  readonly held: ReadonlyMap<string, Tensor>
  /** Evaluates the graph; the values belong to the next call. */
  evaluate(inputs: ModelInputs): void
  /** Whether it makes a value that was asked for. */
  makes(name: string): boolean
  /** A value of the last call. */
  value(name: string): Data
}

/**
 * Opens a ranking graph for explaining and measuring. The numbers are those of the compact engine, to
 * the last bit; what ends in no `TopK` cannot be opened.
 *
 * @param also values that are wanted besides the scores, if the graph makes them.
 * @returns the graph, and which value of it the best items are chosen by.
 */
export function openGraph(
  file: ArrayBuffer,
  also: readonly string[] = [],
): OpenGraph & { readonly scores: string } {
  const graph = readOnnxFile(file)
  const top = graph.nodes.find(
    ({ operator, outputs }) => operator === 'TopK' && outputs.includes('top_scores'),
  )
  const scores = top?.inputs[0] ?? refuse('its best items are not chosen by one TopK')
  return { ...openValues(graph, [scores, ...made(graph, also)]), scores }
}

/** Opens a graph for values that come before the scores: what only scores need is not evaluated. */
export function openQuery(file: ArrayBuffer, wanted: readonly string[]): OpenGraph {
  const graph = readOnnxFile(file)
  return openValues(graph, made(graph, wanted))
}

function made({ nodes }: Graph, wanted: readonly string[]): readonly string[] {
  const all = new Set(nodes.flatMap(({ outputs }) => outputs))
  return wanted.filter((name) => all.has(name))
}

function openValues(graph: Graph, wanted: readonly string[]): OpenGraph {
  const plan = planGraph({ ...graph, outputs: wanted })
  return {
    held: graph.initializers,
    makes: (name) => plan.outputs.has(name),
    value: (name) => plan.outputs.get(name)?.data ?? refuse(`it makes no ${name}`),
    evaluate(inputs) {
      for (const [name, key] of inputKeys) plan.inputs.get(name)?.data.set(inputs[key])
      for (const step of plan.steps) step.run?.()
    },
  }
}

const inputKeys: readonly (readonly [string, keyof ModelInputs])[] = [
  ['items', 'items'],
  ['kinds', 'kinds'],
  ['item_mask', 'itemMask'],
  ['contexts', 'contexts'],
  ['context_mask', 'contextMask'],
]
