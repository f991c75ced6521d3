import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Recent } from '../../src/lib/recent.ts'

test('what was not asked for longest goes first', () => {
  const recent = new Recent<string, number>(2)
  recent.set('a', 1)
  recent.set('b', 2)
  recent.get('a')
  recent.set('c', 3)
  expect(['a', 'b', 'c'].map((key) => recent.get(key))).toEqual([1, undefined, 3])
})

test('a value over the whole budget is not kept, and leaves nothing behind', () => {
  const recent = new Recent<string, number>(10, (value) => value)
  recent.set('a', 4)
  recent.set('b', 11)
  expect(recent.get('b')).toBeUndefined()
  recent.set('c', 10)
  expect(recent.get('c')).toBe(10)
})

test('it never holds more than its budget, and always what was set last if that fits', () => {
  const step = fc.record({ key: fc.nat(9), weight: fc.integer({ min: 1, max: 12 }) })
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const recent = new Recent<number, number>(20, (weight) => weight)
      for (const { key, weight } of steps) {
        recent.set(key, weight)
        expect(recent.get(key)).toBe(weight)
        const held = Array.from({ length: 10 }, (_, k) => recent.get(k) ?? 0)
        expect(held.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(20)
      }
    }),
  )
})

test('it tells of each value that leaves, once: forgotten, replaced, deleted', () => {
  const left: string[] = []
  const recent = new Recent<string, string>(
    2,
    () => 1,
    (value) => left.push(value),
  )
  recent.set('a', 'oldest')
  recent.set('b', 'first')
  recent.set('b', 'second')
  recent.set('c', 'last')
  expect(left).toEqual(['first', 'oldest'])
  recent.delete('b')
  recent.delete('b')
  expect(left).toEqual(['first', 'oldest', 'second'])
})
