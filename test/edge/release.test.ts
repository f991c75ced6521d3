import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Miniflare } from 'miniflare'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { storeModel } from '../../src/cli/model-folder.ts'
import { mirrorModels } from '../../src/cli/release-watch.ts'
import type { ReleaseState } from '../../src/release/state.ts'
import { localWorker } from '../../src/testing/index.ts'
import { someModel, stateOf } from '../fixtures/release-models.ts'

const [one, two] = await Promise.all([someModel(1), someModel(2)])
const root = await mkdtemp(join(tmpdir(), 'limen-edge-release-'))
let miniflare: Miniflare
let url: URL
let stop: () => void

beforeAll(async () => {
  for (const model of [one, two]) await storeModel(root, { ...model, card: '', page: '' })
  await release(stateOf(1, { live: one.reference }))
  const worker = await localWorker({
    name: 'limen',
    source: { contents: source, resolveDir: resolve('.') },
  })
  const { config } = worker as { config: { env: Record<string, object> } }
  config.env.MODELS = { type: 'kv', id: 'models' }
  miniflare = new Miniflare({ port: 0, workers: [worker] })
  url = await miniflare.ready
  const kv = await miniflare.getKVNamespace('MODELS', 'limen')
  stop = await mirrorModels(root, { put: (key, value) => kv.put(key, value) }, (fault) => {
    throw fault
  })
})

afterAll(async () => {
  stop()
  await miniflare.dispose()
})

test('a move on disk reaches the running edge, and so does the way back', async () => {
  expect(await answeredBy()).toEqual({ model: one.reference.model, stage: 'live', by: 'model' })

  await release(stateOf(2, { live: two.reference, before: [one.reference] }))
  await until(async () => (await answeredBy()).model === two.reference.model)

  await release(stateOf(3, { live: one.reference }))
  await until(async () => (await answeredBy()).model === one.reference.model)
})

test('a canary answers its share of the visits', async () => {
  await release(stateOf(4, { live: one.reference, canary: { ...two.reference, share: 0.5 } }))
  await until(async () => (await answeredBy()).stage === 'canary')
  const stages: string[] = []
  for (let i = 0; i < 60; i++) stages.push((await answeredBy()).stage)
  // Of 60 fair draws, fewer than 10 on one side come once in a hundred million times.
  expect(stages.filter((stage) => stage === 'canary').length).toBeGreaterThan(9)
  expect(stages.filter((stage) => stage === 'live').length).toBeGreaterThan(9)
})

// What a configuration and the shop do with a release, without a shop around it.
const source = `
import { compact } from './src/model/compact/index.ts'
import { createRanker } from './src/model/rank.ts'
import { kvFolder, released } from './src/release/index.ts'
import { shelf, someModel } from './test/fixtures/release-models.ts'

const opening = someModel(7).then((model) => released({
  models: [model],
  engine: compact,
  folder: kvFolder('MODELS'),
  rereadSeconds: 0,
}).open(
  (model) => createRanker({ ...model, start: model.engine, shelf, deadlineMs: 1000, onFault: console.error }),
  console.error,
))

export default {
  async fetch(request, env, context) {
    const ranker = await opening
    const tools = { keepAlive: (work) => context.waitUntil(work), remember: true }
    const { by, release } = await ranker.rank({ items: [], context: new Map() }, tools)
    return Response.json({ by, ...release })
  },
}`

async function answeredBy(): Promise<{ model: string; stage: string; by: string }> {
  const response = await fetch(url)
  return (await response.json()) as { model: string; stage: string; by: string }
}

async function release(state: ReleaseState): Promise<void> {
  await writeFile(join(root, 'release.json'), JSON.stringify(state))
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20))
}
