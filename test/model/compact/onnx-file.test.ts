import { describe, expect, test } from 'vitest'
import { ModelError } from '../../../src/errors.ts'
import { compact, createCompact } from '../../../src/model/compact/index.ts'
import type { StartScorer } from '../../../src/model/index.ts'
import {
  type GraphParts,
  model,
  node,
  number,
  type Part,
  part,
  tensor,
  text,
  typedTensor,
  value,
} from './support/onnx-writer.ts'
import {
  inputValues,
  numbersFrom,
  randomVisit,
  rankingParts,
  small,
} from './support/ranking-graph.ts'

const good = rankingParts(small, 1)
const { history, contexts } = small

describe('a file that cannot be used is refused, saying why', () => {
  const changes: Record<string, [RegExp, Partial<GraphParts>]> = {
    'an older opset': [/opset is 12; it must be 13 to 21/, { opset: 12 }],
    'a newer opset': [/opset is 22/, { opset: 22 }],
    'another domain': [/domain com.microsoft is not known/, { domain: 'com.microsoft' }],
    'an operator that is not known': [
      /operator Softmax/,
      { nodes: [node('Softmax', ['q'], ['p'])] },
    ],
    'an operator named like a method': [
      /operator constructor/,
      { nodes: [node('constructor', [], [])] },
    ],
    'an operator whose name is not fit to print': [
      /operator \(unreadable name\)/,
      { nodes: [node('<script>', [], [])] },
    ],
    'an operator of another domain': [
      /domain ai.onnx.ml is not known/,
      {
        nodes: [
          [...node('Add', ['item_mask', 'item_mask'], ['x']), ...part(7, text('ai.onnx.ml'))],
        ],
      },
    ],
    'an attribute that is not known': [
      /MatMul has transA, which is not known/,
      { nodes: [node('MatMul', ['item_mask', 'item_mask'], ['x'], { transA: 1 })] },
    ],
    'a graph in an attribute': [
      /an attribute has an unknown part \(field 6\)/,
      { nodes: [part(5, [...part(1, text('body')), ...part(6, [])])] },
    ],
    'a value that nothing makes': [
      /ghost is used before it is made/,
      { nodes: [node('Identity', ['ghost'], ['x'])] },
    ],
    'a value made twice': [
      /item_mask is made twice/,
      { nodes: [node('Identity', ['item_mask'], ['item_mask'])] },
    ],
    'shapes that do not fit': [
      /MatMul of shapes that do not fit/,
      { nodes: [node('MatMul', ['item_mask', 'context_mask'], ['x'])] },
    ],
    'types that do not fit': [
      /Add cannot take int32 as input 1/,
      { nodes: [node('Add', ['item_mask', 'items'], ['x'])] },
    ],
    'a shape that depends on the visit': [
      /Reshape must have a constant as input 1/,
      { nodes: [node('Reshape', ['item_mask', 'items'], ['x'])] },
    ],
    'more entries than there are': [
      /TopK cannot return 61 of 4/,
      {
        nodes: [node('TopK', ['item_mask', 'many'], ['v', 'i'])],
        initializers: [tensor('many', 'int64', [1], [61])],
      },
    ],
    'a tensor shorter than its shape': [
      /tensor A holds 2 numbers, its shape says 3/,
      { initializers: [tensor('A', 'float32', [3], [1, 2])] },
    ],
    'a tensor in another file': [
      /tensor A is in another file/,
      {
        initializers: [
          [...tensor('A', 'float32', [0], []), ...part(13, part(1, text('location')))],
        ],
      },
    ],
    'a tensor of another type': [
      /element type 11 is not known/,
      { initializers: [[...number(2, 11), ...part(8, text('A'))]] },
    ],
    'sparse tensors': [/the graph has an unknown part \(field 15\)/, { more: [part(15, [])] }],
    'an input that is not in the contract': [
      /input age is not known/,
      { inputs: [...inputValues(history, contexts), value('age', 'int32', [1])] },
    ],
    'an input missing': [/kinds/, { inputs: inputValues(history, contexts).toSpliced(1, 1) }],
    'an input of another type': [
      /input items must be a list of int32/,
      {
        nodes: [],
        outputs: [],
        inputs: inputValues(history, contexts).with(0, value('items', 'int64', [4])),
      },
    ],
    'an open input': [
      /input items must have a fixed shape/,
      { inputs: inputValues(history, contexts).with(0, value('items', 'int32', [-1])) },
    ],
    'an output missing': [
      /output top_items is missing/,
      { outputs: [value('top_scores', 'float32', [10])] },
    ],
    'more memory than an isolate has': [
      /too much memory/,
      { inputs: inputValues(2 ** 30, contexts) },
    ],
    'more axes than any model has': [
      /more than 8 axes/,
      {
        nodes: [
          node('Unsqueeze', ['item_mask', 'axes'], ['x']),
          node('Unsqueeze', ['x', 'axes'], ['y']),
        ],
        initializers: [tensor('axes', 'int64', [5], [0, 1, 2, 3, 4])],
      },
    ],
    'a shape of too many numbers': [
      /Reshape has too many numbers/,
      {
        nodes: [node('Reshape', ['item_mask', 'long'], ['x'])],
        initializers: [tensor('long', 'int64', [9], [-1, 1, 1, 1, 1, 1, 1, 1, 1])],
      },
    ],
    'more time than anyone has': [
      /too much time/,
      {
        inputs: inputValues(2 ** 11, contexts),
        nodes: [
          node('Reshape', ['item_mask', 'column'], ['c']),
          node('Reshape', ['item_mask', 'row'], ['r']),
          node('MatMul', ['c', 'r'], ['square']),
          node('MatMul', ['square', 'square'], ['x']),
        ],
        initializers: [
          tensor('column', 'int64', [2], [-1, 1]),
          tensor('row', 'int64', [2], [1, -1]),
        ],
      },
    ],
    'more nodes than any model': [
      /more than 1000 parts/,
      { nodes: Array.from({ length: 1001 }, (_, i) => node('Identity', ['items'], [`x${i}`])) },
    ],
  }

  test.each(Object.entries(changes))('%s', async (_, [message, change]) => {
    const refusal = compact(model({ ...good, ...change }))
    await expect(refusal).rejects.toThrow(message)
    await expect(refusal).rejects.toMatchObject({ code: 'ERR_MODEL_INCOMPATIBLE' })
  })

  test.each([
    ['nothing', []],
    ['words', text('this is not a model')],
    ['a field without an end', [0x3a, 0xff, 0xff, 0xff, 0xff, 0x0f]],
    ['a number without an end', Array(30).fill(0xff)],
    ['a wire type that is not used', [0x0b]],
    ['text for a graph', part(7, text('a graph'))],
  ])('%s', async (_, bytes: Part) => {
    await expect(compact(Uint8Array.from(bytes).buffer)).rejects.toThrow(ModelError)
  })
})

