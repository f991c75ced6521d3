import { describe, expect, test } from 'vitest'
import { compact } from '../../../src/model/compact/index.ts'
import { operators } from '../../../src/model/compact/operators.ts'
import { onnx } from '../../../src/model/onnx.ts'
import { model, node, type Part, tensor, value } from './support/onnx-writer.ts'
import { inputValues, numbersFrom } from './support/ranking-graph.ts'

/** How the graph goes from `item_mask` (float32 [6]) and `items` (int32 [6]) to the two outputs. */
interface Case {
  readonly nodes: readonly Part[]
  readonly constants?: readonly Part[]
  readonly opset?: number
}

const ints = (name: string, ...values: number[]) => tensor(name, 'int64', [values.length], values)
const floats = (name: string, shape: number[], ...values: number[]) =>
  tensor(name, 'float32', shape, values)
/** A matrix of 3 × 2 out of the mask. */
const matrix = node('Reshape', ['item_mask', 'threeByTwo'], ['m'])
const threeByTwo = ints('threeByTwo', 3, 2)
const flat = ints('flat', -1)
const flatten = (name: string) => node('Reshape', [name, 'flat'], ['top_scores'])
const shapes = [threeByTwo, flat]

const cases: Record<string, Case[]> = {
  Add: [
    {
      nodes: [matrix, node('Add', ['m', 'row'], ['s']), flatten('s')],
      constants: [...shapes, floats('row', [2], 0.1, -7)],
    },
    {
      nodes: [matrix, node('Add', ['column', 'm'], ['s']), flatten('s')],
      constants: [...shapes, floats('column', [3, 1], 1, 2, 3)],
    },
    {
      nodes: [matrix, node('Add', ['m', 'wide'], ['s']), flatten('s')],
      constants: [...shapes, floats('wide', [2, 1, 2], 1, 2, 3, 4)],
    },
  ],
  Cast: [
    {
      nodes: [
        node('Mul', ['item_mask', 'big'], ['b']),
        node('Cast', ['b'], ['i'], { to: 6 }),
        node('Cast', ['i'], ['top_scores'], { to: 1 }),
      ],
      constants: [floats('big', [], 1000.5)],
    },
    {
      nodes: [
        node('Cast', ['items'], ['f'], { to: 1 }),
        node('Mul', ['f', 'item_mask'], ['x']),
        node('Cast', ['x'], ['i'], { to: 7 }),
        node('Cast', ['i'], ['top_scores'], { to: 1 }),
      ],
    },
  ],
  Concat: [
    {
      nodes: [matrix, node('Concat', ['m', 'more', 'm'], ['s'], { axis: 1 }), flatten('s')],
      constants: [...shapes, floats('more', [3, 1], 1, 2, 3)],
    },
    {
      nodes: [matrix, node('Concat', ['m', 'more'], ['s'], { axis: -2 }), flatten('s')],
      constants: [...shapes, floats('more', [1, 2], 1, 2)],
    },
  ],
  Constant: [
    {
      nodes: [
        node('Constant', [], ['c'], { value: { tensor: floats('', [], 3) } }),
        node('Mul', ['item_mask', 'c'], ['top_scores']),
      ],
    },
  ],
  DynamicQuantizeLinear: [
    quantized([]),
    quantized([node('Mul', ['item_mask', 'zero'], ['x'])], floats('zero', [], 0)),
    quantized([node('Mul', ['item_mask', 'item_mask'], ['x'])]),
    // Halves, which are rounded to even.
    quantized(
      [node('Mul', ['item_mask', 'nothing'], ['y']), node('Add', ['y', 'halves'], ['x'])],
      floats('nothing', [], 0),
      floats('halves', [6], 127.5, 126.5, -0.5, -127.5, 2.5, 3.5),
    ),
  ],
  Gather: [
    {
      nodes: [node('Gather', ['table', 'items'], ['g'], { axis: 1 }), flatten('g')],
      constants: [flat, floats('table', [2, 4], 1, 2, 3, 4, 5, 6, 7, 8)],
    },
    {
      nodes: [node('Gather', ['table', 'items'], ['g']), flatten('g')],
      constants: [flat, floats('table', [4, 2], 1, 2, 3, 4, 5, 6, 7, 8)],
    },
    {
      nodes: [matrix, node('Gather', ['m', 'last'], ['g'], { axis: -1 }), flatten('g')],
      constants: [...shapes, ints('last', -1, 0, -2)],
    },
  ],
  // By way of a table of numbers that float32 does not hold in a byte.
  Identity: [
    {
      nodes: [
        node('Gather', ['table', 'items'], ['rows'], { axis: 1 }),
        node('Reshape', ['rows', 'flat'], ['list']),
        node('Identity', ['list'], ['same']),
        node('Cast', ['same'], ['top_scores'], { to: 1 }),
      ],
      constants: [flat, tensor('table', 'uint16', [2, 4], [0, 1, 65535, 300, 40000, 5, 6, 7])],
    },
    { nodes: [node('Identity', ['item_mask'], ['top_scores'])] },
  ],
  LpNormalization: [
    { nodes: [node('LpNormalization', ['item_mask'], ['top_scores'])] },
    {
      nodes: [matrix, node('LpNormalization', ['m'], ['n'], { axis: 0, p: 1 }), flatten('n')],
      constants: shapes,
    },
    {
      nodes: [matrix, node('LpNormalization', ['m'], ['n'], { axis: 1 }), flatten('n')],
      constants: shapes,
    },
    {
      nodes: [
        node('Mul', ['item_mask', 'zero'], ['x']),
        node('LpNormalization', ['x'], ['top_scores']),
      ],
      constants: [floats('zero', [], 0)],
    },
  ],
  MatMul: [
    {
      nodes: [matrix, node('MatMul', ['m', 'v'], ['top_scores'])],
      constants: [...shapes, floats('v', [2], 0.3, 0.7)],
    },
    {
      nodes: [node('MatMul', ['item_mask', 'v'], ['top_scores'])],
      constants: [floats('v', [6, 7], ...Array.from({ length: 42 }, (_, i) => i / 9))],
    },
    {
      nodes: [
        node('Unsqueeze', ['item_mask', 'first'], ['row']),
        node('Slice', ['item_mask', 'first', 'second'], ['factor']),
        node('Mul', ['wide', 'factor'], ['w']),
        node('MatMul', ['row', 'w'], ['s']),
        flatten('s'),
      ],
      constants: [
        flat,
        ints('first', 0),
        ints('second', 1),
        floats('wide', [6, 7], ...Array.from({ length: 42 }, (_, i) => i / 9)),
      ],
    },
    {
      nodes: [
        matrix,
        node('Transpose', ['m'], ['t']),
        node('MatMul', ['m', 't'], ['s']),
        flatten('s'),
      ],
      constants: shapes,
    },
    { nodes: [node('MatMul', ['item_mask', 'item_mask'], ['s']), flatten('s')], constants: [flat] },
  ],
  MatMulInteger: [
    integerProduct('int8', 'zero'),
    integerProduct('uint8', 'zero'),
    integerProduct('int8', 'zero', 'origin'),
    integerProduct('int8'),
  ],
  Mul: [
    {
      nodes: [matrix, node('Mul', ['m', 'row'], ['s']), flatten('s')],
      constants: [...shapes, floats('row', [1, 2], 0.1, -7)],
    },
  ],
  Reshape: [
    {
      nodes: [
        matrix,
        node('Reshape', ['m', 'to'], ['r']),
        node('MatMul', ['r', 'v'], ['s']),
        flatten('s'),
      ],
      constants: [...shapes, ints('to', 0, -1), floats('v', [2], 1, 10)],
    },
  ],
  ScatterElements: [
    {
      nodes: [
        node('ScatterElements', ['base', 'items', 'item_mask'], ['top_scores'], {
          reduction: 'add',
        }),
      ],
      constants: [floats('base', [4], 1, 2, 3, 4)],
      opset: 16,
    },
    {
      nodes: [node('ScatterElements', ['base', 'items', 'item_mask'], ['top_scores'])],
      constants: [floats('base', [5], 1, 2, 3, 4, 5)],
    },
    {
      nodes: [
        matrix,
        node('ScatterElements', ['base', 'rows', 'm'], ['s'], { axis: 1, reduction: 'add' }),
        flatten('s'),
      ],
      constants: [
        ...shapes,
        floats('base', [4, 5], ...Array(20).fill(0.5)),
        tensor('rows', 'int64', [3, 2], [0, -1, 4, 4, 2, 3]),
      ],
    },
  ],
  Slice: [
    {
      nodes: [node('Slice', ['item_mask', 'from', 'to'], ['top_scores'])],
      constants: [ints('from', 1), ints('to', -1)],
    },
    {
      nodes: [node('Slice', ['item_mask', 'from', 'to', 'axes', 'steps'], ['top_scores'])],
      constants: [ints('from', -1), ints('to', -100), ints('axes', 0), ints('steps', -2)],
    },
    {
      nodes: [matrix, node('Slice', ['m', 'from', 'to', 'axes'], ['s']), flatten('s')],
      constants: [...shapes, ints('from', 1, 1), ints('to', 2 ** 53, 3), ints('axes', -1, 0)],
    },
  ],
  Squeeze: [
    {
      nodes: [
        node('Unsqueeze', ['item_mask', 'axes'], ['u']),
        node('Squeeze', ['u', 'axes'], ['top_scores']),
      ],
      constants: [ints('axes', 0, 2)],
    },
    {
      nodes: [
        node('Unsqueeze', ['item_mask', 'axes'], ['u']),
        node('Squeeze', ['u'], ['top_scores']),
      ],
      constants: [ints('axes', -1)],
    },
  ],
  TopK: [
    {
      nodes: [node('TopK', ['item_mask', 'k'], ['top_scores', 'best'])],
      constants: [ints('k', 4)],
    },
    {
      nodes: [node('TopK', ['item_mask', 'k'], ['top_scores', 'best'], { largest: 0 })],
      constants: [ints('k', 6)],
    },
    // Many ties: the lower index is first, and that is what the indices show.
    {
      nodes: [
        node('Cast', ['items'], ['f'], { to: 1 }),
        node('TopK', ['f', 'k'], ['v', 'best']),
        node('Cast', ['best'], ['top_scores'], { to: 1 }),
      ],
      constants: [ints('k', 6)],
    },
    {
      nodes: [matrix, node('TopK', ['m', 'k'], ['v', 'best'], { axis: 1 }), flatten('v')],
      constants: [...shapes, ints('k', 1)],
    },
  ],
  Transpose: [
    { nodes: [matrix, node('Transpose', ['m'], ['t']), flatten('t')], constants: shapes },
    {
      nodes: [
        node('Reshape', ['item_mask', 'cube'], ['c']),
        node('Transpose', ['c'], ['t'], { perm: [2, 0, 1] }),
        flatten('t'),
      ],
      constants: [flat, ints('cube', 1, 3, 2)],
    },
  ],
  Unsqueeze: [
    {
      nodes: [
        node('Unsqueeze', ['item_mask', 'axes'], ['u']),
        node('Add', ['u', 'column'], ['s']),
        flatten('s'),
      ],
      constants: [flat, ints('axes', 0), floats('column', [2, 1], 1, 2)],
    },
  ],
}

