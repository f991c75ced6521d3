import type { Step } from './call.ts'
import { createColumns, type KernelColumns } from './kernel.ts'
import { needed, type Plan, type PlannedStep } from './plan.ts'
import { findRows } from './select.ts'
import type { Data, Tensor } from './tensor.ts'

/**
 * Lets one step sum the columns that a visit's items have in wide tables, where a graph picks them,
 * makes them to floats and multiplies them in steps of their own. The order of operations stays, so
 * the scores are the same to the last bit. Until a table is turned, the steps run as they were.
 *
 * @param kernel sums where it is there.
 */
export function fuseVisit(plan: Plan, kernel?: WebAssembly.Module): Plan {
  const makers = new Map(plan.steps.flatMap((step) => step.outputs.map(({ data }) => [data, step])))
  const steps = plan.steps.map((step) => fusions.get(step.operator)?.(step, makers, kernel) ?? step)
  return { ...plan, steps: needed(steps, plan.outputs.values()) }
}

type Makers = ReadonlyMap<Data, PlannedStep>

type Fuse = (
  step: PlannedStep,
  makers: Makers,
  kernel?: WebAssembly.Module,
) => PlannedStep | undefined

const fusions: ReadonlyMap<string, Fuse> = new Map<string, Fuse>([
  ['MatMul', fuseSum],
  ['ScatterElements', fuseScatter],
])

/** A `Gather` of columns of a table of bytes or row numbers. */
interface Columns {
  readonly step: PlannedStep
  readonly table: Tensor
  readonly indices: Tensor
  readonly turned: NonNullable<Step['turned']>
}

/** `MatMul(Cast(Gather(table, items)), weights)`; in the kernel alone, for which it was written. */
function fuseSum(
  product: PlannedStep,
  makers: Makers,
  kernel?: WebAssembly.Module,
): PlannedStep | undefined {
  const [vectors, weights] = product.inputs as [Tensor, Tensor]
  const cast = makers.get(vectors.data)
  const columns = columnsOf(cast?.inputs[0], makers)
  const [sums] = product.outputs as [Tensor]
  const isCast = cast?.operator === 'Cast' && vectors.type === 'float32'
  if (!kernel || !isCast || columns?.table.type !== 'int8') return undefined
  if (weights.shape.length !== 1 || weights.data.length === 0) return undefined
  const { step, table, indices, turned } = columns
  const before = [step, cast, product]
  const size = { length: table.data.length, height: sums.data.length, count: weights.data.length }
  let inKernel: KernelColumns | undefined
  return {
    ...product,
    operator: 'SumOfColumns',
    inputs: [indices, weights],
    run() {
      const all = turned()
      if (!all) return runAll(before)
      inKernel ??= createColumns(kernel, size, all)
      findStarts(columns, inKernel.starts)
      inKernel.weights.set(weights.data)
      inKernel.sum()
      sums.data.set(inKernel.sums)
    },
  }
}

interface Sum {
  readonly table: Data
  readonly starts: Int32Array
  readonly weights: Data
  readonly height: number
}

const { fround } = Math

