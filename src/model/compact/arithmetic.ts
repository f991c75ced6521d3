import { type Call, type Step, tensor } from './call.ts'
import { refuse } from './refuse.ts'
import { placesOf, stridesOf } from './select.ts'
import type { Data } from './tensor.ts'

/** Two lists of numbers, and where in each the operands of an element are. */
interface Operands {
  readonly x: Data
  readonly y: Data
  readonly atX: Int32Array
  readonly atY: Int32Array
}

// Each has its own loop: one that is shared calls a function for each element, and takes ten times as
// long. A typed array rounds or wraps what is stored to its type.

export const add = elementwise((target, { x, y, atX, atY }) => {
  for (let i = 0; i < target.length; i++) {
    target[i] = (x[atX[i] as number] as number) + (y[atY[i] as number] as number)
  }
})

export const multiply = elementwise(
  (target, { x, y, atX, atY }) => {
    for (let i = 0; i < target.length; i++) {
      target[i] = (x[atX[i] as number] as number) * (y[atY[i] as number] as number)
    }
  },
  // A double has no room for the product of two integers of 32 bits.
  (target, { x, y, atX, atY }) => {
    for (let i = 0; i < target.length; i++) {
      target[i] = Math.imul(x[atX[i] as number] as number, y[atY[i] as number] as number)
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
    const operands = {
      x: a.data,
      y: b.data,
      atX: broadcastPlaces(call, a.shape, shape),
      atY: broadcastPlaces(call, b.shape, shape),
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

function broadcastPlaces(call: Call, from: readonly number[], to: readonly number[]): Int32Array {
  const aligned = [...to.slice(from.length).map(() => 1), ...from]
  const strides = stridesOf(aligned).map((stride, axis) => (aligned[axis] === 1 ? 0 : stride))
  return placesOf({ shape: to, strides, offset: 0 }, call.budget)
}
