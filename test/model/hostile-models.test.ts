import { describe, expect, test } from 'vitest'
import shipped from '../../models/gift-shop.onnx'
import { ModelError } from '../../src/errors.ts'
import { sha256 } from '../../src/lib/bytes.ts'
import { checked } from '../../src/model/checked.ts'
import { compact } from '../../src/model/compact/index.ts'
import type { Manifest } from '../../src/model/manifest.ts'
import { verifyModel } from '../../src/model/verify.ts'
import { friendlyModel, hostileManifest, hostileModels } from '../fixtures/hostile-models.ts'

const hostile = hostileModels(new Uint8Array(shipped))

describe('the edge refuses, with a reason', () => {
  test('at least a hundred files', () => {
    expect(hostile.length).toBeGreaterThanOrEqual(100)
    expect(new Set(hostile.map(([name]) => name)).size).toBe(hostile.length)
  })

  test.each(hostile)('%s', async (_, file) => {
    const refusal = load(file)
    await expect(refusal).rejects.toThrow(ModelError)
    await expect(refusal).rejects.toMatchObject({
      code: 'ERR_MODEL_INCOMPATIBLE',
      message: expect.stringMatching(/^model \w+: .{10,200}$/),
    })
  })

  test('not a good one', async () => {
    expect((await load(friendlyModel)).engine).toBe('compact')
  })

  test.each(Array.from({ length: 20 }, (_, i) => i))(
    'the shipped model with one bit turned over in place %i of 20, by its digest',
    async (place) => {
      const at = Math.floor(((place + 0.5) / 20) * shipped.byteLength)
      const damaged = new Uint8Array(shipped).with(at, (new Uint8Array(shipped)[at] ?? 0) ^ 1)
      const manifest = await manifestOf(shipped)
      await expect(verifyModel(manifest, damaged.buffer, () => true)).rejects.toThrow(/hash/)
    },
  )
})

/** As a ranker does: first the manifest, then the file. */
async function load(file: ArrayBuffer) {
  const manifest = await manifestOf(file)
  await verifyModel(manifest, file, () => true)
  return checked(compact, manifest)(file)
}

async function manifestOf(file: ArrayBuffer): Promise<Manifest> {
  const { catalogue } = hostileManifest
  return {
    ...hostileManifest,
    sha256: await sha256(file),
    bytes: file.byteLength,
    catalogue: { ...catalogue, sha256: await sha256(catalogue.items.join('\n')) },
  }
}
