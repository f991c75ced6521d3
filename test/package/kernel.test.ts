import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { createCompact } from '../../src/model/compact/create-compact.ts'
import { buildKernel } from '../../tools/kernel/build.ts'
import { buildScanner } from '../../tools/scan/build.ts'

const checkedIn = 'src/model/compact/kernel.wasm'

test('the kernel that is checked in is what its text assembles to', async () => {
  const kernel = await readFile(checkedIn)
  expect(sha256(await buildKernel())).toBe(sha256(kernel))
  expect(sha256(kernel)).toMatchInlineSnapshot(
    `"1b1ed03ee39b93a6b020854f58f37d139569269c25009092d7847aaa25bfe401"`,
  )
})

test('the scanner of pages that is checked in is what its source compiles to', async () => {
  expect(sha256(await buildScanner())).toBe(sha256(await readFile('src/page/scan.wasm')))
})

test('the bytes of the kernel serve where they may be compiled', async () => {
  const file = Uint8Array.from(await readFile('models/gift-shop.onnx')).buffer
  const bytes = Uint8Array.from(await readFile(checkedIn)).buffer
  const [fast, plain] = await Promise.all([createCompact(bytes)(file), createCompact()(file)])
  const visit = {
    items: new Int32Array(16).fill(4228).with(0, 5).with(1, 17).with(2, 100),
    kinds: new Int32Array(16),
    itemMask: new Float32Array(16).fill(1, 0, 3),
    contexts: new Int32Array(6),
    contextMask: new Float32Array(6),
  }
  expect(await fast.score(visit)).toEqual(await plain.score(visit))
})

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
