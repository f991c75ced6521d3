import { describe, expect, test } from 'vitest'
import { auto } from '../../src/model/auto.ts'
import type { ModelInputs, Scorer, StartScorer } from '../../src/model/index.ts'

const file = new ArrayBuffer(8)
const visit: ModelInputs = {
  items: new Int32Array(1),
  kinds: new Int32Array(1),
  itemMask: new Float32Array(1),
  contexts: new Int32Array(1),
  contextMask: new Float32Array(1),
}

describe('two engines as one', () => {
  test('never start the runtime for a graph that the compact one knows', async () => {
    const runtime = engine('runtime')
    const scorer = await auto({ compact: engine('compact'), onnx: runtime })(file, tools())
    expect(scorer.engine).toBe('compact')
    await scorer.score(visit)
    expect(runtime.starts).toBe(0)
  })

  test('use the runtime for a graph that the compact one refuses, and are not ready before it is', async () => {
    const runtime = engine('runtime')
    runtime.isReady = false
    const told = tools()
    const scorer = await auto({ compact: refusing('operator LSTM'), onnx: runtime })(file, told)
    expect(scorer).toMatchObject({ engine: 'runtime', isReady: false })
    runtime.isReady = true
    expect(scorer.isReady).toBe(true)
    expect(told.faults).toEqual([])
  })

  test('fail for good on a model that neither can use', async () => {
    const start = auto({ compact: refusing('operator LSTM'), onnx: refusing('shared memory') })
    await expect(start(file)).rejects.toMatchObject({
      errors: [new Error('operator LSTM'), new Error('shared memory')],
    })
  })

  test('tell why neither can use a model when the runtime fails later', async () => {
    const told = tools()
    const onnx: StartScorer = async (_, later) => {
      later?.onFault(new Error('shared memory'))
      return { engine: 'runtime', isReady: false, score: async () => nothing }
    }
    await auto({ compact: refusing('operator LSTM'), onnx })(file, told)
    expect(told.faults).toMatchObject([
      { errors: [new Error('operator LSTM'), new Error('shared memory')] },
    ])
  })
})

describe('two engines, the runtime preferred', () => {
  test('answer with the compact one until the runtime is there, and say who answered', async () => {
    const onnx = engine('runtime')
    onnx.isReady = false
    const start = auto({ compact: engine('compact'), onnx, prefer: 'onnx' })
    const scorer = await start(file, tools())
    expect(await scorer.score(visit)).toMatchObject({ engine: 'compact' })
    expect(scorer.engine).toBe('compact')
    expect(scorer.isReady ?? true).toBe(true)
    onnx.isReady = true
    expect(await scorer.score(visit)).toMatchObject({ engine: 'runtime' })
    expect(scorer.engine).toBe('runtime')
  })

  test('stay with the compact one when nothing may be done after a response', async () => {
    const onnx = engine('runtime')
    const scorer = await auto({ compact: engine('compact'), onnx, prefer: 'onnx' })(file)
    expect(scorer.engine).toBe('compact')
    expect(onnx.starts).toBe(0)
  })

  test('go back to the compact one when the runtime fails on a visit, told once', async () => {
    const told = tools()
    const onnx: StartScorer = async () => ({
      engine: 'runtime',
      score: () => Promise.reject(new Error('out of memory')),
    })
    const scorer = await auto({ compact: engine('compact'), onnx, prefer: 'onnx' })(file, told)
    const answers = await Promise.all([scorer.score(visit), scorer.score(visit)])
    expect(answers.map((answer) => answer.engine)).toEqual(['compact', 'compact'])
    expect(await scorer.score(visit)).toMatchObject({ engine: 'compact' })
    expect(told.faults).toEqual([new Error('out of memory')])
  })
})

const nothing = { items: new Int32Array(1), scores: new Float32Array(1) }

function engine(name: string) {
  const start = Object.assign(
    async (): Promise<Scorer> => {
      start.starts++
      return {
        engine: name,
        get isReady() {
          return start.isReady
        },
        score: async () => nothing,
      }
    },
    { starts: 0, isReady: true },
  )
  return start
}

function refusing(message: string): StartScorer {
  return () => Promise.reject(new Error(message))
}

function tools() {
  const faults: unknown[] = []
  return { faults, afterwards: () => undefined, onFault: (fault: unknown) => faults.push(fault) }
}
