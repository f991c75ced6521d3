import { axisOf, type Call, constants, type Step, tensor } from './call.ts'
import { refuse } from './refuse.ts'
import { reshaped, sizeOf } from './tensor.ts'

export function constant({ attributes }: Call): Step {
  return { outputs: [attributes.tensor('value')] }
}

export function identity(call: Call): Step {
  return { outputs: [tensor(call, 0)] }
}

export function reshape(call: Call): Step {
  const input = tensor(call, 0)
  const wanted = constants(call, 1)
  const allowZero = call.attributes.integer('allowzero', 0) !== 0
  const shape = wanted.map((length, axis) =>
    length === 0 && !allowZero ? (input.shape[axis] ?? misfit()) : length,
  )
  const free = shape.indexOf(-1)
  if (free !== -1) shape[free] = sizeOf(input.shape) / -sizeOf(shape)
  if (!shape.every((length) => Number.isInteger(length) && length >= 0)) misfit()
  if (sizeOf(shape) !== sizeOf(input.shape)) misfit()
  return { outputs: [reshaped(input, shape)] }
}

export function squeeze(call: Call): Step {
  const input = tensor(call, 0)
  const ones = input.shape.flatMap((length, axis) => (length === 1 ? [axis] : []))
  const axes = call.inputs[1]
    ? constants(call, 1).map((axis) => axisOf(call, axis, input.shape.length))
    : ones
  if (!axes.every((axis) => ones.includes(axis))) refuse('Squeeze of an axis that is not 1 long')
  return {
    outputs: [
      reshaped(
        input,
        input.shape.filter((_, axis) => !axes.includes(axis)),
      ),
    ],
  }
}

export function unsqueeze(call: Call): Step {
  const input = tensor(call, 0)
  const wanted = constants(call, 1)
  const rank = input.shape.length + wanted.length
  const axes = new Set(wanted.map((axis) => axisOf(call, axis, rank)))
  if (axes.size !== wanted.length) refuse('Unsqueeze names an axis twice')
  const lengths = [...input.shape]
  const shape = Array.from({ length: rank }, (_, axis) =>
    axes.has(axis) ? 1 : (lengths.shift() as number),
  )
  return { outputs: [reshaped(input, shape)] }
}

function misfit(): never {
  refuse('Reshape to a shape of another size')
}
