import { describe, expect, test } from 'vitest'
import { compact } from '../../src/model/compact/index.ts'
import { createRanker, type DescribedVisit, type StartScorer } from '../../src/model/index.ts'
import {
  type ReleasedOptions,
  type ReleasedRanking,
  released,
  type ShadowComparison,
} from '../../src/release/index.ts'
import { memoryFolder, shelf, someModel, stateOf } from '../fixtures/release-models.ts'

const [one, two, three] = await Promise.all([someModel(1), someModel(2), someModel(3)])
const nobody: DescribedVisit = { items: [], context: new Map() }
const somebody: DescribedVisit = { items: [{ id: 'p7', kind: 'view' }], context: new Map() }

describe('which model answers', () => {
  test('is the one that is deployed, as long as nothing is released', async () => {
    const { rank } = open({ models: [one] })
    expect((await rank(nobody)).release).toEqual({ model: one.reference.model, stage: 'live' })
  })

  test('is the live one of the state that is deployed', async () => {
    const { rank } = open({ models: [one, two], state: stateOf(4, { live: two.reference }) })
    expect((await rank(nobody)).release.model).toBe(two.reference.model)
  })

  test('is the live one of the folder, from the first visit on', async () => {
    const { folder, putModel, putState } = memoryFolder()
    putModel(two)
    putState(stateOf(1, { live: two.reference }))
    const { rank } = open({ models: [one], folder })
    expect((await rank(nobody)).release.model).toBe(two.reference.model)
  })

  test('is the canary for its share of the visits, drawn for each one', async () => {
    const draws = Array.from({ length: 100 }, (_, i) => i / 100)
    const canary = { ...two.reference, share: 0.1 }
    const { rank } = open({
      models: [one, two],
      state: stateOf(1, { live: one.reference, canary }),
      draw: () => draws.shift() as number,
    })
    const stages: string[] = []
    for (let i = 0; i < 100; i++) stages.push((await rank(somebody)).release.stage)
    expect(stages.filter((stage) => stage === 'canary')).toHaveLength(10)
  })

  test('and the two rank differently, each with versions of its own', async () => {
    const draws = [0, 0.9, 0, 0.9]
    const { rank } = open({
      models: [one, two],
      state: stateOf(1, { live: one.reference, canary: { ...two.reference, share: 0.5 } }),
      draw: () => draws.shift() as number,
    })
    const [a, b, again, other] = [
      await rank(somebody),
      await rank(somebody),
      await rank(somebody),
      await rank(somebody),
    ]
    expect(idsOf(a)).not.toEqual(idsOf(b))
    // What explains a ranking is the model that made it.
    const made = [a, b].map(({ model }) => model?.manifest.sha256)
    expect(made).toEqual([two.reference.model, one.reference.model])
    expect(a.version).not.toBe(b.version)
    expect([again.version, other.version]).toEqual([a.version, b.version])
  })
})

test('a deployed state that is none stops the start', () => {
  expect(() => released({ models: [one], engine: compact, state: { live: 'one' } })).toThrow(
    /model.state: must be a release state/,
  )
})

