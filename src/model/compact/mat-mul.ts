import { type Call, type Step, tensor, zeroPoint } from './call.ts'
import { refuse } from './refuse.ts'
import type { Tensor } from './tensor.ts'

/**
 * Adds in the order in which ONNX Runtime's WebAssembly build does: were one bit of a sum different,
 * then after rounding to bytes a score could differ visibly.
 */
export function matMul(call: Call): Step {
  const a = tensor(call, 0, 'float32')
  const b = tensor(call, 1, 'float32')
  const { rows, columns, depth, shape } = measure(call, a, b)
  const output = call.budget.create('float32', shape)
  const { data: x } = a
  const { data: y } = b
  const { data: target } = output
  // A matrix that is constant is packed beforehand, and then every column is added in turn.
  const byVector = b.shape.length === 1 || (rows === 1 && !b.constant)
  const inTurn = byVector ? columns - (columns % 4) : columns
  const { fround } = Math

  return {
    outputs: [output],
    run() {
      for (let i = 0; i < rows; i++) {
        if (inTurn > 0) addInTurn(i * depth, i * columns)
        for (let j = inTurn; j < columns; j++) target[i * columns + j] = addByFours(i * depth, j)
      }
    },
  }

  /** A row at a time; each column is rounded as it is stored. */
  function addInTurn(from: number, to: number): void {
    target.fill(0, to, to + inTurn)
    for (let k = 0; k < depth; k++) {
      const factor = x[from + k] as number
      const row = k * columns
      for (let j = 0; j < inTurn; j++) {
        target[to + j] = (target[to + j] as number) + fround(factor * (y[row + j] as number))
      }
    }
  }

  /** The first alone, then by four, then what is left one by one. */
  function addByFours(from: number, column: number): number {
    const product = (k: number) =>
      fround((x[from + k] as number) * (y[column + k * columns] as number))
    let sum = depth > 0 ? product(0) : 0
    let k = 1
    for (; k + 4 <= depth; k += 4) {
      const two = fround(product(k) + product(k + 1))
      sum = fround(sum + fround(fround(two + product(k + 2)) + product(k + 3)))
    }
    for (; k < depth; k++) sum = fround(sum + product(k))
    return sum
  }
}

export function matMulInteger(call: Call): Step {
  const a = tensor(call, 0, 'uint8', 'int8')
  const b = tensor(call, 1, 'uint8', 'int8')
  const zeroA = zeroPoint(call, 2)
  const zeroB = zeroPoint(call, 3)
  const { rows, columns, depth, shape } = measure(call, a, b)
  const output = call.budget.create('int32', shape)
  const { data: x } = a
  const { data: y } = b
  const { data: target } = output
  return {
    outputs: [output],
    run() {
      const zeroX = zeroA.data[0] as number
      const zeroY = zeroB.data[0] as number
      target.fill(0)
      for (let i = 0; i < rows; i++) {
        for (let k = 0; k < depth; k++) {
          const factor = (x[i * depth + k] as number) - zeroX
          const from = k * columns
          const to = i * columns
          for (let j = 0; j < columns; j++) {
            target[to + j] = (target[to + j] as number) + factor * ((y[from + j] as number) - zeroY)
          }
        }
      }
    },
  }
}

function measure(call: Call, a: Tensor, b: Tensor) {
  const misfit = () => refuse(`${call.operator} of shapes that do not fit`)
  if (a.shape.length > 2 || b.shape.length > 2) misfit()
  const [depth = misfit(), rows = 1] = a.shape.toReversed()
  const [first = misfit(), columns = 1] = b.shape
  if (first !== depth) misfit()
  call.budget.work(rows * columns * depth)
  // A vector counts as a row on the left and as a column on the right, and leaves no axis behind.
  return { rows, columns, depth, shape: [...a.shape.slice(0, -1), ...b.shape.slice(1)] }
}