/** `ScatterElements(base, Cast(Gather(rows, items)), f(Gather(bytes, items)) · weights)`, adding. */
function fuseScatter(scatter: PlannedStep, makers: Makers): PlannedStep | undefined {
  const [base, places, updates] = scatter.inputs as [Tensor, Tensor, Tensor]
  const [target] = scatter.outputs as [Tensor]
  const toPlaces = makers.get(places.data)
  const rows = toPlaces?.operator === 'Cast' ? columnsOf(toPlaces.inputs[0], makers) : undefined
  const weighing = makers.get(updates.data)
  if (!rows || weighing?.operator !== 'Mul' || !isPlainSum(scatter, base)) return undefined
  const { indices, table } = rows
  const isWeights = ({ shape }: Tensor) => shape.length === 1 && shape[0] === indices.data.length
  const [weights, share] = (weighing.inputs as Tensor[]).toSorted(
    (a, b) => Number(isWeights(b)) - Number(isWeights(a)),
  ) as [Tensor, Tensor]
  const made = isWeights(weights) ? followBytes(share, makers) : undefined
  if (made?.columns.indices.data !== indices.data) return undefined
  if (made.columns.table.data.length !== table.data.length) return undefined
  const { columns: bytes, values } = made
  const before = [rows.step, toPlaces as PlannedStep, bytes.step, ...made.steps, weighing, scatter]
  const starts = new Int32Array(indices.data.length)
  const height = table.shape[0] as number
  return {
    ...scatter,
    operator: 'ScatterOfColumns',
    inputs: [base, indices, weights],
    run() {
      const [turnedRows, turnedBytes] = [rows.turned(), bytes.turned()]
      if (!turnedRows || !turnedBytes) return runAll(before)
      findStarts(rows, starts)
      target.data.set(base.data)
      const sum = { table: turnedRows, starts, weights: weights.data, height }
      scatterColumns(target.data, turnedBytes, values, sum)
    },
  }
}

function scatterColumns(target: Data, bytes: Data, values: Float32Array, sum: Sum): void {
  const { table, starts, weights, height } = sum
  for (let i = 0; i < height; i++) {
    for (let j = 0; j < starts.length; j++) {
      const weight = weights[j] as number
      if (weight === 0) continue
      const at = (starts[j] as number) + i
      const row = table[at] as number
      if (row >= target.length) throw new RangeError('ScatterElements: a row too far')
      const share = values[bytes[at] as number] as number
      target[row] = (target[row] as number) + fround(share * weight)
    }
  }
}

function isPlainSum({ attributes }: PlannedStep, base: Tensor): boolean {
  return base.constant && base.shape.length === 1 && attributes.text('reduction', 'none') === 'add'
}

interface BytesMade {
  readonly columns: Columns
  readonly steps: readonly PlannedStep[]
  /** What becomes of each byte. */
  readonly values: Float32Array
}

const mostSteps = 8

/** What depends on one byte of a table and nothing else is known of all 256. */
function followBytes(share: Tensor, makers: Makers): BytesMade | undefined {
  const steps: PlannedStep[] = []
  let tensor = share
  while (steps.length < mostSteps) {
    const step = makers.get(tensor.data)
    const columns = columnsOf(tensor, makers)
    if (columns) return tableOf(share, steps, columns)
    const changing = new Set(step?.inputs.filter((input) => input && !isOneNumber(input)))
    const [input, other] = changing
    if (!step || !byElement.has(step.operator) || !input || other) return undefined
    steps.unshift(step)
    tensor = input
  }
  return undefined
}

const byElement = new Set(['Cast', 'Mul', 'Add'])

function isOneNumber({ constant, data }: Tensor): boolean {
  return constant && data.length === 1
}

function tableOf(share: Tensor, steps: readonly PlannedStep[], columns: Columns) {
  const [{ data: bytes, type }] = columns.step.outputs as [Tensor]
  if (type !== 'uint8' || share.type !== 'float32') return undefined
  const values = new Float32Array(256)
  for (let first = 0; first < values.length; first += bytes.length) {
    for (let i = 0; i < bytes.length; i++) bytes[i] = first + i
    runAll(steps)
    values.set(share.data.subarray(0, values.length - first) as Float32Array, first)
  }
  // Nothing but a number becomes nothing, times nothing.
  return values.every(Number.isFinite) ? { columns, steps, values } : undefined
}

function columnsOf(tensor: Tensor | undefined, makers: Makers): Columns | undefined {
  const step = tensor && makers.get(tensor.data)
  if (!step?.turned) return undefined
  const [table, indices] = step.inputs as [Tensor, Tensor]
  return { step, table, indices, turned: step.turned }
}

function findStarts({ table, indices }: Columns, starts: Int32Array): void {
  const [height, length] = table.shape as [number, number]
  findRows(starts, indices.data, { length, size: height })
}

function runAll(steps: readonly PlannedStep[]): void {
  for (const step of steps) step.run?.()
}
