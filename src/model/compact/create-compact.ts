import type { ModelInputs, Scorer, StartScorer } from '../scorer.ts'
import { fuseRanking } from './fuse.ts'
import { fuseVisit } from './fuse-visit.ts'
import { readOnnxFile } from './onnx-file.ts'
import { type Plan, planGraph } from './plan.ts'
import { named, refuse } from './refuse.ts'
import { type ElementType, sizeOf, type Tensor } from './tensor.ts'

/** The names and types that `Manifest` gives to inputs and outputs. */
const inputTypes: ReadonlyMap<string, readonly [keyof ModelInputs, ElementType]> = new Map([
  ['items', ['items', 'int32']],
  ['kinds', ['kinds', 'int32']],
  ['item_mask', ['itemMask', 'float32']],
  ['contexts', ['contexts', 'int32']],
  ['context_mask', ['contextMask', 'float32']],
])

/**
 * Makes an engine that evaluates the operators of a ranking graph itself.
 *
 * @param kernel the compiled SIMD kernel, or its bytes where they may be compiled. Where it does not
 * run, or without one, plain JavaScript does the same, more slowly.
 */
export function createCompact(kernel?: WebAssembly.Module | ArrayBuffer): StartScorer {
  return async function compact(file) {
    const plan = planGraph(readOnnxFile(file))
    checkInputs(plan)
    const items = outputOf(plan, 'top_items', 'int64')
    const scores = outputOf(plan, 'top_scores', 'float32')
    if (sizeOf(items.shape) !== sizeOf(scores.shape)) refuse('its outputs differ in length')
    const { steps } = await withKernel(plan, kernel)
    // Once on nothing: the first visit of an isolate then meets code that has run.
    runQuietly(steps)

    return {
      engine: 'compact',
      score(inputs) {
        for (const [name, [key]] of inputTypes) fill(plan.inputs.get(name) as Tensor, inputs[key])
        for (const step of steps) step.run?.()
        // The buffers belong to the next call.
        return { items: new Int32Array(items.data), scores: new Float32Array(scores.data) }
      },
    } satisfies Scorer
  }
}

function runQuietly(steps: Plan['steps']): void {
  try {
    for (const step of steps) step.run?.()
  } catch {
    // A graph that fails fails on visits, where it is told.
  }
}

function fill({ data }: Tensor, values: Int32Array | Float32Array): void {
  if (values.length !== data.length) throw new RangeError('an input is of another length')
  data.set(values)
}

function checkInputs({ inputs }: Plan): void {
  for (const [name, { type, shape }] of inputs) {
    const [, wanted] = inputTypes.get(name) ?? refuse(`input ${named(name)} is not known`)
    if (type !== wanted || shape.length !== 1) refuse(`input ${name} must be a list of ${wanted}`)
  }
  for (const name of inputTypes.keys()) if (!inputs.has(name)) refuse(`input ${name} is missing`)
}

function outputOf({ outputs }: Plan, name: string, type: ElementType): Tensor {
  const output = outputs.get(name) ?? refuse(`output ${name} is missing`)
  const fits = output.type === type && output.shape.length === 1
  return fits ? output : refuse(`output ${name} must be a list of ${type}`)
}

// Node and browsers have it; workerd has it not, and its types neither.
const { compile } = WebAssembly as unknown as {
  readonly compile: (bytes: ArrayBuffer) => Promise<WebAssembly.Module>
}

async function withKernel(plan: Plan, kernel?: WebAssembly.Module | ArrayBuffer): Promise<Plan> {
  if (!kernel) return fuseVisit(plan)
  try {
    const module = kernel instanceof ArrayBuffer ? await compile(kernel) : kernel
    return fuseVisit(fuseRanking(plan, module), module)
  } catch (error) {
    // A runtime without SIMD.
    if (error instanceof WebAssembly.CompileError) return fuseVisit(plan)
    throw error
  }
}
