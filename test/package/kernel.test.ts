import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { buildKernel } from '../../tools/kernel/build.ts'

const checkedIn = 'src/model/compact/kernel.wasm'

test('the kernel that is checked in is what its text assembles to', async () => {
  const kernel = await readFile(checkedIn)
  expect(sha256(await buildKernel())).toBe(sha256(kernel))
  expect(sha256(kernel)).toMatchInlineSnapshot(
    `"93da450fa69d56cd7725f9e7b460f5860dfb80aaaf6622cefd8f4e5127105b86"`,
  )
})

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
