import onnxProto from 'onnx-proto'
import { itemKinds } from '../model/manifest.ts'
import type { RankingModel } from './quantise.ts'

const { onnx } = onnxProto
type Node = InstanceType<typeof onnx.NodeProto>
type Tensor = InstanceType<typeof onnx.TensorProto>

const opset = 17
/** Intermediate representation 8 is the one that came with opset 17. */
const irVersion = 8

/** The element types of ONNX that the graph uses. */
const types = { float32: 1, uint8: 2, int8: 3, uint16: 4, int32: 6, int64: 7 } as const
type ElementType = keyof typeof types

/** Writes a model as one ONNX graph, whose inputs and outputs are those that `Manifest` names. */
export function writeOnnxFile(
  model: RankingModel,
  { contexts, top }: { readonly contexts: number; readonly top: number },
): Uint8Array<ArrayBuffer> {
  const { history } = model
  const parts = [weights(model), query(model), similarity(model), neighbours(model), best(top)]
  const graph = onnx.GraphProto.create({
    name: 'ranking',
    node: parts.flatMap(({ nodes }) => nodes),
    initializer: parts.flatMap(({ tensors }) => tensors),
    input: [
      value('items', 'int32', history),
      value('kinds', 'int32', history),
      value('item_mask', 'float32', history),
      value('contexts', 'int32', contexts),
      value('context_mask', 'float32', contexts),
    ],
    output: [value('top_items', 'int64', top), value('top_scores', 'float32', top)],
  })
  const file = onnx.ModelProto.create({
    irVersion,
    producerName: 'limen',
    opsetImport: [{ domain: '', version: opset }],
    graph,
  })
  return Uint8Array.from(onnx.ModelProto.encode(file).finish())
}

interface Part {
  readonly nodes: readonly Node[]
  readonly tensors: readonly Tensor[]
}

/** Where an item's weights are: `kind · J + position`. */
function weights({ history }: RankingModel): Part {
  return {
    nodes: [
      node('Mul', ['kinds', 'history'], 'kind_start'),
      node('Add', ['kind_start', 'places'], 'weight_row'),
    ],
    tensors: [
      tensor('history', 'int32', [], Int32Array.of(history)),
      tensor(
        'places',
        'int32',
        [history],
        Int32Array.from({ length: history }, (_, at) => at),
      ),
    ],
  }
}

/** `q = Σ_j a_j · E[item_j] + Σ_c m_c · C[context_c]`. */
function query(model: RankingModel): Part {
  const { items, dimension, table, contexts, contextRows, positions, tableScale } = model
  const scaled = positions.map((weight) => weight * tableScale)
  return {
    nodes: [
      node('Gather', ['E', 'items'], 'item_codes', { axis: 1 }),
      node('Cast', ['item_codes'], 'item_vectors', { to: types.float32 }),
      node('Gather', ['item_weights', 'weight_row'], 'item_weight', { axis: 0 }),
      node('Mul', ['item_weight', 'item_mask'], 'permitted_weight'),
      node('MatMul', ['item_vectors', 'permitted_weight'], 'from_items'),
      node('Gather', ['C', 'contexts'], 'context_vectors', { axis: 0 }),
      node('MatMul', ['context_mask', 'context_vectors'], 'from_contexts'),
      node('Add', ['from_items', 'from_contexts'], 'q'),
    ],
    tensors: [
      tensor('E', 'int8', [dimension, items + 1], table),
      tensor('item_weights', 'float32', [itemKinds.length * model.history], scaled),
      tensor('C', 'float32', [contextRows, dimension], contexts),
    ],
  }
}

