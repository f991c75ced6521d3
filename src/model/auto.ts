import type { ModelInputs, Scorer, StartScorer, StartTools, TopItems } from './scorer.ts'

export interface Engines {
  /** Starts at once, and refuses a graph with operators it does not know. */
  readonly compact: StartScorer
  /** Knows every operator, and takes its time to start. */
  readonly onnx: StartScorer
}

/**
 * Answers with the compact engine from the first request, and with the runtime once that has started,
 * after a response. A graph that the compact engine refuses waits for the runtime. Where the runtime
 * does not start or fails, the compact engine stays, and the fault is told once.
 *
 * Without `tools` there is no "after a response": the compact engine stays.
 */
export function auto({ compact, onnx }: Engines): StartScorer {
  // Starting the runtime takes a good part of a second of an isolate: once in vain is enough.
  const hopeless = new WeakMap<ArrayBuffer, AggregateError>()

  return async function startAuto(file, tools) {
    const failure = hopeless.get(file)
    if (failure) throw failure
    try {
      return changeOver(await compact(file), file, tools)
    } catch (refusal) {
      return await onnx(file).catch((fault) => giveUp(file, [refusal, fault]))
    }
  }

  function changeOver(first: Scorer, file: ArrayBuffer, tools?: StartTools): Scorer {
    let current = first
    tools?.afterwards(async () => {
      try {
        current = await onnx(file)
      } catch (fault) {
        tools.onFault(fault)
      }
    })
    return {
      get engine() {
        return current.engine
      },
      async score(inputs) {
        const scorer = current
        try {
          return await answer(scorer, inputs)
        } catch (fault) {
          if (scorer === first) throw fault
          if (current === scorer) tools?.onFault(fault)
          current = first
          return answer(first, inputs)
        }
      },
    }
  }

  function giveUp(file: ArrayBuffer, faults: readonly unknown[]): never {
    const failure = new AggregateError(faults, 'no engine can use the model')
    hopeless.set(file, failure)
    throw failure
  }
}

/** Says who answered: the engine may have changed over since. */
async function answer(scorer: Scorer, inputs: ModelInputs): Promise<TopItems> {
  return { ...(await scorer.score(inputs)), engine: scorer.engine }
}
