import { expect, test } from 'vitest'
import type { ModelInputs } from '../../src/model/scorer.ts'
import { best } from '../../src/training/protocols.ts'
import { createRandom } from '../../src/training/random.ts'
import { scoreVisit } from '../../src/training/score.ts'
import { runtime } from './support/runtime.ts'
import { trainToy } from './support/shop.ts'
import { randomVisit, type VisitShape } from './support/visits.ts'

for (const neighbours of [0, 6]) {
  test(`ONNX Runtime ranks 1,000 visits as the trainer does, with ${neighbours} neighbours`, async () => {
    const { file, model, manifest } = await trainToy({ neighbours })
    const run = await runtime(file)
    const random = createRandom(11)
    const scores = new Float32Array(model.items + 1)

    for (let visit = 0; visit < 1000; visit++) {
      const inputs = randomVisit(shapeOf(manifest), random)
      scoreVisit(model, inputs, scores)
      const top = await run(inputs)
      const expected = best(scores, manifest.top)
      top.scores.forEach((score, place) => {
        expect(score).toBeCloseTo(scores[expected[place] as number] as number, 4)
        // Of ties any order is right.
        expect(scores[top.items[place] as number]).toBeCloseTo(score, 4)
      })
      expect(new Set(top.items).size).toBe(manifest.top)
    }
  })
}

test('what is masked leaves every bit of the answer as it was', async () => {
  const { file, manifest } = await trainToy()
  const run = await runtime(file)
  const shape = shapeOf(manifest)
  const random = createRandom(13)

  for (let visit = 0; visit < 200; visit++) {
    const inputs = randomVisit(shape, random)
    const other = randomVisit(shape, random)
    const changed: ModelInputs = {
      ...inputs,
      items: inputs.items.map((item, at) => (inputs.itemMask[at] ? item : (other.items[at] ?? 0))),
      kinds: inputs.kinds.map((kind, at) => (inputs.itemMask[at] ? kind : (other.kinds[at] ?? 0))),
      contexts: inputs.contexts.map((row, at) =>
        inputs.contextMask[at] ? row : (other.contexts[at] ?? 0),
      ),
    }
    const before = await run(inputs)
    const after = await run(changed)
    expect(after.items).toEqual(before.items)
    expect(bitsOf(after.scores)).toEqual(bitsOf(before.scores))
  }
})

test('with everything masked the prior ranks, and the padding row is never shown', async () => {
  const { file, manifest, model } = await trainToy()
  const run = await runtime(file)
  const { contexts, history } = shapeOf(manifest)
  const nothing: ModelInputs = {
    items: new Int32Array(history).fill(model.items),
    kinds: new Int32Array(history),
    itemMask: new Float32Array(history),
    contexts: new Int32Array(contexts.length),
    contextMask: new Float32Array(contexts.length),
  }
  const top = await run(nothing)
  expect(top.items).toEqual(best(model.prior, manifest.top))
  expect(top.scores).toEqual(Float32Array.from(top.items, (row) => model.prior[row] as number))
  expect(top.items).not.toContain(model.items)
})

function shapeOf({
  catalogue,
  inputs,
}: Awaited<ReturnType<typeof trainToy>>['manifest']): VisitShape {
  return {
    items: catalogue.items.length,
    history: inputs.items,
    contexts: inputs.contexts.map(({ rows }) => rows.length),
  }
}

function bitsOf(scores: Float32Array): Uint32Array {
  return new Uint32Array(scores.buffer, scores.byteOffset, scores.length)
}
