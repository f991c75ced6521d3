import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findBreak, findLaterMove, logLine, readLog } from '../../src/release/log.ts'

const entry = {
  at: '2026-11-22T10:00:00Z',
  why: 'better',
  move: 'canary',
  model: 'a'.repeat(64),
  from: 'shadow',
  to: 'canary of 0.1',
  isMade: true,
  gates: [],
} as const

async function someLog(lines: number) {
  let log = ''
  let digest = ''
  for (let i = 0; i < lines; i++) {
    const next = await logLine(log, { ...entry, who: `person ${i}` })
    log += `${next.line}\n`
    digest = next.digest
  }
  return { log, digest }
}

test('a log that nobody touched is whole', async () => {
  const { log, digest } = await someLog(5)
  expect(await findBreak(log, digest)).toBeUndefined()
  expect(await findBreak('')).toBeUndefined()
  expect(readLog(log).map(({ who }) => who)).toEqual([0, 1, 2, 3, 4].map((i) => `person ${i}`))
})

test('a line that is changed, dropped or swapped is found', async () => {
  const { log, digest } = await someLog(6)
  const lines = log.split('\n').slice(0, -1)
  await fc.assert(
    fc.asyncProperty(fc.nat(4), fc.constantFrom('change', 'drop', 'swap'), async (at, how) => {
      const line = lines[at] as string
      const other = lines[at + 1] as string
      const changed = {
        change: lines.with(at, line.replace('better', 'worse')),
        drop: lines.toSpliced(at, 1),
        swap: lines.with(at, other).with(at + 1, line),
      }[how]
      const broken = await findBreak(changed.join('\n'), digest)
      expect(broken).toBeGreaterThanOrEqual(at + 1)
      expect(broken).toBeLessThanOrEqual(at + 2)
    }),
  )
})

test('an end that is cut off is missed by the state', async () => {
  const { log, digest } = await someLog(3)
  const lines = log.split('\n').slice(0, 2).join('\n')
  expect(await findBreak(lines, digest)).toBe(3)
})

test('the last line cannot be changed either, nor can a line that is no JSON pass', async () => {
  const { log, digest } = await someLog(2)
  expect(await findBreak(log.replace('person 1', 'person 9'), digest)).toBe(3)
  expect(await findBreak(`${log}nonsense\n`, digest)).toBe(3)
})

test('a state that is not there, or not that of the last move that was made, is found', async () => {
  const { log, digest } = await someLog(2)
  const older = (await logLine('', { ...entry, who: 'person 0' })).digest
  expect(await findLaterMove(log, digest)).toBeUndefined()
  expect(await findLaterMove(log, older)).toBe(2)
  expect(await findLaterMove(log, '')).toBe(1)
  expect(await findLaterMove('', '')).toBeUndefined()

  const { line } = await logLine(log, { ...entry, who: 'person 2', isMade: false })
  expect(await findLaterMove(`${log}${line}\n`, digest)).toBeUndefined()
})
