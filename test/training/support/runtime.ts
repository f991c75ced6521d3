import * as ort from 'onnxruntime-web'
import type { ModelInputs, TopItems } from '../../../src/model/scorer.ts'

ort.env.wasm.numThreads = 1

/** ONNX Runtime on a model file, in Node. */
export async function runtime(
  file: Uint8Array,
): Promise<(visit: ModelInputs) => Promise<TopItems>> {
  const session = await ort.InferenceSession.create(file)
  return async ({ items, kinds, itemMask, contexts, contextMask }) => {
    const { top_items: rows, top_scores: scores } = await session.run({
      items: new ort.Tensor('int32', items, [items.length]),
      kinds: new ort.Tensor('int32', kinds, [kinds.length]),
      item_mask: new ort.Tensor('float32', itemMask, [itemMask.length]),
      contexts: new ort.Tensor('int32', contexts, [contexts.length]),
      context_mask: new ort.Tensor('float32', contextMask, [contextMask.length]),
    })
    return {
      items: Int32Array.from(rows?.data as BigInt64Array, Number),
      scores: Float32Array.from(scores?.data as Float32Array),
    }
  }
}
