import { expect, test } from 'vitest'
import { createNotes } from '../../src/cache/notes.ts'

test('a key is remembered for its time, from when it was last noted', () => {
  let ms = 0
  const notes = createNotes({ seconds: 60, most: 10, now: () => new Date(ms) })
  notes.add('a')
  ms = 40_000
  notes.add('a')
  ms = 99_999
  expect(notes.has('a')).toBe(true)
  ms = 100_000
  expect(notes.has('a')).toBe(false)
})

test('of too many keys the oldest are forgotten', () => {
  const notes = createNotes({ seconds: 60, most: 2, now: () => new Date(0) })
  for (const key of ['a', 'b', 'a', 'c']) notes.add(key)
  expect(['a', 'b', 'c'].map(notes.has)).toEqual([true, false, true])
  notes.delete('c')
  expect(notes.has('c')).toBe(false)
})
