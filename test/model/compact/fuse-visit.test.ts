import { describe, expect, test } from 'vitest'
import { fuseVisit } from '../../../src/model/compact/fuse-visit.ts'
import kernel from '../../../src/model/compact/kernel.wasm'
import { readOnnxFile } from '../../../src/model/compact/onnx-file.ts'
import { type Plan, planGraph } from '../../../src/model/compact/plan.ts'
import type { Tensor } from '../../../src/model/compact/tensor.ts'
import type { ModelInputs } from '../../../src/model/index.ts'
import { node, type Part, tensor } from './support/onnx-writer.ts'
import {
  numbersFrom,
  randomVisit,
  rankingGraph,
  rankingParts,
  small,
} from './support/ranking-graph.ts'

const sizes = { ...small, neighbours: 3 }
/** More visits than it takes until a table is turned. */
const visits = 450

describe('one step sums the columns of the visited', () => {
  test.each([
    ['in the trained graph', rankingGraph(small, 1), ['SumOfColumns']],
    ['and of their neighbours', rankingGraph(sizes, 1), ['ScatterOfColumns', 'SumOfColumns']],
    ['for a longer history', rankingGraph({ ...sizes, history: 11 }, 2), both()],
    ['for a history of one', rankingGraph({ ...sizes, history: 1 }, 3), both()],
    ['whatever is made of a byte', squared(), both()],
  ])('%s', (_, file, fused) => {
    const plan = fuseVisit(planned(file), kernel)
    expect(
      operatorsOf(plan)
        .filter((operator) => operator.endsWith('OfColumns'))
        .sort(),
    ).toEqual(fused)
    expectSameAnswers(file)
  })
})

describe('steps stay as they are', () => {
  test.each([
    ['where the last update counts', lastCounts()],
    ['where a share depends on the visit twice', twice()],
    ['where a byte becomes no number', squared(Number.POSITIVE_INFINITY)],
  ])('%s', (_, file) => {
    expect(operatorsOf(fuseVisit(planned(file), kernel))).toContain('ScatterElements')
    expectSameAnswers(file)
  })
})

test('a row beyond the table is refused before and after it is turned', () => {
  const file = rankingGraph(sizes, 1)
  const plan = fuseVisit(planned(file), kernel)
  const random = numbersFrom(1)
  const beyond = { ...randomVisit(sizes, random), items: new Int32Array(sizes.history).fill(99) }
  for (let i = 0; i < visits; i++) {
    expect(() => answer(plan, beyond)).toThrow(RangeError)
    answer(plan, randomVisit(sizes, random))
  }
})

function both() {
  return ['ScatterOfColumns', 'SumOfColumns']
}

function planned(file: ArrayBuffer): Plan {
  return planGraph(readOnnxFile(file))
}

function operatorsOf({ steps }: Plan): string[] {
  return steps.map(({ operator }) => operator)
}

// Where the nodes stand that are changed, counted from the end.
const shareAt = -8
const scatterAt = -3

function squared(scale = 1 / 255): ArrayBuffer {
  return changed(
    shareAt,
    [
      node('Cast', ['codes'], ['steps'], { to: 1 }),
      node('Mul', ['steps', 'rootScale'], ['root']),
      node('Mul', ['root', 'root'], ['share']),
    ],
    [tensor('rootScale', 'float32', [], [scale])],
  )
}

function twice(): ArrayBuffer {
  return changed(shareAt, [
    node('Cast', ['codes'], ['steps'], { to: 1 }),
    node('Mul', ['steps', 'item_mask'], ['share']),
  ])
}

function lastCounts(): ArrayBuffer {
  const inputs = ['none', 'scatterRows', 'updates']
  return changed(scatterAt, [node('ScatterElements', inputs, ['boost'], { axis: 0 })])
}

function changed(at: number, nodes: Part[], more: Part[] = []): ArrayBuffer {
  const parts = rankingParts(sizes, 1)
  return rankingGraph(sizes, 1, {
    nodes: parts.nodes.toSpliced(at, 1, ...nodes),
    initializers: [...(parts.initializers ?? []), ...more],
  })
}

function expectSameAnswers(file: ArrayBuffer): void {
  const fused = fuseVisit(planned(file), kernel)
  const plain = planned(file)
  const random = numbersFrom(1)
  const of = {
    ...small,
    history: (plain.inputs.get('items') as Tensor).data.length,
  }
  for (let i = 0; i < visits; i++) {
    const visit = randomVisit(of, random)
    expect(answer(fused, visit)).toEqual(answer(plain, visit))
  }
}

function answer({ inputs, outputs, steps }: Plan, visit: ModelInputs): unknown {
  const values = {
    items: visit.items,
    kinds: visit.kinds,
    item_mask: visit.itemMask,
    contexts: visit.contexts,
    context_mask: visit.contextMask,
  }
  for (const [name, data] of Object.entries(values)) inputs.get(name)?.data.set(data)
  for (const { run } of steps) run?.()
  return [...outputs].map(([name, { data }]) => [name, [...data]])
}
