import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { bundleWorker } from '../../src/testing/bundle.ts'

describe('the doors of the package', () => {
  test('are these', () => {
    const { exports } = JSON.parse(readFileSync('package.json', 'utf8'))
    expect(Object.keys(exports)).toMatchInlineSnapshot(`
      [
        ".",
        "./worker",
        "./consent",
        "./dev",
        "./fairness",
        "./explain",
        "./onnx",
        "./compact",
        "./auto",
        "./profile",
        "./policy",
        "./receipts",
        "./release",
        "./revocation",
        "./signals",
        "./xml",
        "./testing",
        "./package.json",
      ]
    `)
  })

  test('limen', async () => {
    expect(Object.keys(await import('../../src/index.ts')).sort()).toMatchInlineSnapshot(`
      [
        "ConfigError",
        "LimenError",
        "ModelError",
        "RequestError",
        "defineConfig",
        "personalize",
        "reasons",
      ]
    `)
  })

  test('limen/consent', async () => {
    expect(Object.keys(await import('../../src/notice/index.ts'))).toEqual([
      'priceDisclosure',
      'consentService',
    ])
  })

  test('limen/profile', async () => {
    expect(Object.keys(await import('../../src/profile/index.ts')).sort()).toMatchInlineSnapshot(`
      [
        "clearProfile",
        "newProfileKey",
        "profile",
        "profileCookie",
      ]
    `)
  })

  test('limen/receipts', async () => {
    expect(Object.keys(await import('../../src/receipts/index.ts')).sort()).toMatchInlineSnapshot(`
      [
        "iso27560Record",
        "kantaraReceipt",
        "receiptSchemas",
        "receiptService",
        "signReceipt",
        "verifyReceipt",
      ]
    `)
  })

  test('limen/revocation', async () => {
    const door = await import('../../src/consent/revocation.ts')
    expect(Object.keys(door).sort()).toMatchInlineSnapshot(`
      [
        "d1Revocations",
        "entryAt",
        "entryOf",
        "fetchedLists",
        "listLength",
        "listUri",
        "maxListSeconds",
        "memoryRevocations",
        "readStatusList",
        "signStatusList",
        "statusListApp",
        "statusLists",
        "statusOf",
        "storedLists",
      ]
    `)
  })

  test('limen/release', async () => {
    expect(Object.keys(await import('../../src/release/index.ts')).sort()).toEqual([
      'd1Folder',
      'folders',
      'kvFolder',
      'r2Folder',
      'released',
    ])
  })

  test('limen/explain', async () => {
    expect(Object.keys(await import('../../src/model/explain/index.ts')).sort()).toEqual([
      'createExplainer',
      'explainInWords',
      'explainShown',
      'openGraph',
    ])
  })

  test('limen/testing', async () => {
    expect(Object.keys(await import('../../src/testing/index.ts')).sort()).toMatchInlineSnapshot(`
      [
        "createTestEdge",
        "edgeWorker",
        "localWorker",
      ]
    `)
  })
})

describe('what a bundle may not hold', () => {
  test.each([
    ['limen', ['onnxruntime', 'miniflare', 'node:fs', 'LIMEN_DEV_KEY', '__Host-limen-profile']],
    ['limen/onnx', ['miniflare', 'valibot']],
    ['limen/worker', ['onnxruntime', 'miniflare', 'node:fs', 'LIMEN_DEVELOPMENT', 'LIMEN_DEV_KEY']],
  ])('%s', async (door, forbidden) => {
    const contents = `import * as door from '${door}'; globalThis.door = door`
    const [main] = await bundleWorker({ contents, resolveDir: process.cwd() })
    const code = new TextDecoder().decode(main?.contents)
    expect(code.length).toBeGreaterThan(1000)
    for (const word of forbidden) expect(code.includes(word), word).toBe(false)
  })
})
