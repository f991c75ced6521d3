import { mkdtemp, readFile, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Miniflare } from 'miniflare'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { localFolders } from '../../src/cli/local-folders.ts'
import { storeModel } from '../../src/cli/model-folder.ts'
import { mirrorModels } from '../../src/cli/release-watch.ts'
import { type LogEntry, logLine } from '../../src/release/log.ts'
import type { ReleaseState } from '../../src/release/state.ts'
import { localWorker } from '../../src/testing/index.ts'
import { someModel, stateOf } from '../fixtures/release-models.ts'

const [one, two] = await Promise.all([someModel(1), someModel(2)])

describe.each([
  ['KV', "kvFolder('MODELS')", [{ name: 'MODELS', type: 'kv' }]],
  [
    'R2, with its record in D1',
    "folders(d1Folder('DB'), r2Folder('MODELS'))",
    [
      { name: 'DB', type: 'd1' },
      { name: 'MODELS', type: 'r2' },
    ],
  ],
] as const)('a folder of models in %s', (_, folder, bindings) => {
  let root: string
  let miniflare: Miniflare
  let url: URL
  let stop: () => void

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'limen-edge-release-'))
    for (const model of [one, two]) await storeModel(root, { ...model, card: '', page: '' })
    await release({ live: one.reference })
    const contents = source.replace('FOLDER', folder)
    const worker = await localWorker({
      ...{ name: 'limen', bindings },
      source: { contents, resolveDir: resolve('.') },
    })
    miniflare = new Miniflare({ port: 0, workers: [worker] })
    url = await miniflare.ready
    const places = await localFolders(miniflare, 'limen', bindings)
    stop = await mirrorModels(root, places, (fault) => {
      throw fault
    })
  })
  afterAll(async () => {
    stop?.()
    await miniflare?.dispose()
  })

  test('a move on disk reaches the running edge, and so does the way back', async () => {
    expect(await answeredBy()).toEqual({ model: one.reference.model, stage: 'live', by: 'model' })

    await release({ live: two.reference, before: [one.reference] })
    await until(async () => (await answeredBy()).model === two.reference.model)

    await release({ live: one.reference })
    await until(async () => (await answeredBy()).model === one.reference.model)
  })

  test('a canary answers its share of the visits', async () => {
    await release({ live: one.reference, canary: { ...two.reference, share: 0.5 } })
    await until(async () => (await answeredBy()).stage === 'canary')
    const stages: string[] = []
    for (let i = 0; i < 60; i++) stages.push((await answeredBy()).stage)
    // Of 60 fair draws, fewer than 10 on one side come once in a hundred million times.
    expect(stages.filter((stage) => stage === 'canary').length).toBeGreaterThan(9)
    expect(stages.filter((stage) => stage === 'live').length).toBeGreaterThan(9)
  })

  async function answeredBy(): Promise<{ model: string; stage: string; by: string }> {
    const response = await fetch(url)
    return (await response.json()) as { model: string; stage: string; by: string }
  }

  /** As the command writes it: the line first, then the state that it made. */
  async function release(parts: Partial<ReleaseState>): Promise<void> {
    const log = await readFile(join(root, 'release-log.jsonl'), 'utf8').catch(() => '')
    const { line, digest } = await logLine(log, move)
    await writeFile(join(root, 'release-log.jsonl'), `${log}${line}\n`)
    const state = stateOf(log.split('\n').length, { ...parts, log: digest })
    await writeFile(join(root, 'draft'), JSON.stringify(state))
    await rename(join(root, 'draft'), join(root, 'release.json'))
  }
})

const move: Omit<LogEntry, 'after'> = {
  ...{ at: '2026-11-22T10:00:00Z', who: 'ann', why: 'it is better', move: 'full' },
  ...{ model: one.reference.model, from: 'none', to: 'full', isMade: true, gates: [] },
}

// What a configuration and the shop do with a release, without a shop around it.
const source = `
import { compact } from './src/model/compact/index.ts'
import { createRanker } from './src/model/rank.ts'
import { d1Folder, folders, kvFolder, r2Folder, released } from './src/release/index.ts'
import { shelf, someModel } from './test/fixtures/release-models.ts'

const opening = someModel(7).then((model) => released({
  models: [model],
  engine: compact,
  folder: FOLDER,
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

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20))
}
