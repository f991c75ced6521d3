/** A field of a protobuf message, encoded. */
export type Part = number[]

export type Numbers = readonly number[]

/** A number, words, a list of numbers, or a tensor in its own wrapping. */
export interface Attributes {
  readonly [name: string]: number | string | readonly number[] | { readonly tensor: Part }
}

export interface GraphParts {
  readonly nodes: readonly Part[]
  readonly initializers?: readonly Part[]
  readonly inputs: readonly Part[]
  readonly outputs: readonly Part[]
  readonly opset?: number
  readonly domain?: string
  /** Anything else to put into the graph. */
  readonly more?: readonly Part[]
}

/** Writes ONNX files by the format's own numbers, independently of the reader under test. */
export function model({ nodes, initializers = [], inputs, outputs, ...rest }: GraphParts) {
  const graph = [
    ...nodes.map((node) => part(1, node)),
    part(2, text('graph')),
    ...initializers.map((tensor) => part(5, tensor)),
    ...inputs.map((input) => part(11, input)),
    ...outputs.map((output) => part(12, output)),
    ...(rest.more ?? []),
  ].flat()
  const opset = [...part(1, text(rest.domain ?? '')), ...number(2, rest.opset ?? 17)]
  const file = [...number(1, 8), ...part(7, graph), ...part(8, opset)]
  return Uint8Array.from(file).buffer
}

export function node(
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Attributes = {},
): Part {
  return [
    ...inputs.flatMap((name) => part(1, text(name))),
    ...outputs.flatMap((name) => part(2, text(name))),
    ...part(4, text(operator)),
    ...Object.entries(attributes).flatMap(([name, value]) => part(5, attribute(name, value))),
  ]
}

function attribute(name: string, value: Attributes[string]): Part {
  return [...part(1, text(name)), ...attributeValue(value)]
}

function attributeValue(value: Attributes[string]): Part {
  if (typeof value === 'number') return [...number(3, value), ...number(20, 2)]
  if (typeof value === 'string') return [...part(4, text(value)), ...number(20, 3)]
  if ('tensor' in value) return [...part(5, value.tensor), ...number(20, 4)]
  return [...value.flatMap((item) => number(8, item)), ...number(20, 7)]
}

export const types = { float32: 1, uint8: 2, int8: 3, uint16: 4, int32: 6, int64: 7 }
export type Type = keyof typeof types

const arrays = {
  float32: Float32Array,
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int32: Int32Array,
}

/** A tensor with its numbers as raw bytes. */
export function tensor(name: string, type: Type, shape: Numbers, values: Iterable<number>): Part {
  const typed =
    type === 'int64'
      ? BigInt64Array.from(Array.from(values, BigInt))
      : new arrays[type](Array.from(values))
  const raw = Array.from(new Uint8Array(typed.buffer))
  return [
    ...shape.flatMap((length) => number(1, length)),
    ...number(2, types[type]),
    ...part(8, text(name)),
    ...part(9, raw),
  ]
}

/** A tensor with its numbers in the field of their type. */
export function typedTensor(name: string, type: Type, shape: Numbers, values: Numbers): Part {
  const packed =
    type === 'float32'
      ? part(4, Array.from(new Uint8Array(Float32Array.from(values).buffer)))
      : part(type === 'int64' ? 7 : 5, values.flatMap(varint))
  return [
    ...part(1, shape.flatMap(varint)),
    ...number(2, types[type]),
    ...packed,
    ...part(8, text(name)),
  ]
}

export function value(name: string, type: Type, shape: Numbers): Part {
  // A dimension without a length is open.
  const dimensions = shape.flatMap((n) => part(1, n < 0 ? part(2, text('open')) : number(1, n)))
  const tensorType = [...number(1, types[type]), ...part(2, dimensions)]
  return [...part(1, text(name)), ...part(2, part(1, tensorType))]
}

/** Length-delimited. */
export function part(field: number, body: Part): Part {
  return [...varint(field * 8 + 2), ...varint(body.length), ...body]
}

export function number(field: number, value: number): Part {
  return [...varint(field * 8), ...varint(value)]
}

export function text(words: string): Part {
  return [...new TextEncoder().encode(words)]
}

function varint(value: number): Part {
  let rest = BigInt.asUintN(64, BigInt(value))
  const bytes: Part = []
  do {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0))
    rest >>= 7n
  } while (rest > 0n)
  return bytes
}
