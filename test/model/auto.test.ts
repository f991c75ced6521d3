import { describe, expect, test } from 'vitest'
import { auto } from '../../src/model/auto.ts'
import type { ModelInputs, StartScorer } from '../../src/model/index.ts'

const file = new ArrayBuffer(8)
const visit: ModelInputs = {
  items: new Int32Array(1),
  kinds: new Int32Array(1),
  itemMask: new Float32Array(1),
  contexts: new Int32Array(1),
  contextMask: new Float32Array(1),
}

describe('two engines as one', () => {
  test('answer with the compact one until the runtime is there, and say who answered', async () => {
    const later = afterwards()
    const scorer = await auto({ compact: engine('compact'), onnx: engine('runtime') })(file, later)
    expect(await scorer.score(visit)).toMatchObject({ engine: 'compact' })
    expect(scorer.engine).toBe('compact')
    await later.respond()
    expect(await scorer.score(visit)).toMatchObject({ engine: 'runtime' })
    expect(scorer.engine).toBe('runtime')
    expect(later.faults).toEqual([])
  })

  test('do not load the runtime before a response is out', async () => {
    let loaded = false
    const onnx: StartScorer = (bytes) => {
      loaded = true
      return engine('runtime')(bytes)
    }
    const later = afterwards()
    await (await auto({ compact: engine('compact'), onnx })(file, later)).score(visit)
    expect(loaded).toBe(false)
    await later.respond()
    expect(loaded).toBe(true)
  })

  test('stay with the compact one when nothing may be done after a response', async () => {
    const scorer = await auto({ compact: engine('compact'), onnx: refusing('no runtime') })(file)
    expect(await scorer.score(visit)).toMatchObject({ engine: 'compact' })
  })

  test('stay with the compact one when the runtime does not start, told and tried once', async () => {
    const later = afterwards()
    const onnx = refusing('shared memory')
    const scorer = await auto({ compact: engine('compact'), onnx })(file, later)
    await later.respond()
    for (let i = 0; i < 5; i++) {
      expect(await scorer.score(visit)).toMatchObject({ engine: 'compact' })
    }
    expect(later.faults).toEqual([new Error('shared memory')])
    expect(onnx.tries).toBe(1)
  })

  test('go back to the compact one when the runtime fails on a visit, told once', async () => {
    const later = afterwards()
    const onnx: StartScorer = async () => ({
      engine: 'runtime',
      score: () => Promise.reject(new Error('out of memory')),
    })
    const scorer = await auto({ compact: engine('compact'), onnx })(file, later)
    await later.respond()
    const answers = await Promise.all([scorer.score(visit), scorer.score(visit)])
    expect(answers.map((answer) => answer.engine)).toEqual(['compact', 'compact'])
    expect(await scorer.score(visit)).toMatchObject({ engine: 'compact' })
    expect(later.faults).toEqual([new Error('out of memory')])
  })

  test('use the runtime at once for a graph that the compact one refuses', async () => {
    const later = afterwards()
    const compact = refusing('operator LSTM')
    const scorer = await auto({ compact, onnx: engine('runtime') })(file, later)
    expect(scorer.engine).toBe('runtime')
    expect(later.faults).toEqual([])
  })

  test('give up on a model that neither can use, and do not try it again', async () => {
    const compact = refusing('operator LSTM')
    const onnx = refusing('shared memory')
    const start = auto({ compact, onnx })
    for (let i = 0; i < 3; i++) {
      await expect(start(file)).rejects.toMatchObject({
        errors: [new Error('operator LSTM'), new Error('shared memory')],
      })
    }
    expect(onnx.tries).toBe(1)
  })
})

function engine(name: string): StartScorer {
  return async () => ({
    engine: name,
    score: async () => ({ items: new Int32Array(1), scores: new Float32Array(1) }),
  })
}

function refusing(message: string): StartScorer & { tries: number } {
  const start = Object.assign(
    async () => {
      start.tries++
      throw new Error(message)
    },
    { tries: 0 },
  )
  return start
}

function afterwards() {
  const works: (() => Promise<unknown>)[] = []
  const faults: unknown[] = []
  return {
    faults,
    afterwards: (work: () => Promise<unknown>) => works.push(work),
    onFault: (fault: unknown) => faults.push(fault),
    respond: () => Promise.all(works.splice(0).map((work) => work())),
  }
}
