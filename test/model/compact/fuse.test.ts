import { describe, expect, test } from 'vitest'
import { fuseRanking } from '../../../src/model/compact/fuse.ts'
import { compact, createCompact } from '../../../src/model/compact/index.ts'
import kernel from '../../../src/model/compact/kernel.wasm'
import { readOnnxFile } from '../../../src/model/compact/onnx-file.ts'
import { planGraph } from '../../../src/model/compact/plan.ts'
import { model, node, type Part, tensor, value } from './support/onnx-writer.ts'
import {
  inputValues,
  numbersFrom,
  randomVisit,
  rankingGraph,
  small,
} from './support/ranking-graph.ts'

const castOf = (name: string) => node('Cast', [name], ['floats'], { to: 1 })
const best = (name: string) => node('TopK', [name, 'k'], ['top_scores', 'top_items'])
const cast = castOf('product')

describe('the kernel ranks', () => {
  test.each([
    ['the trained graph', rankingGraph(small, 1)],
    ['the trained graph with neighbours', rankingGraph({ ...small, neighbours: 3 }, 1)],
    ['products without anything added', ending(cast, best('floats'))],
    [
      'a term that stands first',
      ending(cast, node('Add', ['constant', 'floats'], ['s']), best('s')),
    ],
  ])('%s', async (_, file) => {
    expect(operatorsOf(file).at(-1)).toBe('Ranking')
    expect(operatorsOf(file)).not.toContain('MatMulInteger')
    await expectSameAnswers(file)
  })
})

describe('the kernel leaves alone', () => {
  const cases: [string, ...Part[]][] = [
    [
      'the smallest',
      cast,
      node('TopK', ['floats', 'k'], ['top_scores', 'top_items'], { largest: 0 }),
    ],
    ['sums of integers', node('Add', ['product', 'integers'], ['p']), castOf('p'), best('floats')],
    ['a factor for each item', cast, node('Mul', ['floats', 'constant'], ['s']), best('s')],
    [
      'two factors',
      cast,
      node('Mul', ['floats', 'two'], ['t']),
      node('Mul', ['t', 'two'], ['s']),
      best('s'),
    ],
    [
      'a factor for the sum',
      cast,
      node('Add', ['floats', 'constant'], ['t']),
      node('Mul', ['t', 'two'], ['s']),
      best('s'),
    ],
    ['one term for all', cast, node('Add', ['floats', 'two'], ['s']), best('s')],
    [
      'more terms than two',
      cast,
      node('Add', ['floats', 'constant'], ['t']),
      node('Add', ['t', 'constant'], ['u']),
      node('Add', ['u', 'constant'], ['s']),
      best('s'),
    ],
    [
      'products cut to bytes',
      node('Cast', ['product'], ['p'], { to: 3 }),
      castOf('p'),
      best('floats'),
    ],
  ]
  test.each(cases)('%s', async (_, ...nodes) => {
    const file = ending(...nodes)
    expect(operatorsOf(file).at(-1)).toBe('TopK')
    await expectSameAnswers(file)
  })

  test('a list of none', async () => {
    const none = node('TopK', ['floats', 'none'], ['top_scores', 'top_items'])
    const scorer = await compact(ending(cast, none))
    expect((await scorer.score(randomVisit(small, numbersFrom(1)))).items).toHaveLength(0)
  })

  test('a sum that is shared in more ways than can be followed', () => {
    const sums = Array.from({ length: 40 }, (_, i) =>
      node('Add', [i ? `s${i}` : 'floats', i ? `s${i}` : 'floats'], [`s${i + 1}`]),
    )
    expect(operatorsOf(ending(cast, ...sums, best('s40'))).at(-1)).toBe('TopK')
  })
})

/** A graph that ends in these nodes, after the product of the visit's mask and a table of 12 items. */
function ending(...nodes: readonly Part[]): ArrayBuffer {
  const numbers = Array.from({ length: 12 }, (_, i) => ((i * 7) % 12) - 5)
  return model({
    nodes: [
      node('DynamicQuantizeLinear', ['item_mask'], ['bytes', 'step', 'zero']),
      node('MatMulInteger', ['bytes', 'table', 'zero'], ['product']),
      ...nodes,
    ],
    initializers: [
      tensor('table', 'int8', [4, 12], numbersOf(48)),
      tensor('constant', 'float32', [12], numbers),
      tensor('integers', 'int32', [12], numbers),
      tensor('two', 'float32', [], [2]),
      tensor('k', 'int64', [1], [5]),
      tensor('none', 'int64', [1], [0]),
    ],
    inputs: inputValues(4, 2),
    outputs: [value('top_items', 'int64', [5]), value('top_scores', 'float32', [5])],
  })
}

function numbersOf(length: number): number[] {
  const random = numbersFrom(length)
  return Array.from({ length }, () => Math.floor(random() * 256) - 128)
}

function operatorsOf(file: ArrayBuffer): string[] {
  return fuseRanking(planGraph(readOnnxFile(file)), kernel).steps.map(({ operator }) => operator)
}

async function expectSameAnswers(file: ArrayBuffer): Promise<void> {
  const [fast, plain] = await Promise.all([compact(file), createCompact()(file)])
  const random = numbersFrom(1)
  for (let i = 0; i < 50; i++) {
    const visit = randomVisit(small, random)
    expect(await fast.score(visit)).toEqual(await plain.score(visit))
  }
}
