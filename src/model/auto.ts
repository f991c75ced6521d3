import type { ModelInputs, Scorer, StartScorer, StartTools, TopItems } from './scorer.ts'

export interface Engines {
  /** Starts at once, and refuses a graph with operators it does not know. */
  readonly compact: StartScorer
  /** Knows every operator, and takes its time to start. */
  readonly onnx: StartScorer
  /** Which one answers where both can, once it is there. Default: `compact`, the faster one. */
  readonly prefer?: 'compact' | 'onnx'
}

/**
 * Answers with the compact engine from the first request, where it knows the graph. Only a graph that
 * it refuses, or a preference for it, starts the runtime; until that is there the compact engine
 * answers, or what is popular is shown. Nobody waits.
 */
export function auto({ compact, onnx, prefer = 'compact' }: Engines): StartScorer {
  return async function startAuto(file, tools) {
    let first: Scorer
    try {
      first = await compact(file, tools)
    } catch (refusal) {
      return onnx(file, tools && bothFail(tools, refusal)).catch((fault) => {
        throw noEngine(refusal, fault)
      })
    }
    return prefer === 'onnx' && tools ? changeOver(first, await onnx(file, tools), tools) : first
  }
}

/** The second engine as soon as it is ready; the first one before, and for good when it has failed. */
function changeOver(first: Scorer, second: Scorer, tools: StartTools): Scorer {
  let hasFailed = false
  const current = () => (hasFailed || second.isReady === false ? first : second)
  return {
    get engine() {
      return current().engine
    },
    async score(inputs) {
      const scorer = current()
      try {
        return await answer(scorer, inputs)
      } catch (fault) {
        if (scorer === first) throw fault
        if (!hasFailed) tools.onFault(fault)
        hasFailed = true
        return answer(first, inputs)
      }
    },
  }
}

/** Says who answered: the engine may have changed over since. */
async function answer(scorer: Scorer, inputs: ModelInputs): Promise<TopItems> {
  return { ...(await scorer.score(inputs)), engine: scorer.engine }
}

function bothFail(tools: StartTools, refusal: unknown): StartTools {
  return { ...tools, onFault: (fault) => tools.onFault(noEngine(refusal, fault)) }
}

function noEngine(refusal: unknown, fault: unknown): AggregateError {
  return new AggregateError([refusal, fault], 'no engine can use the model')
}