/** `τ · ⟨q/|q|, E_i⟩ + prior_i`, in 8-bit integers. */
function similarity({ items, temperature, tableScale, prior }: RankingModel): Part {
  return {
    nodes: [
      node('LpNormalization', ['q'], 'direction', { axis: 0, p: 2 }),
      node('DynamicQuantizeLinear', ['direction'], ['q_codes', 'q_scale', 'q_zero']),
      node('MatMulInteger', ['q_codes', 'E', 'q_zero'], 'products'),
      node('Cast', ['products'], 'product', { to: types.float32 }),
      node('Mul', ['q_scale', 'temperature'], 'factor'),
      node('Mul', ['product', 'factor'], 'similarity'),
      node('Add', ['similarity', 'prior'], 'general_score'),
    ],
    tensors: [
      tensor('temperature', 'float32', [], Float32Array.of(temperature * tableScale)),
      tensor('prior', 'float32', [items + 1], prior),
    ],
  }
}

/** `+ Σ_j s_j · share(item_j, i)`: what most often stands beside the visit's items. */
function neighbours({ items, history, neighbours }: RankingModel): Part {
  const { size, rows, roots, rootScale, positions } = neighbours
  if (size === 0) return { nodes: [node('Identity', ['general_score'], 'score')], tensors: [] }
  return {
    nodes: [
      node('Gather', ['neighbours', 'items'], 'neighbour_rows', { axis: 1 }),
      node('Reshape', ['neighbour_rows', 'flat'], 'flat_rows'),
      node('Cast', ['flat_rows'], 'scatter_rows', { to: types.int32 }),
      node('Gather', ['roots', 'items'], 'root_codes', { axis: 1 }),
      node('Cast', ['root_codes'], 'root_steps', { to: types.float32 }),
      node('Mul', ['root_steps', 'root_scale'], 'root'),
      node('Mul', ['root', 'root'], 'share'),
      node('Gather', ['neighbour_weights', 'weight_row'], 'neighbour_weight', { axis: 0 }),
      node('Mul', ['neighbour_weight', 'item_mask'], 'permitted_neighbour_weight'),
      node('Mul', ['share', 'permitted_neighbour_weight'], 'weighted_share'),
      node('Reshape', ['weighted_share', 'flat'], 'flat_share'),
      node('ScatterElements', ['no_scores', 'scatter_rows', 'flat_share'], 'neighbour_score', {
        axis: 0,
        reduction: 'add',
      }),
      node('Add', ['general_score', 'neighbour_score'], 'score'),
    ],
    tensors: [
      tensor('neighbours', 'uint16', [size, items + 1], rows),
      tensor('roots', 'uint8', [size, items + 1], roots),
      tensor('root_scale', 'float32', [], Float32Array.of(rootScale)),
      tensor('neighbour_weights', 'float32', [itemKinds.length * history], positions),
      tensor('flat', 'int64', [1], BigInt64Array.of(-1n)),
      tensor('no_scores', 'float32', [items + 1], new Float32Array(items + 1)),
    ],
  }
}

function best(top: number): Part {
  return {
    nodes: [node('TopK', ['score', 'top'], ['top_scores', 'top_items'], { axis: 0 })],
    tensors: [tensor('top', 'int64', [1], BigInt64Array.of(BigInt(top)))],
  }
}

type AttributeValue = number | string

function node(
  opType: string,
  input: string[],
  output: string | string[],
  attributes: Readonly<Record<string, AttributeValue>> = {},
): Node {
  return onnx.NodeProto.create({
    opType,
    input,
    output: [output].flat(),
    attribute: Object.entries(attributes).map(([name, given]) =>
      typeof given === 'number'
        ? { name, type: onnx.AttributeProto.AttributeType.INT, i: given }
        : {
            name,
            type: onnx.AttributeProto.AttributeType.STRING,
            s: new TextEncoder().encode(given),
          },
    ),
  })
}

/** Typed arrays lie in memory as the file wants them: little-endian, on every machine that runs this. */
function tensor(name: string, type: ElementType, dims: number[], data: ArrayBufferView): Tensor {
  const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  return onnx.TensorProto.create({ name, dataType: types[type], dims, rawData })
}

function value(name: string, type: ElementType, length: number) {
  const shape = { dim: [{ dimValue: length }] }
  return { name, type: { tensorType: { elemType: types[type], shape } } }
}
