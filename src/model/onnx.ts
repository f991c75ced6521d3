import runtime from 'onnxruntime-web/ort-wasm-simd-threaded.wasm'
import * as ort from 'onnxruntime-web/wasm'
import type { ModelInputs, Scorer, StartTools, TopItems } from './scorer.ts'

const engine = 'onnxruntime-web'

/**
 * Starts ONNX Runtime Web inside workerd on the bytes of a model file. The start blocks the isolate for
 * half a second, so with `tools` it waits for a quiet moment after an answer.
 */
export async function onnx(file: ArrayBuffer, tools?: StartTools): Promise<Scorer> {
  if (tools) return startLater(file, tools)
  const session = await open(file)
  return { engine, score: (inputs) => run(session, inputs) }
}

function startLater(file: ArrayBuffer, tools: StartTools): Scorer {
  let session: ort.InferenceSession | undefined
  const opened = new Promise<ort.InferenceSession>((resolve, reject) => {
    tools.afterwards(async () => {
      try {
        session = await open(file)
        resolve(session)
      } catch (fault) {
        tools.onFault(fault)
        reject(fault)
      }
    })
  })
  opened.catch(() => undefined) // told already
  return {
    engine,
    get isReady() {
      return session !== undefined
    },
    score: async (inputs) => run(session ?? (await opened), inputs),
  }
}

async function open(file: ArrayBuffer): Promise<ort.InferenceSession> {
  const session = await exclusively(() =>
    withCompiledRuntime(() => ort.InferenceSession.create(new Uint8Array(file))),
  )
  // The first run takes a tenth of a second more than any later one: it compiles what it meets.
  await session.run(Object.fromEntries(session.inputMetadata.map(blank)))
  return session
}

/** An input of nothing: masked, and of row 0. */
function blank(input: ort.InferenceSession.ValueMetadata): [string, ort.Tensor] {
  if (!input.isTensor) throw new TypeError('an input is no tensor')
  const shape = input.shape.map(Number)
  const size = shape.reduce((size, length) => size * length, 1)
  const data = input.type === 'float32' ? new Float32Array(size) : new Int32Array(size)
  return [input.name, new ort.Tensor(data, shape)]
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
  return { items: narrowed(rows?.data as BigInt64Array), scores: scores?.data as Float32Array }
}

/** Row numbers as numbers. In a loop: `from` calls back for each. */
function narrowed(rows: BigInt64Array): Int32Array {
  const items = new Int32Array(rows.length)
  for (let i = 0; i < items.length; i++) items[i] = Number(rows[i])
  return items
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
