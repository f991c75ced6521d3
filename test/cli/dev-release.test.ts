import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { audited, type StoredModels, storeModels } from './release-candidates.ts'

const node = 'node_modules/.bin/node'
let root: string
let models: StoredModels
let started: ChildProcess
let address: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'limen-dev-release-'))
  models = await storeModels(root)
  await audited(root, models.live)
  for (const model of [models.alike, models.worse]) {
    await audited(root, model, { against: models.live })
  }
  const args = ['--port', '0', '--keys', join(root, 'keys.json'), '--models', root]
  const config = ['--config', 'test/cli/released.config.ts']
  started = spawn(node, ['src/cli/main.ts', 'dev', ...config, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  address = await saidAddress(started)
}, 60_000)

afterAll(() => {
  started?.kill('SIGTERM')
})

test('every move of limen release, and the way back, takes effect in the running limen dev', async () => {
  // Nothing is released: the model that is deployed answers.
  expect(await visit()).toEqual({ model: models.live, stage: 'live', isFilled: true })

  await release('full', '--model', models.live, '--review', 'bob')
  await release('shadow', '--model', models.alike)
  expect((await visit()).model).toBe(models.live)

  await release('canary', '--share', '0.5')
  await until({ model: models.alike, stage: 'canary' })
  await until({ model: models.live, stage: 'live' })

  await release('full', '--review', 'bob')
  await until({ model: models.alike, stage: 'live' })

  await release('rollback')
  await until({ model: models.live, stage: 'live' })
  for (let i = 0; i < 20; i++) expect((await visit()).model).toBe(models.live)

  expect(started.exitCode).toBeNull()
}, 300_000)

test('a model that is worse on purpose never comes to the running limen dev', async () => {
  await expect(release('shadow', '--model', models.worse)).rejects.toThrow(/✗ quality/)
  await expect(release('canary', '--model', models.worse, '--share', '0.5')).rejects.toThrow(
    /only a model in shadow or canary/,
  )
  for (let i = 0; i < 20; i++) expect((await visit()).model).toBe(models.live)
}, 120_000)

/** As a person types it. */
function release(...args: string[]): Promise<string> {
  const by = ['--who', 'ann', '--why', 'it is better', '--models', root, '--sample', '100']
  const line = ['src/cli/main.ts', 'release', ...args, ...by]
  return new Promise((resolve, reject) => {
    execFile(node, line, (error, out, errors) => {
      if (error) reject(new Error(out + errors))
      else resolve(out)
    })
  })
}

/** Which model answers a shopper, whole. */
async function visit() {
  const answer = await fetch(`${address}product/22423`)
  const decision = answer.headers.get('limen-decision') ?? ''
  const [, start = '', stage] = /model=(\w{12}); stage=(\w+)/.exec(decision) ?? []
  const model = [models.live, models.alike, models.worse].find((one) => one.startsWith(start))
  return { model, stage, isFilled: decision.includes('also-like=filled') }
}

async function until(wanted: { model: string; stage: string }): Promise<void> {
  let seen = await visit()
  while (seen.model !== wanted.model || seen.stage !== wanted.stage) {
    await setTimeout(20)
    seen = await visit()
  }
  expect(seen).toEqual({ ...wanted, isFilled: true })
}

function saidAddress({ stdout }: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    stdout?.on('data', (chunk) => {
      said += chunk
      const address = /through Limen\s+(http\S+)/.exec(said)?.[1]
      if (address) resolve(address)
    })
    stdout?.on('end', () => reject(new Error(`it did not start:\n${said}`)))
  })
}
