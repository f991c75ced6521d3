import { expect, test, vi } from 'vitest'
import { createTurns } from '../../src/cache/turns.ts'

test('one has the turn, until it ends it', async () => {
  const turns = createTurns(60_000)
  const end = turns.take('a')
  expect(turns.take('a')).toBeUndefined()
  expect(turns.take('b')).toBeDefined()
  const waiting = turns.wait('a', 60_000)
  end?.()
  await waiting
  expect(turns.take('a')).toBeDefined()
})

test('waiting ends after its time', async () => {
  const turns = createTurns(60_000)
  const end = turns.take('a')
  expect(await turns.wait('a', 10)).toBeGreaterThanOrEqual(10)
  expect(turns.take('a')).toBeUndefined()
  end?.()
})

test('nobody waits where nobody has the turn', async () => {
  expect(await createTurns(60_000).wait('a', 60_000)).toBe(0)
})

test('a turn that is over does not end the next one', async () => {
  const turns = createTurns(60_000)
  const first = turns.take('a')
  first?.()
  const second = turns.take('a')
  first?.()
  expect(turns.take('a')).toBeUndefined()
  second?.()
})

test('a turn is over when its time is up', async () => {
  const turns = createTurns(200)
  turns.take('a')
  await turns.wait('a', 60_000)
  expect(turns.take('a')).toBeDefined()
})

test('a holder whose request was cancelled, its timers with it, is not waited for', async () => {
  const turns = createTurns(60_000)
  vi.spyOn(globalThis, 'setInterval').mockReturnValueOnce(0 as never)
  turns.take('a')
  vi.restoreAllMocks()
  expect(await turns.wait('a', 60_000)).toBeLessThan(5000)
  expect(turns.take('a')).toBeDefined()
})
