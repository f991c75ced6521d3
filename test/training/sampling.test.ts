import { expect, test } from 'vitest'
import { createSampler } from '../../src/training/candidates.ts'
import type { Example } from '../../src/training/examples.ts'
import { createRandom } from '../../src/training/random.ts'

test('a seed decides the numbers, and they are spread evenly', () => {
  const draw = (seed: number) => {
    const random = createRandom(seed)
    return Array.from({ length: 2000 }, () => random.next())
  }
  expect(draw(1)).toEqual(draw(1))
  expect(draw(1)).not.toEqual(draw(2))
  const numbers = draw(1)
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true)
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.03)
})

test('every answer of a batch is a candidate, and each candidate once', () => {
  const batch = [question(3, 4), question(4, 39)]
  const draw = createSampler(answersOf(batch), popularity(), 5, createRandom(1))
  const { rows } = draw(batch)
  expect([...rows]).toEqual(expect.arrayContaining([3, 4, 39]))
  expect(new Set(rows).size).toBe(rows.length)
})

test('the corrected sum over candidates is right on average', () => {
  const random = createRandom(3)
  const epoch = Array.from({ length: 400 }, () => question(random.below(40)))
  const draw = createSampler(answersOf(epoch), popularity(), 8, random)
  let sum = 0
  const rounds = 4000
  for (let round = 0; round < rounds; round++) {
    const batch = Array.from({ length: 4 }, () => epoch[random.below(400)] as Example)
    for (const correction of draw(batch).corrections) sum += Math.exp(correction) / rounds
  }
  // Each of the 40 items counts one.
  expect(Math.abs(sum - 40)).toBeLessThan(1)
})

function answersOf(examples: readonly Example[]): Float64Array {
  const counts = new Float64Array(40)
  for (const { targets } of examples)
    for (const row of targets) counts[row] = 1 + (counts[row] ?? 0)
  return counts
}

function popularity(): Float64Array {
  return Float64Array.from({ length: 40 }, (_, row) => 100 / (row + 1))
}

function question(...targets: number[]): Example {
  return {
    reading: 'set',
    items: new Int32Array(),
    contexts: new Int32Array(),
    seen: new Int32Array(),
    targets: Int32Array.from(targets),
    shares: new Float64Array(targets.length).fill(1 / targets.length),
    weight: 1,
  }
}
