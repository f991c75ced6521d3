import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { d1Folder, folders } from '../../src/release/index.ts'
import { findBreak, type LogEntry, logLine, readLog } from '../../src/release/log.ts'
import { recordSql, type Statement, writeOut } from '../../src/release/record-sql.ts'
import type { ReleaseState } from '../../src/release/state.ts'
import { memoryFolder, stateOf } from '../fixtures/release-models.ts'

const { DB: db } = env as unknown as { readonly DB: D1Database }
const a = { model: 'a'.repeat(64), manifest: 'b'.repeat(64) }
// What a person may write, a line of SQL must not fall over.
const why = `it's "better"; DROP TABLE limen_release_moves; -- ? \\ é`

beforeEach(async () => {
  await db.batch(
    ['state', 'moves'].map((name) => db.prepare(`DROP TABLE IF EXISTS limen_release_${name}`)),
  )
})

describe('the record of moves', () => {
  test('says who moved which model, when and why, and holds the state that came of it', async () => {
    const { log, states } = await moves('ann', 'bob')
    await record(await recordSql(log, states[1] as ReleaseState))

    expect(JSON.parse(await text('release.json'))).toEqual(states[1])
    const kept = await text('release-log.jsonl')
    expect(kept).toBe(log)
    expect(await findBreak(kept, states[1]?.log)).toBeUndefined()
    expect(readLog(kept).map(({ who }) => who)).toEqual(['ann', 'bob'])
    const columns = 'at, who, why, move, model, is_made'
    const { results } = await db.prepare(`SELECT ${columns} FROM limen_release_moves`).all()
    expect(results[1]).toEqual({
      ...{ at: '2026-11-22T10:00:00Z', who: 'bob', why, move: 'full', model: a.model, is_made: 1 },
    })
  })

  test('is the same when its SQL is written out for another program, and run again', async () => {
    const { log, states } = await moves('ann', 'bob')
    const statements = (await recordSql(log, states[1] as ReleaseState)).map(writeOut)
    for (let time = 0; time < 2; time++) {
      await db.batch(statements.map((sql) => db.prepare(sql)))
      expect(await text('release-log.jsonl')).toBe(log)
      expect(JSON.parse(await text('release.json'))).toEqual(states[1])
    }
  })

  test('grows by what is new', async () => {
    const { log, states } = await moves('ann', 'bob', 'cat')
    const first = log.split('\n').slice(0, 1).join('\n')
    await record(await recordSql(first, states[0] as ReleaseState))
    await record(await recordSql(log, states[2] as ReleaseState))
    expect(await text('release-log.jsonl')).toBe(log)
    expect(JSON.parse(await text('release.json'))).toEqual(states[2])
  })

  test('takes no older state back', async () => {
    const { log, states } = await moves('ann', 'bob')
    await record(await recordSql(log, states[1] as ReleaseState))
    await record(await recordSql(log, states[0] as ReleaseState))
    expect(JSON.parse(await text('release.json'))).toEqual(states[1])
  })

  test('takes one of two moves that were made at once, and refuses the other as a whole', async () => {
    const ours = await moves('ann', 'bob')
    const theirs = await moves('ann', 'cat')
    await record(await recordSql(ours.log, ours.states[1] as ReleaseState))
    const other = record(await recordSql(theirs.log, theirs.states[1] as ReleaseState))
    await expect(other).rejects.toThrow(/UNIQUE constraint failed: limen_release_moves/)
    expect(await text('release-log.jsonl')).toBe(ours.log)
    expect(JSON.parse(await text('release.json'))).toEqual(ours.states[1])
  })

  test('takes no state whose move is not in it', async () => {
    const { log } = await moves('ann')
    const state = stateOf(9, { live: a, log: 'c'.repeat(64) })
    await expect(recordSql(log, state).then(record)).rejects.toThrow(/FOREIGN KEY/)
    expect(await d1Folder('DB').read('release.json')).toBeUndefined()
  })

  test.each([
    "UPDATE limen_release_moves SET line = replace(line, 'ann', 'bob')",
    'DELETE FROM limen_release_moves',
  ])('lets nobody change what is in it: %s', async (change) => {
    const { log, states } = await moves('ann')
    await record(await recordSql(log, states[0] as ReleaseState))
    await expect(db.prepare(change).run()).rejects.toThrow(/what is recorded stays/)
    expect(await text('release-log.jsonl')).toBe(log)
  })
})

describe('a folder in D1', () => {
  test('is empty before the first move, and has no models', async () => {
    const folder = d1Folder('DB')
    expect(await folder.read('release.json')).toBeUndefined()
    expect(await folder.read('release-log.jsonl')).toBeUndefined()
    expect(await folder.read(`${a.model}/manifest.json`)).toBeUndefined()
  })

  test('stands before one that has the models', async () => {
    const { folder, files } = memoryFolder()
    files.set('release.json', 'an old state')
    files.set('model/manifest.json', 'a manifest')
    const both = folders(d1Folder(db), folder)
    const read = async (path: string) => new TextDecoder().decode(await both.read(path))
    expect(await read('model/manifest.json')).toBe('a manifest')
    const { log, states } = await moves('ann')
    await record(await recordSql(log, states[0] as ReleaseState))
    expect(JSON.parse(await read('release.json'))).toEqual(states[0])
    expect(await both.read('nothing')).toBeUndefined()
  })

  test('names a binding that is not a database', async () => {
    const must = /the binding BUCKET must be a D1 database in wrangler.toml/
    await expect(d1Folder('BUCKET').read('release.json')).rejects.toThrow(must)
  })
})

/** A log of moves by these people, and the state after each. */
async function moves(...people: readonly string[]) {
  let log = ''
  const states: ReleaseState[] = []
  for (const [index, who] of people.entries()) {
    const entry: Omit<LogEntry, 'after'> = {
      ...{ at: '2026-11-22T10:00:00Z', who, why, move: 'full', model: a.model },
      ...{ from: 'none', to: 'full', isMade: true, gates: [] },
    }
    const { line, digest } = await logLine(log, entry)
    log += `${line}\n`
    states.push(stateOf(index + 1, { live: a, log: digest }))
  }
  return { log, states }
}

async function record(statements: readonly Statement[]): Promise<void> {
  await db.batch(statements.map(({ sql, values }) => db.prepare(sql).bind(...values)))
}

async function text(path: string): Promise<string> {
  return new TextDecoder().decode(await d1Folder('DB').read(path))
}
