export type Data = Float32Array | Uint8Array | Int8Array | Uint16Array | Int32Array | Float64Array

/** The element types of ONNX that are needed here. */
export type ElementType = 'float32' | 'uint8' | 'int8' | 'uint16' | 'int32' | 'int64'

interface Element {
  readonly type: ElementType
  /** Bytes of an element in a file. */
  readonly bytes: number
  create(length: number): Data
  /** The elements that a file holds in these bytes. */
  read(bytes: Uint8Array): Data
}

// Typed arrays are little-endian as the file is, on every machine that runs this.
const aligned = (bytes: Uint8Array) => bytes.slice().buffer

const float32: Element = {
  type: 'float32',
  bytes: 4,
  create: (length) => new Float32Array(length),
  read: (bytes) => new Float32Array(aligned(bytes)),
}
// Bytes need no alignment: the item table, by far the largest part of a file, stays where it is.
const uint8: Element = {
  type: 'uint8',
  bytes: 1,
  create: (length) => new Uint8Array(length),
  read: (bytes) => bytes,
}
const int8: Element = {
  type: 'int8',
  bytes: 1,
  create: (length) => new Int8Array(length),
  read: ({ buffer, byteOffset, byteLength }) => new Int8Array(buffer, byteOffset, byteLength),
}
const uint16: Element = {
  type: 'uint16',
  bytes: 2,
  create: (length) => new Uint16Array(length),
  read: (bytes) => new Uint16Array(aligned(bytes)),
}
const int32: Element = {
  type: 'int32',
  bytes: 4,
  create: (length) => new Int32Array(length),
  read: (bytes) => new Int32Array(aligned(bytes)),
}
// Held as doubles: shapes and row numbers stay far below 2^53, and plain numbers are quick.
const int64: Element = {
  type: 'int64',
  bytes: 8,
  create: (length) => new Float64Array(length),
  read: (bytes) => Float64Array.from(new BigInt64Array(aligned(bytes)), Number),
}

/** By name. */
export const elements = { float32, uint8, int8, uint16, int32, int64 } as const

/** By `TensorProto.DataType` of ONNX. */
export const elementsByCode: ReadonlyMap<number, Element> = new Map([
  [1, float32],
  [2, uint8],
  [3, int8],
  [4, uint16],
  [6, int32],
  [7, int64],
])

/** An array with a shape. Its `data` is written by the one step that makes it, at every call anew. */
export interface Tensor {
  readonly type: ElementType
  readonly shape: readonly number[]
  readonly data: Data
  /** The same at every call: known once the graph is planned. */
  constant: boolean
}

/** Most axes a tensor may have. */
export const mostAxes = 8

/** How many elements a shape has. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1)
}

/** The same elements in another shape. */
export function reshaped({ type, data, constant }: Tensor, shape: readonly number[]): Tensor {
  return { type, shape, data, constant }
}
