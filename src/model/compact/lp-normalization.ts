import { axisOf, type Call, type Step, tensor } from './call.ts'
import { refuse } from './refuse.ts'
import { sizeOf } from './tensor.ts'

/** A vector of length zero stays zero. */
export function lpNormalization(call: Call): Step {
  const { data, shape } = tensor(call, 0, 'float32')
  const axis = axisOf(call, call.attributes.integer('axis', -1), shape.length)
  const p = call.attributes.integer('p', 2)
  if (p !== 1 && p !== 2) refuse('LpNormalization: p must be 1 or 2')
  const length = shape[axis] as number
  const stride = sizeOf(shape.slice(axis + 1))
  const output = call.budget.create('float32', shape)
  const { data: target } = output

  return {
    outputs: [output],
    run() {
      for (let start = 0; start < data.length; start += length * stride) {
        for (let first = start; first < start + stride; first++) {
          const norm = normOf(first)
          for (let i = 0, at = first; i < length; i++, at += stride) {
            target[at] = norm === 0 ? 0 : (data[at] as number) / norm
          }
        }
      }
    },
  }

  function normOf(first: number): number {
    const { fround } = Math
    let sum = 0
    for (let i = 0, at = first; i < length; i++, at += stride) {
      const value = data[at] as number
      sum = fround(sum + (p === 1 ? Math.abs(value) : fround(value * value)))
    }
    return p === 1 ? sum : fround(Math.sqrt(sum))
  }
}
