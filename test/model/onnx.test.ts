import { expect, test } from 'vitest'
import shipped from '../../models/gift-shop.onnx'
import manifest from '../../models/manifest.json' with { type: 'json' }
import { createEncoder } from '../../src/model/encode.ts'
import type { Manifest } from '../../src/model/index.ts'
import { onnx } from '../../src/model/onnx.ts'

const visit = createEncoder(manifest as unknown as Manifest)({ items: [], context: new Map() })

test('the runtime starts when there is time for it, and says when it is ready', async () => {
  const { tools, faults, doWork } = later()
  const scorer = await onnx(shipped, tools)
  expect(scorer.isReady).toBe(false)
  await doWork()
  expect(scorer.isReady).toBe(true)
  const { items } = await scorer.score(visit)
  expect(items).toHaveLength(manifest.top)
  expect(faults).toEqual([])
})

test('a runtime that cannot start is told, and never ready', async () => {
  const { tools, faults, doWork } = later()
  const scorer = await onnx(new TextEncoder().encode('no model').buffer as ArrayBuffer, tools)
  await doWork()
  expect(scorer.isReady).toBe(false)
  expect(faults).toHaveLength(1)
  await expect(scorer.score(visit)).rejects.toBe(faults[0])
})

function later() {
  const works: (() => Promise<unknown>)[] = []
  const faults: unknown[] = []
  return {
    tools: {
      afterwards: (work: () => Promise<unknown>) => works.push(work),
      onFault: (fault: unknown) => faults.push(fault),
    },
    faults,
    doWork: () => Promise.all(works.map((work) => work())),
  }
}