describe('an operator gives what ONNX Runtime gives, to the last bit', () => {
  const all = Object.entries(cases).flatMap(([operator, list]) =>
    list.map((one, i): [string, Case] => [`${operator} ${i + 1}`, one]),
  )
  test.each(all)('%s', async (_, one) => {
    const file = graphOf(one)
    const [ours, theirs] = await Promise.all([compact(file), onnx(file)])
    const random = numbersFrom(9)
    for (let i = 0; i < 30; i++) {
      const visit = {
        items: Int32Array.from({ length: 6 }, () => Math.floor(random() * 4)),
        kinds: new Int32Array(6),
        itemMask: Float32Array.from({ length: 6 }, () => random() * 4 - 2),
        contexts: new Int32Array(1),
        contextMask: new Float32Array(1),
      }
      const [a, b] = await Promise.all([ours.score(visit), theirs.score(visit)])
      expect([...a.scores]).toEqual([...b.scores])
    }
  })

  test('and none is left out', () => {
    expect([...operators.keys()].sort()).toEqual(Object.keys(cases).sort())
  })
})

function quantized(before: readonly Part[], ...constants: readonly Part[]): Case {
  const input = before.length > 0 ? 'x' : 'item_mask'
  return {
    nodes: [
      ...before,
      node('DynamicQuantizeLinear', [input], ['bytes', 'step', 'origin']),
      node('Cast', ['bytes'], ['values'], { to: 1 }),
      node('Cast', ['origin'], ['start'], { to: 1 }),
      node('Unsqueeze', ['start', 'first'], ['starts']),
      node('Unsqueeze', ['step', 'first'], ['steps']),
      node('Concat', ['values', 'starts', 'steps'], ['top_scores'], { axis: 0 }),
    ],
    constants: [...constants, ints('first', 0)],
  }
}

function integerProduct(type: 'int8' | 'uint8', ...zeros: readonly string[]): Case {
  const table = Array.from({ length: 10 }, (_, i) => (type === 'int8' ? i * 25 - 120 : i * 25))
  const origin = zeros.includes('origin') ? [tensor('origin', type, [], [7])] : []
  return {
    nodes: [
      matrix,
      node('DynamicQuantizeLinear', ['m'], ['bytes', 'step', 'zero']),
      node('MatMulInteger', ['bytes', 'table', ...zeros], ['product']),
      node('Cast', ['product'], ['s'], { to: 1 }),
      flatten('s'),
    ],
    constants: [...shapes, tensor('table', type, [2, 5], table), ...origin],
  }
}

function graphOf({ nodes, constants = [], opset = 17 }: Case) {
  return model({
    opset,
    nodes: [...nodes, node('Cast', ['top_scores'], ['top_items'], { to: 7 })],
    initializers: constants,
    inputs: inputValues(6, 1),
    outputs: [value('top_items', 'int64', [-1]), value('top_scores', 'float32', [-1])],
  })
}
