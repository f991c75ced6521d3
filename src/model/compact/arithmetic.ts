import { type Call, type Step, tensor } from './call.ts'
import { refuse } from './refuse.ts'
import { placesOf, stridesOf } from './select.ts'
import { type Data, sizeOf } from './tensor.ts'

/** Two lists of numbers, and where in each the operands of a run of elements begin. */
interface Operands {
  readonly x: Data
  readonly y: Data
  readonly startsX: Int32Array
  readonly startsY: Int32Array
  /** How many elements a run has, and how far each list goes on from one to the next: 0 or 1. */
  readonly length: number
  readonly stepX: number
  readonly stepY: number
}

// Each has its own loop: one that is shared calls a function for each element, and takes ten times as
// long. A typed array rounds or wraps what is stored to its type.

export const add = elementwise((target, operands) => {
  const { x, y, startsX, startsY, length, stepX, stepY } = operands
  for (let run = 0, i = 0; run < startsX.length; run++) {
    let atX = startsX[run] as number
    let atY = startsY[run] as number
    for (const end = i + length; i < end; i++, atX += stepX, atY += stepY) {
      target[i] = (x[atX] as number) + (y[atY] as number)
    }
  }
})

export const multiply = elementwise(
  (target, operands) => {
    const { x, y, startsX, startsY, length, stepX, stepY } = operands
    for (let run = 0, i = 0; run < startsX.length; run++) {
      let atX = startsX[run] as number
      let atY = startsY[run] as number
      for (const end = i + length; i < end; i++, atX += stepX, atY += stepY) {
        target[i] = (x[atX] as number) * (y[atY] as number)
      }
    }
  },
  // A double has no room for the product of two integers of 32 bits.
  (target, operands) => {
    const { x, y, startsX, startsY, length, stepX, stepY } = operands
    for (let run = 0, i = 0; run < startsX.length; run++) {
      let atX = startsX[run] as number
      let atY = startsY[run] as number
      for (const end = i + length; i < end; i++, atX += stepX, atY += stepY) {
        target[i] = Math.imul(x[atX] as number, y[atY] as number)
      }
    }
  },
)

type Combine = (target: Data, operands: Operands) => void

function elementwise(ofFloats: Combine, ofIntegers = ofFloats): (call: Call) => Step {
  return (call) => {
    const a = tensor(call, 0, 'float32', 'int32')
    const b = tensor(call, 1, a.type)
    const shape =
      broadcast(a.shape, b.shape) ?? refuse(`${call.operator} of shapes that do not fit`)
    const output = call.budget.create(a.type, shape)
    const [alignedA, alignedB] = [a, b].map((input) => [
      ...shape.slice(input.shape.length).map(() => 1),
      ...input.shape,
    ]) as [number[], number[]]
    const axis = Math.max(runAxis(alignedA, shape), runAxis(alignedB, shape))
    const operands = {
      x: a.data,
      y: b.data,
      startsX: startsOf(call, alignedA, shape, axis),
      startsY: startsOf(call, alignedB, shape, axis),
      length: sizeOf(shape.slice(axis)),
      stepX: sizeOf(alignedA.slice(axis)) === 1 ? 0 : 1,
      stepY: sizeOf(alignedB.slice(axis)) === 1 ? 0 : 1,
    }
    const combine = a.type === 'int32' ? ofIntegers : ofFloats
    return { outputs: [output], run: () => combine(output.data, operands) }
  }
}

function broadcast(a: readonly number[], b: readonly number[]): number[] | undefined {
  const rank = Math.max(a.length, b.length)
  const shape: number[] = []
  for (let axis = -rank; axis < 0; axis++) {
    const one = a.at(axis) ?? 1
    const other = b.at(axis) ?? 1
    if (one !== other && one !== 1 && other !== 1) return undefined
    shape.push(one === 1 ? other : one)
  }
  return shape
}

/** The first of the last axes along which an operand goes evenly: it has all of them, or none. */
function runAxis(from: readonly number[], to: readonly number[]): number {
  let axis = to.length
  while (axis > 0 && from[axis - 1] === to[axis - 1]) axis--
  if (sizeOf(to.slice(axis)) > 1) return axis
  while (axis > 0 && from[axis - 1] === 1) axis--
  return axis
}

function startsOf(
  { budget }: Call,
  from: readonly number[],
  to: readonly number[],
  axis: number,
): Int32Array {
  const strides = stridesOf(from).map((stride, i) => (from[i] === 1 ? 0 : stride))
  return placesOf({ shape: to.slice(0, axis), strides: strides.slice(0, axis), offset: 0 }, budget)
}
