export type Data = Float32Array | Uint8Array | Int8Array | Int32Array | Float64Array

/** The element types of ONNX that are needed here. */
export type ElementType = 'float32' | 'uint8' | 'int8' | 'int32' | 'int64'

interface Element {
  readonly type: ElementType
  /** Bytes of an element in a file. */
  readonly bytes: number
  create(length: number): Data
  readonly read: (view: DataView, at: number) => number
}

const float32: Element = {
  type: 'float32',
  bytes: 4,
  create: (length) => new Float32Array(length),
  read: (view, at) => view.getFloat32(at, true),
}
const uint8: Element = {
  type: 'uint8',
  bytes: 1,
  create: (length) => new Uint8Array(length),
  read: (view, at) => view.getUint8(at),
}
const int8: Element = {
  type: 'int8',
  bytes: 1,
  create: (length) => new Int8Array(length),
  read: (view, at) => view.getInt8(at),
}
const int32: Element = {
  type: 'int32',
  bytes: 4,
  create: (length) => new Int32Array(length),
  read: (view, at) => view.getInt32(at, true),
}
// Held as doubles: shapes and row numbers stay far below 2^53, and plain numbers are quick.
const int64: Element = {
  type: 'int64',
  bytes: 8,
  create: (length) => new Float64Array(length),
  read: (view, at) => Number(view.getBigInt64(at, true)),
}

/** By name. */
export const elements = { float32, uint8, int8, int32, int64 } as const

/** By `TensorProto.DataType` of ONNX. */
export const elementsByCode: ReadonlyMap<number, Element> = new Map([
  [1, float32],
  [2, uint8],
  [3, int8],
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

/** How many elements a shape has. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1)
}

/** The same elements in another shape. */
export function reshaped({ type, data, constant }: Tensor, shape: readonly number[]): Tensor {
  return { type, shape, data, constant }
}
