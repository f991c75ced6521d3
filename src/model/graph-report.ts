import { ModelError } from '../errors.ts'
import {
  asField,
  bytes,
  type Field,
  floats,
  integer,
  integers,
  many,
  message,
  type Part,
  packed,
  type Read,
  text,
} from './compact/protobuf.ts'
import { mostAxes } from './compact/tensor.ts'

/** An input or output as the file declares it. */
export interface GraphValue {
  readonly name: string
  /** As ONNX names it, `float32`; empty where the file declares no tensor. */
  readonly type: string
  /** -1 where the file leaves a length open. */
  readonly shape: readonly number[]
}

/** Numbers that a file holds. */
export interface Initializer extends GraphValue {
  readonly bytes: number
  /** The numbers are in another file. */
  readonly isExternal: boolean
  /** No NaN and no infinity. */
  readonly onlyFinite: boolean
}

export interface GraphNode {
  readonly operator: string
  readonly domain: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** It holds a graph of its own, as loops and branches do. */
  readonly isNested: boolean
}

/** What an ONNX file is, whether or not an engine can use it. */
export interface GraphReport {
  readonly bytes: number
  readonly producer: string
  readonly irVersion: number
  readonly opsets: readonly { readonly domain: string; readonly version: number }[]
  readonly inputs: readonly GraphValue[]
  readonly outputs: readonly GraphValue[]
  readonly nodes: readonly GraphNode[]
  readonly initializers: readonly Initializer[]
  /** Numbers inside nodes. */
  readonly constants: readonly Initializer[]
  /** Parts that no ranking graph needs: functions, sparse tensors, training. */
  readonly extras: readonly string[]
}

/** A file over this is not looked into. Bytes. */
export const mostFileBytes = 32 * 2 ** 20

/**
 * Reads what an ONNX file is. It holds no more than a few times the file in memory, and looks into no
 * graph within a graph, so that a hostile file costs no more than a good one.
 *
 * @throws ModelError when the bytes are no ONNX file.
 */
export function reportGraph(file: ArrayBuffer): GraphReport {
  if (file.byteLength > mostFileBytes) refuse(`the file is over ${mostFileBytes} bytes`)
  const { graph, functions, training, ...model } = readModel(asField(file))
  if (!graph) return refuse('the file has no graph')
  return {
    bytes: file.byteLength,
    ...model,
    inputs: graph.inputs.map(toValue),
    outputs: graph.outputs.map(toValue),
    nodes: graph.nodes.map(toNode),
    initializers: graph.initializers.map(toInitializer),
    constants: graph.nodes.flatMap(({ attributes }) =>
      attributes.flatMap(({ tensors }) => tensors.map(toInitializer)),
    ),
    extras: [
      ...(functions.length > 0 ? ['functions'] : []),
      ...(graph.sparse.length > 0 ? ['sparse tensors'] : []),
      ...(training.length > 0 ? ['training steps'] : []),
    ],
  }
}

/** A message of which only some parts are of interest. */
function loose<T extends object>(
  name: string,
  parts: { readonly [K in keyof T]: Part<T[K]> },
): Read<T> {
  const read = new Set((Object.values(parts) as { readonly id: number }[]).map(({ id }) => id))
  const others = Array.from({ length: 64 }, (_, id) => id).filter((id) => !read.has(id))
  return message(name, parts, others)
}

/**
 * A part that is there at most once. Of a repeated one, readers make different things: the last, or
 * all of them joined.
 */
function single<T, F>(id: number, read: Read<T>, fallback: F): Part<T | F> {
  const start = (): T | F => fallback
  const next = (value: T | F, field: Field) => {
    if (value !== fallback) refuse('a part of the file is there twice')
    return read(field)
  }
  return { id, start, next }
}

// Field numbers are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3.

const none = new Uint8Array(0)

const readTensor = loose('a tensor', {
  shape: packed(1, integers, mostAxes),
  code: single(2, integer, 0),
  floats: packed(4, floats),
  name: single(8, text, ''),
  raw: single(9, bytes, none),
  external: many(13, bytes),
  location: single(14, integer, 0),
})
const readDimension = loose('a dimension', { length: single(1, integer, -1) })
const readShape = loose('a shape', { dimensions: many(1, readDimension) })
const readTensorType = loose('a tensor type', {
  code: single(1, integer, 0),
  shape: single(2, readShape, undefined),
})
const readType = loose('a type', { tensor: single(1, readTensorType, undefined) })
const readValue = loose('a value', {
  name: single(1, text, ''),
  type: single(2, readType, undefined),
})
const readAttribute = loose('an attribute', {
  graph: many(6, bytes),
  graphs: many(11, bytes),
  tensors: many(5, readTensor),
})
const readNode = loose('a node', {
  inputs: many(1, text),
  outputs: many(2, text),
  operator: single(4, text, ''),
  attributes: many(5, readAttribute),
  domain: single(7, text, ''),
})
const readGraph = loose('the graph', {
  nodes: many(1, readNode),
  initializers: many(5, readTensor),
  inputs: many(11, readValue),
  outputs: many(12, readValue),
  sparse: many(15, bytes),
})
const readOpset = loose('an opset', { domain: single(1, text, ''), version: single(2, integer, 0) })
const readModel = loose('the model', {
  irVersion: single(1, integer, 0),
  producer: single(2, text, ''),
  graph: single(7, readGraph, undefined),
  opsets: many(8, readOpset),
  training: many(20, bytes),
  functions: many(25, bytes),
})

/** `TensorProto.DataType` of ONNX. */
const typeNames = [
  '',
  'float32',
  'uint8',
  'int8',
  'uint16',
  'int16',
  'int32',
  'int64',
  'string',
  'bool',
  'float16',
  'float64',
  'uint32',
  'uint64',
  'complex64',
  'complex128',
  'bfloat16',
]

function toValue({ name, type }: ReturnType<typeof readValue>): GraphValue {
  const { code = 0, shape } = type?.tensor ?? {}
  return {
    name,
    type: typeNames[code] ?? `type ${code}`,
    shape: (shape?.dimensions ?? [{ length: -1 }]).map(({ length }) => length),
  }
}

function toNode({ attributes, ...node }: ReturnType<typeof readNode>): GraphNode {
  const isNested = attributes.some(({ graph, graphs }) => graph.length + graphs.length > 0)
  return { ...node, isNested }
}

function toInitializer(parts: ReturnType<typeof readTensor>): Initializer {
  const { name, shape, code, raw, floats, external, location } = parts
  return {
    name,
    type: typeNames[code] ?? `type ${code}`,
    shape,
    bytes: raw.length + floats.length * 4,
    isExternal: location !== 0 || external.length > 0,
    onlyFinite: floats.every(Number.isFinite) && (exponents.get(code)?.(raw) ?? true),
  }
}

/** Whether all numbers are finite, by type: the others have no other numbers. */
const exponents: ReadonlyMap<number, (raw: Uint8Array) => boolean> = new Map([
  [1, (raw) => areFinite(raw, 4, (view, at) => view.getFloat32(at, true))],
  [11, (raw) => areFinite(raw, 8, (view, at) => view.getFloat64(at, true))],
])

function areFinite(
  raw: Uint8Array,
  size: number,
  read: (view: DataView, at: number) => number,
): boolean {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength)
  for (let at = 0; at + size <= raw.length; at += size) {
    if (!Number.isFinite(read(view, at))) return false
  }
  return true
}

function refuse(what: string): never {
  throw new ModelError('ERR_MODEL_INCOMPATIBLE', 'file', what)
}