describe('a file that reads well', () => {
  test('may hold its numbers packed by type', async () => {
    const raw = model(twice(tensor))
    const typed = model(twice(typedTensor))
    expect(typed.byteLength).not.toBe(raw.byteLength)
    const [a, b] = await Promise.all([compact(raw), compact(typed)])
    const visit = randomVisit(small, numbersFrom(2))
    const answer = await a.score(visit)
    expect([...answer.items]).toEqual([1, 0, 3])
    expect(await b.score(visit)).toEqual(answer)
  })
})

describe('a damaged file', () => {
  const tiny = { ...small, items: 9, dimensions: 2, top: 3, contextRows: 3 }
  const file = new Uint8Array(model(rankingParts(tiny, 3)))

  test('is refused wherever it was cut', async () => {
    for (let length = 0; length < file.length; length++) {
      await expect(compact(file.slice(0, length).buffer)).rejects.toThrow(ModelError)
    }
  }, 30_000)

  test('is refused or scores, whichever byte was changed, and never does anything else', async () => {
    const random = numbersFrom(4)
    const plain = createCompact()
    let refused = 0
    for (let at = 0; at < file.length; at++) {
      for (const [change, start] of [
        [0x01, compact],
        [0x80, plain],
        [0xff, plain],
      ] as const) {
        const damaged = file.with(at, (file[at] as number) ^ change)
        refused += Number(await isRefused(damaged.buffer, start))
      }
    }
    expect(refused).toBeGreaterThan(file.length / 2)

    async function isRefused(damaged: ArrayBuffer, start: StartScorer): Promise<boolean> {
      try {
        const scorer = await start(damaged)
        const { items, scores } = await scorer.score(randomVisit(tiny, random))
        expect(items).toHaveLength(scores.length)
        return false
      } catch (error) {
        // A row beyond a table that became shorter.
        if (!(error instanceof RangeError)) expect(error).toBeInstanceOf(ModelError)
        return true
      }
    }
  }, 60_000)
})

/** Negative, large and ordinary numbers of each type, each of which the answer depends on. */
function twice(write: typeof typedTensor): GraphParts {
  return {
    nodes: [
      node('Slice', ['item_mask', 'from', 'to'], ['one']),
      node('Mul', ['one', 'none'], ['nothing']),
      node('Add', ['nothing', 'values'], ['v']),
      node('DynamicQuantizeLinear', ['v'], ['bytes', 'step', 'zero']),
      node('MatMulInteger', ['bytes', 'table', 'zero'], ['product']),
      node('Add', ['product', 'more'], ['sum']),
      node('Cast', ['sum'], ['score'], { to: 1 }),
      node('TopK', ['score', 'k'], ['top_scores', 'top_items']),
    ],
    initializers: [
      write('from', 'int64', [1], [-1]),
      write('to', 'int64', [1], [2 ** 53]),
      write('none', 'float32', [], [0]),
      write('values', 'float32', [2], [-1.5, 3.25]),
      write('table', 'int8', [2, 4], [-128, 127, 0, 5, 127, -128, -1, 9]),
      write('more', 'int32', [4], [7, 100_000, -2_000_000_000, -1]),
      write('k', 'int64', [1], [3]),
    ],
    inputs: inputValues(history, contexts),
    outputs: [value('top_items', 'int64', [3]), value('top_scores', 'float32', [3])],
  }
}