describe('a new state', () => {
  test('is taken behind an answer, once the old one is old enough', async () => {
    const { folder, putModel, putState } = memoryFolder()
    for (const model of [one, two]) putModel(model)
    putState(stateOf(1, { live: one.reference }))
    let milliseconds = 0
    const { rank, settled } = open({ models: [one], folder, now: () => milliseconds })
    expect((await rank(nobody)).release.model).toBe(one.reference.model)

    putState(stateOf(2, { live: two.reference, before: [one.reference] }))
    milliseconds = 29_999
    await rank(nobody)
    await settled()
    expect((await rank(nobody)).release.model).toBe(one.reference.model)
    milliseconds = 30_000
    await rank(nobody)
    await settled()
    expect((await rank(nobody)).release.model).toBe(two.reference.model)
  })

  test('takes a rollback the same way', async () => {
    const { folder, putModel, putState } = memoryFolder()
    for (const model of [one, two]) putModel(model)
    putState(stateOf(2, { live: two.reference, before: [one.reference] }))
    const { rank, settled } = open({ models: [one], folder, rereadSeconds: 0 })
    expect((await rank(nobody)).release.model).toBe(two.reference.model)
    putState(stateOf(3, { live: one.reference }))
    await rank(nobody)
    await settled()
    expect((await rank(nobody)).release.model).toBe(one.reference.model)
  })

  test.each([
    ['an older one that arrives late', JSON.stringify(stateOf(1, { live: two.reference }))],
    ['one that is none', '{"live":"two"}'],
    ['one that is cut off', '{"format":1,"serial":9,'],
    [
      'one of a model that is nowhere',
      JSON.stringify(stateOf(9, { live: { ...two.reference, model: 'f'.repeat(64) } })),
    ],
    [
      'one of a manifest that was changed',
      JSON.stringify(stateOf(9, { live: { ...two.reference, manifest: 'f'.repeat(64) } })),
    ],
  ])('%s leaves the model that answers', async (_, text) => {
    const { folder, files, putModel, putState } = memoryFolder()
    for (const model of [one, two]) putModel(model)
    putState(stateOf(5, { live: one.reference }))
    const { rank, settled } = open({ models: [one], folder, rereadSeconds: 0 })
    await rank(nobody)
    files.set('release.json', text)
    await rank(nobody)
    await settled()
    const ranking = await rank(nobody)
    expect([ranking.by, ranking.release.model]).toEqual(['model', one.reference.model])
  })

  test('with a canary that was tampered with leaves the canary out, and says so', async () => {
    const { folder, files, putModel, putState } = memoryFolder()
    for (const model of [one, two]) putModel(model)
    const path = `${two.manifest.sha256}/${two.manifest.file}`
    files.set(path, new Uint8Array(two.file).with(99, 1).buffer)
    putState(stateOf(1, { live: one.reference, canary: { ...two.reference, share: 0.9 } }))
    const { rank, faults } = open({ models: [one], folder, draw: () => 0 })
    expect((await rank(nobody)).release).toEqual({ model: one.reference.model, stage: 'live' })
    expect(String(faults[0])).toMatch(/hash: its file is not the one that its address names/)
  })

  test('a folder that fails costs nothing but the news', async () => {
    const folder = { read: () => Promise.reject(new Error('no network')) }
    const { rank, faults } = open({ models: [one], folder })
    expect((await rank(nobody)).by).toBe('model')
    expect(String(faults[0])).toMatch(/no network/)
  })

  test('a folder that never answers holds the first visit up for a moment only', async () => {
    const folder = { read: () => new Promise<undefined>(() => undefined) }
    const { rank } = open({ models: [one], folder, waitMs: 5 })
    expect((await rank(nobody)).release.model).toBe(one.reference.model)
  })
})

describe('a canary that breaks', () => {
  test('is answered for by the live model', async () => {
    const breaking: StartScorer = async (file, tools) => {
      const scorer = await compact(file, tools)
      return file === two.file ? { ...scorer, score: () => Promise.reject(new Error('x')) } : scorer
    }
    const { folder, putModel, putState } = memoryFolder()
    putModel(two)
    putState(stateOf(1, { live: one.reference, canary: { ...two.reference, share: 0.9 } }))
    const { rank, faults } = open({ models: [one, two], engine: breaking, folder, draw: () => 0 })
    const { by, release } = await rank(somebody)
    expect({ by, stage: release.stage }).toEqual({ by: 'model', stage: 'live' })
    expect(faults.length).toBeGreaterThan(0)
  })
})

describe('a shadow', () => {
  test('is compared with what was shown, and never shown', async () => {
    const comparisons: ShadowComparison[] = []
    const { rank, settled } = open({
      models: [one, three],
      state: stateOf(1, { live: one.reference, shadow: three.reference }),
      draw: () => 0,
      onComparison: (comparison) => comparisons.push(comparison),
    })
    for (let i = 0; i < 5; i++) {
      expect((await rank(somebody)).release).toMatchObject({ stage: 'live' })
    }
    await settled()
    expect(comparisons).toHaveLength(5)
    expect(Object.keys(comparisons[0] as object)).toEqual(['overlap', 'sameFirst', 'by'])
    expect(comparisons[0]?.overlap).toBeLessThan(1)
  })
})

function open(options: Omit<ReleasedOptions, 'engine'> & { readonly engine?: StartScorer }) {
  const faults: unknown[] = []
  const works: Promise<unknown>[] = []
  const onFault = (fault: unknown) => void faults.push(fault)
  const ranker = released({ engine: compact, ...options }).open(
    (model) => createRanker({ ...model, start: model.engine, shelf, deadlineMs: 1000, onFault }),
    onFault,
  )
  const tools = { keepAlive: (work: Promise<unknown>) => void works.push(work), remember: true }
  return {
    faults,
    rank: (visit: DescribedVisit) => ranker.rank(visit, tools) as Promise<ReleasedRanking>,
    async settled() {
      while (works.length > 0) await works.pop()
    },
  }
}

function idsOf({ best }: ReleasedRanking): string[] {
  return best().map(({ product }) => product.id)
}
