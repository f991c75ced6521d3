import { expect, test } from 'vitest'
import { attempt, type Soon, whenThere } from '../../src/lib/soon.ts'

test('goes on at once with what is there, and later with what will be', async () => {
  const double = (value: number) => value * 2
  expect(whenThere(21, double)).toBe(42)
  expect(await whenThere(Promise.resolve(21), double)).toBe(42)
  expect(await whenThere(21, async (value) => value * 2)).toBe(42)
})

test('a step that fails has its other value, be it now or later', async () => {
  const fail = (): Soon<string> => {
    throw new Error('no')
  }
  const said = (error: unknown) => (error as Error).message
  expect(attempt(fail, said)).toBe('no')
  expect(await attempt(async () => fail(), said)).toBe('no')
  expect(attempt(() => 'yes', said)).toBe('yes')
  expect(await attempt(async () => 'yes', said)).toBe('yes')
})

test('a step after one that will fail is not gone to', async () => {
  const failed: Soon<number> = Promise.reject(new Error('no'))
  await expect(whenThere(failed, () => 'yes')).rejects.toThrow('no')
})
