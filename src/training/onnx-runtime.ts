import * as ort from 'onnxruntime-web'
import type { Scorer } from '../model/scorer.ts'

ort.env.wasm.numThreads = 1

/** Starts ONNX Runtime in Node: the one that a model meets at the edge, for a trial before it. */
export async function onnxRuntime(file: ArrayBuffer): Promise<Scorer> {
  const session = await ort.InferenceSession.create(new Uint8Array(file))
  return {
    engine: 'onnxruntime-web',
    async score({ items, kinds, itemMask, contexts, contextMask }) {
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
    },
  }
}
