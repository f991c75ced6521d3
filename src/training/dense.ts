import { multiplyModule } from './multiply-module.ts'

export interface Shape {
  /** Rows of `a`; even. */
  readonly m: number
  /** Columns of `b`. */
  readonly n: number
  /** Columns of `a`, rows of `b`. */
  readonly k: number
}

/** `out[m × n] = a[m × k] · b[k × n]`, all row by row. */
export type Multiply = (a: Float64Array, b: Float64Array, out: Float64Array, shape: Shape) => void

type Kernel = (
  a: number,
  b: number,
  out: number,
  from: number,
  to: number,
  n: number,
  k: number,
) => void

/** The kernel takes columns by eight. */
const columnsAtOnce = 8
const numberBytes = 8
const pageBytes = 65_536

/**
 * Makes a product of matrices with memory of its own, from tools/kernel/multiply.wat. Each sum runs in
 * order and in doubles, so the bytes are those of three plain loops; it takes a third of their time.
 */
export function createMultiply(): Multiply {
  const memory = new WebAssembly.Memory({ initial: 1 })
  const { exports } = new WebAssembly.Instance(multiplyModule(), { limen: { memory } })
  const kernel = exports.multiply as Kernel

  return (a, b, out, { m, n, k }) => {
    const width = Math.ceil(n / columnsAtOnce) * columnsAtOnce
    const [bAt, outAt] = [m * k, m * k + k * width]
    const bytes = (outAt + m * width) * numberBytes
    const missing = Math.ceil((bytes - memory.buffer.byteLength) / pageBytes)
    if (missing > 0) memory.grow(missing)
    const numbers = new Float64Array(memory.buffer)

    numbers.set(a.subarray(0, m * k))
    copyRows(b, n, numbers.subarray(bAt, outAt), width, k)
    kernel(0, bAt * numberBytes, outAt * numberBytes, 0, m, width, k)
    copyRows(numbers.subarray(outAt), width, out, n, m)
  }
}

/** Copies rows to rows of another length; what a longer one has more is zero. */
function copyRows(
  from: Float64Array,
  fromWidth: number,
  to: Float64Array,
  toWidth: number,
  rows: number,
): void {
  if (fromWidth === toWidth) {
    to.set(from.subarray(0, rows * fromWidth))
    return
  }
  const width = Math.min(fromWidth, toWidth)
  for (let row = 0; row < rows; row++) {
    const start = row * fromWidth
    to.set(from.subarray(start, start + width), row * toWidth)
    to.fill(0, row * toWidth + width, (row + 1) * toWidth)
  }
}

/** `out[columns × rows] = a[rows × columns]ᵀ`. */
export function transpose(a: Float64Array, rows: number, out: Float64Array): void {
  const columns = a.length / rows
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) out[j * rows + i] = a[i * columns + j] as number
  }
}
