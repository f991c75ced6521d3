import {
  asField,
  bytes,
  floats,
  integer,
  integers,
  many,
  message,
  one,
  packed,
  text,
} from './protobuf.ts'
import { named, refuse } from './refuse.ts'
import {
  type Data,
  type ElementType,
  elementsByCode,
  mostAxes,
  sizeOf,
  type Tensor,
} from './tensor.ts'

/** What is needed of an ONNX file. */
export interface Graph {
  readonly nodes: readonly Node[]
  readonly initializers: ReadonlyMap<string, Tensor>
  readonly inputs: ReadonlyMap<string, ValueType>
  readonly outputs: readonly string[]
}

export interface Node {
  readonly operator: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: ReadonlyMap<string, Attribute>
}

export interface Attribute {
  /** `AttributeProto.AttributeType` of ONNX. */
  readonly type: number
  readonly integer: number
  readonly text: string
  readonly integers: readonly number[]
  readonly tensor: Tensor | undefined
}

interface ValueType {
  readonly type: ElementType
  readonly shape: readonly number[]
}

const mostFileBytes = 32 * 2 ** 20
/** From 13 to 21 the operators of this engine mean the same. */
const opsets = { oldest: 13, newest: 21 }

/**
 * Reads the graph of an ONNX file. Tensors of bytes are views of the file, not copies.
 *
 * @throws ModelError that says what is damaged, or what is not understood.
 */
export function readOnnxFile(file: ArrayBuffer): Graph {
  if (file.byteLength > mostFileBytes) refuse(`the file is over ${mostFileBytes} bytes`)
  const { imports, graph } = readModel(asField(file))
  for (const { domain, version } of imports) {
    checkDomain(domain)
    if (version < opsets.oldest || version > opsets.newest) {
      refuse(`opset is ${version}; it must be ${opsets.oldest} to ${opsets.newest}`)
    }
  }
  if (imports.length === 0 || !graph) return refuse('the file has no graph or no opset')
  return {
    nodes: graph.nodes.map(toNode),
    initializers: new Map(graph.initializers.map((parts) => [parts.name, toTensor(parts)])),
    inputs: new Map(graph.inputs.map((value) => [value.name, toValueType(value)])),
    outputs: graph.outputs.map(({ name }) => name),
  }
}

// Field numbers are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3; after the parts
// stand the ones that are ignored: names, comments, versions of the writer.

const readTensor = message(
  'a tensor',
  {
    shape: packed(1, integers, mostAxes),
    code: one(2, integer, 0),
    floats: packed(4, floats),
    int32s: packed(5, integers),
    int64s: packed(7, integers),
    name: one(8, text, ''),
    raw: one(9, bytes, undefined),
    external: many(13, bytes),
    location: one(14, integer, 0),
  },
  [12, 16],
)

const readDimension = message('a dimension', { length: one(1, integer, -1) }, [2, 3])
const readShape = message('a shape', { dimensions: many(1, readDimension) })
const readTensorType = message('a tensor type', {
  code: one(1, integer, 0),
  shape: one(2, readShape, undefined),
})
const readType = message('a type', { tensor: one(1, readTensorType, undefined) }, [6])
const readValue = message(
  'a value',
  { name: one(1, text, ''), type: one(2, readType, undefined) },
  [3, 4],
)

const readAttribute = message(
  'an attribute',
  {
    name: one(1, text, ''),
    integer: one(3, integer, 0),
    text: one(4, text, ''),
    tensor: one(5, readTensor, undefined),
    integers: packed(8, integers),
    type: one(20, integer, 0),
  },
  [2, 13],
)

const readNode = message(
  'a node',
  {
    inputs: many(1, text),
    outputs: many(2, text),
    operator: one(4, text, ''),
    attributes: many(5, readAttribute),
    domain: one(7, text, ''),
  },
  [3, 6, 9],
)

const readGraph = message(
  'the graph',
  {
    nodes: many(1, readNode),
    initializers: many(5, readTensor),
    inputs: many(11, readValue),
    outputs: many(12, readValue),
  },
  // 13: types and shapes of inner values, which are worked out again.
  [2, 10, 13, 16],
)

const readOpset = message('an opset', { domain: one(1, text, ''), version: one(2, integer, 0) })
const readModel = message(
  'the model',
  { graph: one(7, readGraph, undefined), imports: many(8, readOpset) },
  [1, 2, 3, 4, 5, 6, 14],
)

function toNode({ domain, attributes, ...node }: ReturnType<typeof readNode>): Node {
  checkDomain(domain)
  return {
    ...node,
    attributes: new Map(
      attributes.map(({ name, tensor, ...attribute }) => [
        name,
        { ...attribute, tensor: tensor && toTensor(tensor) },
      ]),
    ),
  }
}

function toValueType({ name, type }: ReturnType<typeof readValue>): ValueType {
  const tensor = type?.tensor ?? refuse(`input ${named(name)} has no type`)
  const dimensions = tensor.shape?.dimensions ?? [{ length: -1 }]
  if (dimensions.some(({ length }) => length === -1)) {
    refuse(`input ${named(name)} must have a fixed shape`)
  }
  const shape = dimensions.map(({ length }) => length)
  return { type: elementOf(tensor.code).type, shape: checkShape(name, shape) }
}

type TensorParts = ReturnType<typeof readTensor>
type TypedFields = { readonly [T in ElementType]?: number[] }

function toTensor(parts: TensorParts): Tensor {
  const { name, code, shape, external, location } = parts
  if (location !== 0 || external.length > 0) refuse(`tensor ${named(name)} is in another file`)
  checkShape(name, shape)
  return { type: elementOf(code).type, shape, data: toData(parts), constant: true }
}

function toData({ name, code, shape, floats, int32s, int64s, raw }: TensorParts): Data {
  const element = elementOf(code)
  const size = sizeOf(shape)
  const { [element.type]: typed = int32s } = { float32: floats, int64: int64s } as TypedFields
  const held = raw ? raw.length / element.bytes : typed.length
  if (held !== size) refuse(`tensor ${named(name)} holds ${held} numbers, its shape says ${size}`)
  if (raw) return element.read(raw)
  const data = element.create(size)
  data.set(typed)
  return data
}

function elementOf(code: number) {
  return elementsByCode.get(code) ?? refuse(`element type ${code} is not known`)
}

function checkShape(name: string, shape: readonly number[]): readonly number[] {
  const possible = shape.length <= mostAxes && shape.every((n) => n >= 0 && n < 2 ** 31)
  return possible ? shape : refuse(`${named(name)} has an impossible shape`)
}

function checkDomain(domain: string): void {
  if (domain !== '' && domain !== 'ai.onnx') {
    refuse(`operator domain ${named(domain)} is not known`)
  }
}
