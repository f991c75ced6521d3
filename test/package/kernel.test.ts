import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { buildKernel } from '../../tools/kernel/build.ts'

const checkedIn = 'src/model/compact/kernel.wasm'

test('the kernel that is checked in is what its text assembles to', async () => {
  const kernel = await readFile(checkedIn)
  expect(sha256(await buildKernel())).toBe(sha256(kernel))
  expect(sha256(kernel)).toMatchInlineSnapshot(
    `"72d7ba86c121f7d7979327c7d00fccc94b4fee86fe46ee48a02afea2076b0c45"`,
  )
})

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
