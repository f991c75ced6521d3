import { type Call, type Step, tensor } from './call.ts'
import { refuse } from './refuse.ts'
import { placesOf, stridesOf } from './select.ts'
import { sizeOf } from './tensor.ts'

type Combine = (a: number, b: number) => number

export const add = elementwise((a, b) => a + b)
export const subtract = elementwise((a, b) => a - b)
export const multiply = elementwise((a, b) => a * b, Math.imul)
export const divide = elementwise(
  (a, b) => a / b,
  (a, b) => Math.trunc(a / b),
)

/** A typed array rounds or wraps the result to its type, so one formula serves several types. */
function elementwise(combine: Combine, integers: Combine = combine): (call: Call) => Step {
  return (call) => {
    const a = tensor(call, 0, 'float32', 'int32', 'int64')
    const b = tensor(call, 1, a.type)
    const shape =
      broadcast(a.shape, b.shape) ?? refuse(`${call.operator} of shapes that do not fit`)
    const output = call.budget.create(a.type, shape)
    const placesA = broadcastPlaces(call, a.shape, shape)
    const placesB = broadcastPlaces(call, b.shape, shape)
    const apply = a.type === 'int32' ? integers : combine
    return {
      outputs: [output],
      run() {
        const { data: x } = a
        const { data: y } = b
        const { data: target } = output
        for (let i = 0; i < target.length; i++) {
          const first = placesA ? (placesA[i] as number) : i
          const second = placesB ? (placesB[i] as number) : i
          target[i] = apply(x[first] as number, y[second] as number)
        }
      },
    }
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

/** Absent when the shapes hold the same elements in the same order. */
function broadcastPlaces(call: Call, from: readonly number[], to: readonly number[]) {
  if (sizeOf(from) === sizeOf(to)) return undefined
  const aligned = [...to.slice(from.length).map(() => 1), ...from]
  const strides = stridesOf(aligned).map((stride, axis) => (aligned[axis] === 1 ? 0 : stride))
  return placesOf({ shape: to, strides, offset: 0 }, call.budget)
}
