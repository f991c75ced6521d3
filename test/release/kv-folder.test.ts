import { expect, test } from 'vitest'
import { kvFolder } from '../../src/release/index.ts'

test('reads by the path, the state from no older copy than 30 seconds', async () => {
  const asked: unknown[] = []
  const folder = kvFolder({
    get: async (key, options) => {
      asked.push([key, options.cacheTtl])
      return key === 'release.json' ? new ArrayBuffer(2) : null
    },
  })
  expect((await folder.read('release.json'))?.byteLength).toBe(2)
  expect(await folder.read('abc/manifest.json')).toBeUndefined()
  expect(asked).toEqual([
    ['release.json', 30],
    ['abc/manifest.json', 86_400],
  ])
})

test('names a binding that is not there', async () => {
  await expect(kvFolder('NO_MODELS').read('release.json')).rejects.toThrow(
    /the binding NO_MODELS must be a KV namespace/,
  )
})
