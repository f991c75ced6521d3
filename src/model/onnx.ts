import runtime from 'onnxruntime-web/ort-wasm-simd-threaded.wasm'
import * as ort from 'onnxruntime-web/wasm'
import type { ModelInputs, Scorer, TopItems } from './scorer.ts'

// The start blocks the isolate, timers too, for 0.2 to 0.8 s. The page that asked first is gone by
// then: its deadline has passed, and it shows what is popular.
const pauseBeforeStartMs = 100

/** Starts ONNX Runtime Web inside workerd on the bytes of a model file. */
export async function onnx(file: ArrayBuffer): Promise<Scorer> {
  await new Promise((resolve) => setTimeout(resolve, pauseBeforeStartMs))
  const session = await exclusively(() =>
    withCompiledRuntime(() => ort.InferenceSession.create(new Uint8Array(file))),
  )
  return { engine: 'onnxruntime-web', score: (inputs) => run(session, inputs) }
}

async function run(session: ort.InferenceSession, inputs: ModelInputs): Promise<TopItems> {
  const { items, kinds, itemMask, contexts, contextMask } = inputs
  const feeds = {
    items: new ort.Tensor('int32', items, [items.length]),
    kinds: new ort.Tensor('int32', kinds, [kinds.length]),
    item_mask: new ort.Tensor('float32', itemMask, [itemMask.length]),
    contexts: new ort.Tensor('int32', contexts, [contexts.length]),
    context_mask: new ort.Tensor('float32', contextMask, [contextMask.length]),
  }
  const { top_items: rows, top_scores: scores } = await session.run(feeds)
  return {
    items: Int32Array.from(rows?.data as BigInt64Array, Number),
    scores: scores?.data as Float32Array,
  }
}

// Two starts at once would each see the other's replaced `instantiate`.
let starting: Promise<unknown> = Promise.resolve()

function exclusively<T>(start: () => Promise<T>): Promise<T> {
  const started = starting.then(start, start)
  starting = started.catch(() => undefined)
  return started
}

/**
 * workerd compiles no WebAssembly from bytes, so while the runtime starts, `instantiate` answers
 * with an instance of the module that was imported, which is compiled ahead of time. The dummy
 * binary keeps the runtime from resolving a URL.
 */
async function withCompiledRuntime<T>(start: () => Promise<T>): Promise<T> {
  ort.env.wasm.numThreads = 1
  ort.env.wasm.wasmBinary = new ArrayBuffer(8)
  const { instantiate } = WebAssembly
  const answer = async (_binary: unknown, imports?: WebAssembly.Imports) => ({
    instance: await instantiate(runtime, imports),
    module: runtime,
  })
  WebAssembly.instantiate = answer as unknown as typeof instantiate
  try {
    return await start()
  } finally {
    WebAssembly.instantiate = instantiate
  }
}
