import { axisOf, type Call, constants, type Step, tensor } from './call.ts'
import { refuse } from './refuse.ts'
import { sizeOf } from './tensor.ts'

/** Most entries a list may have: it is kept by insertion. */
const mostEntries = 1000

/** Best first; of equals the one of the lower index. */
export function topK(call: Call): Step {
  const { data, shape, type } = tensor(call, 0, 'float32', 'int32', 'int64')
  const [k = -1] = constants(call, 1)
  const axis = axisOf(call, call.attributes.integer('axis', -1), shape.length)
  const largest = call.attributes.integer('largest', 1) !== 0
  call.attributes.integer('sorted', 1) // in order is one of the orders that may be asked for
  const length = shape[axis] as number
  if (axis !== shape.length - 1) refuse('TopK works on the last axis')
  if (!(k >= 0 && k <= length && k <= mostEntries)) refuse(`TopK cannot return ${k} of ${length}`)
  call.budget.work(sizeOf(shape) * k)
  const values = call.budget.create(type, shape.with(axis, k))
  const indices = call.budget.create('int64', shape.with(axis, k))
  const { data: best } = values
  const { data: places } = indices

  return {
    outputs: [values, indices],
    run() {
      for (let from = 0, to = 0; to < best.length; from += length, to += k) keepBest(from, to)
    },
  }

  function keepBest(from: number, to: number): void {
    for (let index = 0; index < length; index++) {
      const value = data[from + index] as number
      const full = index >= k
      if (full && !isBetter(value, best[to + k - 1] as number)) continue
      let at = to + (full ? k - 1 : index)
      for (; at > to && isBetter(value, best[at - 1] as number); at--) {
        best[at] = best[at - 1] as number
        places[at] = places[at - 1] as number
      }
      best[at] = value
      places[at] = index
    }
  }

  function isBetter(value: number, other: number): boolean {
    return largest ? value > other : value < other
  }
}
