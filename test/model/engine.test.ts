import { describe, expect, test } from 'vitest'
import { openEngine } from '../../src/model/engine.ts'
import type { Scorer, StartScorer } from '../../src/model/index.ts'
import { smallManifest } from '../fixtures/small-shop.ts'

const manifest = await smallManifest()
const file = new TextEncoder().encode('a model file').buffer as ArrayBuffer
const scorer: Scorer = {
  engine: 'test',
  score: async () => ({ items: new Int32Array(1), scores: new Float32Array(1) }),
}
const holdNothing = () => undefined

describe('an engine', () => {
  test('starts before anybody asks, and once', async () => {
    const { engine, starts } = open(async () => scorer)
    await engine.verified()
    await Promise.resolve()
    expect(starts()).toBe(1)
    expect(await engine.scorer(holdNothing)).toBe(scorer)
    expect(await engine.scorer(holdNothing)).toBe(scorer)
    expect(starts()).toBe(1)
  })

  test('that cannot start outside a request starts in the first one', async () => {
    const { engine, starts, faults } = open(async () => {
      if (starts() === 1) throw new Error('not in the global scope')
      return scorer
    })
    expect(await engine.scorer(holdNothing)).toBe(scorer)
    expect(faults).toEqual([])
  })

  test('that cannot start is told once, and not tried for each request', async () => {
    const { engine, starts, faults } = open(() => Promise.reject(new Error('no wasm')))
    for (let i = 0; i < 5; i++) expect(await engine.scorer(holdNothing)).toBeUndefined()
    expect(faults).toEqual([new Error('no wasm')])
    expect(starts()).toBe(2)
  })

  test('does not start on a file that its manifest does not describe, which is looked at once', async () => {
    let looks = 0
    const start = open(async () => scorer, {
      ...manifest,
      get sha256() {
        looks++
        return '0'.repeat(64)
      },
    })
    for (let i = 0; i < 5; i++) {
      await expect(start.engine.verified()).rejects.toMatchObject({
        code: 'ERR_MODEL_INCOMPATIBLE',
      })
    }
    expect(looks).toBe(1)
    expect(start.starts()).toBe(0)
  })
})

test('work that blocks is done in a quiet moment after an answer, and holds the isolate', async () => {
  const done: string[] = []
  const { engine } = open(async (_, tools) => {
    tools?.afterwards(async () => done.push('work'))
    return scorer
  })
  const held: Promise<unknown>[] = []
  await engine.scorer((work) => held.push(work))
  expect(held).toHaveLength(1)
  // Somebody is always there.
  const until = Date.now() + 600
  while (Date.now() < until) {
    engine.noteVisit()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  expect(done).toEqual([])
  await Promise.all(held)
  expect(done).toEqual(['work'])
  expect(held).toHaveLength(1)
})

function open(start: StartScorer, described = manifest) {
  const faults: unknown[] = []
  let starts = 0
  const engine = openEngine({
    manifest: described,
    file,
    start: (...given) => {
      starts++
      return start(...given)
    },
    isNamed: () => true,
    onFault: (fault) => faults.push(fault),
  })
  return { engine, faults, starts: () => starts }
}
