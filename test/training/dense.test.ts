import { expect, test } from 'vitest'
import { createMultiply, transpose } from '../../src/training/dense.ts'
import { createRandom } from '../../src/training/random.ts'
import { buildMultiply } from '../../tools/kernel/build-multiply.ts'

test('the kernel gives the bytes of three plain loops', () => {
  const random = createRandom(1)
  const multiply = createMultiply()
  for (const [m, n, k] of [
    [2, 4, 4],
    [6, 12, 5],
    [256, 104, 32],
    [2, 8, 1],
  ] as const) {
    const a = Float64Array.from({ length: m * k }, () => random.normal())
    const b = Float64Array.from({ length: k * n }, () => random.normal())
    const out = new Float64Array(m * n)
    multiply(a, b, out, { m, n, k })
    expect(out).toEqual(byLoops(a, b, { m, n, k }))
  }
})

test('what the trainer holds is assembled from its text', async () => {
  const { readFile } = await import('node:fs/promises')
  const held = (await readFile('src/training/multiply-module.ts', 'utf8')).match(/'(.*)'/g)
  expect(held?.map((line) => line.slice(1, -1)).join('')).toBe(await buildMultiply())
})

test('a matrix turned twice is itself', () => {
  const a = Float64Array.from({ length: 12 }, (_, at) => at)
  const [turned, back] = [new Float64Array(12), new Float64Array(12)]
  transpose(a, 3, turned)
  expect([...turned.subarray(0, 3)]).toEqual([0, 4, 8])
  transpose(turned, 4, back)
  expect(back).toEqual(a)
})

function byLoops(
  a: Float64Array,
  b: Float64Array,
  { m, n, k }: { m: number; n: number; k: number },
): Float64Array {
  const out = new Float64Array(m * n)
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0
      for (let x = 0; x < k; x++) sum += (a[i * k + x] as number) * (b[x * n + j] as number)
      out[i * n + j] = sum
    }
  }
  return out
}
