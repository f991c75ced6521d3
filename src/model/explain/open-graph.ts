import { readOnnxFile } from '../compact/onnx-file.ts'
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
  /** Which value the best items are chosen by. */
  readonly scores: string
}

/**
 * Opens a ranking graph for explaining and measuring. The numbers are those of the compact engine, to
 * the last bit; what ends in no `TopK` cannot be opened.
 *
 * @param also values that are wanted besides the scores, if the graph makes them.
 */
export function openGraph(file: ArrayBuffer, also: readonly string[] = []): OpenGraph {
  const graph = readOnnxFile(file)
  const top = graph.nodes.find(
    ({ operator, outputs }) => operator === 'TopK' && outputs.includes('top_scores'),
  )
  const scores = top?.inputs[0] ?? refuse('its best items are not chosen by one TopK')
  const made = new Set(graph.nodes.flatMap(({ outputs }) => outputs))
  const wanted = also.filter((name) => made.has(name))
  const plan = planGraph({ ...graph, outputs: [scores, ...wanted] })

  return {
    held: graph.initializers,
    scores,
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
