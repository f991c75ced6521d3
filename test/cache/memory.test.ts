import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMemory } from '../../src/cache/memory.ts'

test('what was not looked at for longest goes first', () => {
  const memory = createMemory<string>(40)
  for (const key of ['a', 'b', 'c', 'd']) memory.set(key, key, 10)
  memory.get('a')
  memory.set('e', 'e', 10)
  expect([...memory.entries()].map(([key]) => key)).toEqual(['c', 'd', 'a', 'e'])
})

test('what would take more than a quarter is not kept, nor is what it replaces', () => {
  const memory = createMemory<string>(40)
  expect(memory.set('a', 'small', 10)).toBe(true)
  expect(memory.set('a', 'large', 11)).toBe(false)
  expect(memory.get('a')).toBeUndefined()
  expect(memory.bytes).toBe(0)
})

test('never holds more than it may, and always the sum of what it holds', () => {
  const change = fc.record({
    key: fc.constantFrom(...'abcdefghij'),
    bytes: fc.integer({ min: 0, max: 40 }),
    action: fc.constantFrom('set', 'set', 'set', 'get', 'delete'),
  })
  fc.assert(
    fc.property(fc.array(change, { maxLength: 200 }), (changes) => {
      const memory = createMemory<number>(100)
      for (const { key, bytes, action } of changes) {
        if (action === 'get') memory.get(key)
        else if (action === 'delete') memory.delete(key)
        else if (memory.set(key, bytes, bytes)) expect(memory.get(key)).toBe(bytes)
        const held = [...memory.entries()].reduce((sum, [, value]) => sum + value, 0)
        expect(memory.bytes).toBe(held)
        expect(held).toBeLessThanOrEqual(100)
      }
    }),
  )
})
