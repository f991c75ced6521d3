import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { release } from '../../src/cli/release.ts'
import { readLog } from '../../src/release/log.ts'
import { audited, type StoredModels, storeModels } from './release-candidates.ts'
import { spoken } from './spoken.ts'

const by = ['--who', 'ann', '--why', 'it is better', '--sample', '100']
let root: string
let models: StoredModels

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'limen-release-'))
  models = await storeModels(root)
})

describe('limen release', () => {
  test('stops a model that nobody audited, and says how to', async () => {
    const { code, out } = await move('full', '--model', models.live, '--review', 'bob')
    expect(code).toBe(1)
    expect(out).toMatch(/✗ fairness: there is no audit.json; make it: limen audit .* --out/)
    await audited(root, models.live)
    await audited(root, models.alike, { against: models.live })
  }, 120_000)

  test('goes by stages, and back, and writes each move down', async () => {
    const first = await move('full', '--model', models.live, '--review', 'bob')
    expect(first.out).toMatch(/Made: .*none → full[\s\S]*✓ quality: .* of popularity/)

    expect((await move('shadow', '--model', models.alike)).code).toBe(0)
    expect((await move('canary', '--share', '0.1')).code).toBe(0)
    expect(await state()).toMatchObject({ canary: { model: models.alike, share: 0.1 } })

    const alone = await move('full', '--review', 'ann')
    expect(alone.code).toBe(1)
    expect(alone.out).toMatch(/✗ review: needs a reviewer who is another/)
    expect(await state()).toMatchObject({ live: { model: models.live } })

    expect((await move('full', '--review', 'bob')).code).toBe(0)
    expect(await state()).toMatchObject({ live: { model: models.alike } })
    const back = await move('rollback')
    expect(back.out).toMatch(/Made: .*full with \w{12} → full with \w{12}/)
    expect(await state()).toMatchObject({ live: { model: models.live }, before: [] })

    const log = readLog(await readFile(join(root, 'release-log.jsonl'), 'utf8'))
    expect(log.map(({ move, isMade }) => [move, isMade])).toEqual([
      ['full', false],
      ['full', true],
      ['shadow', true],
      ['canary', true],
      ['full', false],
      ['full', true],
      ['rollback', true],
    ])
    expect(log[4]).toMatchObject({ who: 'ann', why: 'it is better', from: 'canary', to: 'full' })
    expect(log[4]?.gates.map(({ gate }) => gate)).toContain('quality')
    expect((await spoken(release, 'status', '--models', root)).out).toMatch(/\(refused\)/)
  }, 180_000)

  test('stops a model that is worse on purpose, whatever its manifest claims', async () => {
    const before = await state()
    const { code, out } = await move('shadow', '--model', models.worse)
    expect(code).toBe(1)
    expect(out).toMatch(/Refused:[\s\S]*✓ sound[\s\S]*✗ quality: nextLine recall20/)
    expect(await state()).toEqual(before)
    await expect(move('canary', '--model', models.worse, '--share', '0.1')).rejects.toThrow(
      /only a model in shadow or canary/,
    )
    await expect(move('full', '--model', models.worse, '--review', 'bob')).rejects.toThrow(
      /only a model in canary/,
    )
  }, 120_000)

  test('stops a model of which an audit says no', async () => {
    const findings = ['small brands are not seen']
    await audited(root, models.alike, { against: models.live, passed: false, findings })
    const { code, out } = await move('shadow', '--model', models.alike)
    expect(code).toBe(1)
    expect(out).toMatch(/✗ fairness: small brands are not seen/)
  }, 120_000)

  test('stops a model whose file was changed after it was added', async () => {
    const path = join(root, models.alike, 'gift-shop.onnx')
    const file = await readFile(path)
    await writeFile(path, file.fill(0, 300_000, 300_100))
    await expect(move('shadow', '--model', models.alike)).rejects.toThrow(/hash: its file is not/)
  })

  test('wants to know who and why', async () => {
    const said = spoken(release, 'rollback', '--models', root, '--who', 'ann')
    await expect(said).rejects.toThrow(/--why is missing: the log keeps/)
  })

  test('takes no second model for a first one, when the state is taken away', async () => {
    const path = join(root, 'release.json')
    const kept = await readFile(path, 'utf8')
    await rm(path)
    await expect(move('full', '--model', models.worse, '--review', 'bob')).rejects.toThrow(
      /release.json is missing or older than line 2 of .*bring it back/,
    )
    await writeFile(path, kept)
  })

  test('prints the record as SQL, for a database', async () => {
    const { out } = await spoken(release, 'sql', '--models', root)
    expect(out.match(/^INSERT INTO limen_release_moves/gm)?.length).toBeGreaterThan(6)
    expect(out).toMatch(
      /INSERT INTO limen_release_state .*VALUES \(0, \d+, '\w{64}', '\{"format":1/,
    )
  })

  test('does nothing upon a log that was changed', async () => {
    const path = join(root, 'release-log.jsonl')
    const log = await readFile(path, 'utf8')
    await writeFile(path, log.replace('"isMade":false', '"isMade":true'))
    await expect(move('rollback')).rejects.toThrow(/release-log.jsonl was changed at line 2/)
    await writeFile(path, log)
  })
})

function move(...args: string[]) {
  return spoken(release, ...args, ...by, '--models', root)
}

async function state() {
  return JSON.parse(await readFile(join(root, 'release.json'), 'utf8'))
}
