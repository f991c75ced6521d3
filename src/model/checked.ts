import { ModelError } from '../errors.ts'
import { contractProblems, type EngineNeed, lengthsOf } from './contract.ts'
import { reportGraph } from './graph-report.ts'
import type { Manifest } from './manifest.ts'
import type { StartScorer } from './scorer.ts'
import { tryScorer } from './trial.ts'

/**
 * Starts an engine only on a file that meets the contract, and hands it out only when its answers to
 * made-up visits do. For models that come from elsewhere than the deployment.
 *
 * @param need which engine must know all operators.
 */
export function checked(
  start: StartScorer,
  manifest: Manifest,
  need: EngineNeed = 'compact',
): StartScorer {
  return async function startChecked(file, tools) {
    const [problem] = modelProblems(manifest, file, need)
    if (problem) refuse(manifest, problem)
    const scorer = await start(file, tools)
    const wrong = await tryScorer(scorer, manifest)
    if (wrong) refuse(manifest, wrong)
    return scorer
  }
}

/** What stands against a file, and against its manifest beside it; none if they fit. */
export function modelProblems(
  manifest: Pick<Manifest, 'inputs' | 'top'>,
  file: ArrayBuffer,
  need: EngineNeed,
): string[] {
  try {
    const report = reportGraph(file)
    const problems = contractProblems(report, need)
    const lengths = lengthsOf(report)
    for (const [length, what, wanted] of [
      ['J', 'items of a visit', manifest.inputs.items],
      ['C', 'contexts', manifest.inputs.contexts.length],
    ] as const) {
      const found = lengths.get(length)
      if (found !== undefined && found !== wanted) {
        problems.push(`it takes ${found} ${what}; its manifest says ${wanted}`)
      }
    }
    return problems
  } catch (error) {
    if (error instanceof ModelError) return [error.message.replace('model file: ', '')]
    throw error
  }
}

function refuse({ id }: Manifest, what: string): never {
  throw new ModelError('ERR_MODEL_INCOMPATIBLE', id, what)
}
