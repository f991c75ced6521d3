import { type Attributes, createBudget, readAttributes, type Step } from './call.ts'
import type { Graph, Node } from './onnx-file.ts'
import { operators } from './operators.ts'
import { named, refuse } from './refuse.ts'
import { mostAxes, type Tensor } from './tensor.ts'

/** A step of the graph with what it reads. */
export interface PlannedStep extends Step {
  readonly operator: string
  readonly inputs: readonly (Tensor | undefined)[]
  readonly attributes: Attributes
}

/** A graph that is ready to run: buffers are there, and what does not depend on inputs is known. */
export interface Plan {
  readonly inputs: ReadonlyMap<string, Tensor>
  readonly outputs: ReadonlyMap<string, Tensor>
  readonly steps: readonly PlannedStep[]
}

/** @throws ModelError that names the operator which is unknown or does not fit. */
export function planGraph(graph: Graph): Plan {
  const budget = createBudget()
  const tensors = new Map(graph.initializers)
  const inputs = new Map<string, Tensor>()
  for (const [name, { type, shape }] of graph.inputs) {
    inputs.set(name, budget.create(type, shape))
    tensors.set(name, inputs.get(name) as Tensor)
  }
  const find = (name: string) =>
    tensors.get(name) ?? refuse(`${named(name)} is used before it is made`)

  const steps: PlannedStep[] = []
  for (const node of graph.nodes) {
    const step = planNode(node)
    if (step.run && step.inputs.every((input) => input?.constant ?? true)) {
      step.run()
      for (const output of step.outputs) output.constant = true
    } else steps.push(step)
    node.outputs.forEach((name, index) => {
      if (tensors.has(name)) refuse(`${named(name)} is made twice`)
      const output = step.outputs[index] ?? refuse(`${step.operator} has too many outputs`)
      tensors.set(name, output)
    })
  }
  const outputs = new Map(graph.outputs.map((name) => [name, find(name)]))
  return { inputs, outputs, steps: needed(steps, outputs.values()) }

  function planNode({ operator, inputs, ...node }: Node): PlannedStep {
    const build =
      operators.get(operator) ?? refuse(`operator ${named(operator)} is not one this engine knows`)
    const given = inputs.map((name) => (name === '' ? undefined : find(name)))
    const attributes = readAttributes(node.attributes, operator)
    const step = build({ operator, inputs: given, attributes, budget })
    if (step.outputs.some(({ shape }) => shape.length > mostAxes)) {
      refuse(`${operator} makes a tensor of more than ${mostAxes} axes`)
    }
    const [unknown] = attributes.unread()
    if (unknown !== undefined) refuse(`${operator} has ${named(unknown)}, which is not known`)
    return { ...step, operator, inputs: given, attributes }
  }
}

/** The steps that work towards `wanted`, in order. */
export function needed(steps: readonly PlannedStep[], wanted: Iterable<Tensor>): PlannedStep[] {
  const buffers = new Set(Array.from(wanted, ({ data }) => data))
  const kept: PlannedStep[] = []
  for (const step of steps.toReversed()) {
    if (!step.run || !step.outputs.some(({ data }) => buffers.has(data))) continue
    for (const input of step.inputs) if (input) buffers.add(input.data)
    kept.unshift(step)
  }
  return kept
}
