import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { readModel } from '../../src/release/folder.ts'
import { r2Folder } from '../../src/release/index.ts'
import { someModel } from '../fixtures/release-models.ts'

const { BUCKET: bucket } = env as unknown as { readonly BUCKET: R2Bucket }
const { manifest, file } = await someModel(1)
const address = manifest.sha256

test.each([
  ['the bucket', bucket],
  ['the name of its binding', 'BUCKET'],
])('reads a model by its hash, given %s', async (_, binding) => {
  await put(file)
  const read = await readModel(r2Folder(binding), address)
  expect(read.manifest).toEqual(manifest)
  expect(new Uint8Array(read.file)).toEqual(new Uint8Array(file))
})

test('has nothing where nothing was put', async () => {
  expect(await r2Folder('BUCKET').read('nothing/manifest.json')).toBeUndefined()
})

test('hands out no file that its address does not name', async () => {
  const changed = new Uint8Array(file.slice(0))
  changed.fill(0, 100, 120)
  await put(changed.buffer)
  await expect(readModel(r2Folder('BUCKET'), address)).rejects.toThrow(/hash: its file is not/)
})

test('names a binding that is not there, or not a bucket', async () => {
  const must = /must be an R2 bucket in wrangler.toml/
  await expect(r2Folder('NO_BUCKET').read('release.json')).rejects.toThrow(must)
})

async function put(content: ArrayBuffer): Promise<void> {
  await bucket.put(`${address}/manifest.json`, JSON.stringify(manifest))
  await bucket.put(`${address}/${manifest.file}`, content)
}
