import { ModelError } from '../errors.ts'
import { readOnnxFile } from './compact/onnx-file.ts'
import { planGraph } from './compact/plan.ts'
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
    // One that is on its way to start has no answers yet.
    const wrong = scorer.isReady === false ? undefined : await tryScorer(scorer, manifest)
    if (wrong) refuse(manifest, wrong)
    return scorer
  }
}

/** What a manifest says of a graph's sizes. What it leaves out is as the graph has it. */
export interface StatedSizes {
  readonly inputs: { readonly items?: number; readonly contexts: readonly unknown[] }
  readonly top?: number
}

/** What stands against a file, and against its manifest beside it; none if they fit. */
export function modelProblems(
  manifest: StatedSizes,
  file: ArrayBuffer,
  need: EngineNeed,
): string[] {
  try {
    const report = reportGraph(file)
    const problems = contractProblems(report, need)
    const lengths = lengthsOf(report)
    for (const [length, what, wanted] of [
      ['J', 'takes # items of a visit', manifest.inputs.items],
      ['C', 'takes # contexts', manifest.inputs.contexts.length],
      ['K', 'returns # items', manifest.top],
    ] as const) {
      const found = lengths.get(length) ?? wanted
      if (wanted !== undefined && found !== wanted) {
        problems.push(`it ${what.replace('#', String(found))}; its manifest says ${wanted}`)
      }
    }
    return problems
  } catch (error) {
    if (error instanceof ModelError) return [reasonOf(error)]
    throw error
  }
}

/** Why the compact engine cannot use a file; nothing if it can. It is planned, within limits, not run. */
export function planProblem(file: ArrayBuffer): string | undefined {
  try {
    planGraph(readOnnxFile(file))
    return undefined
  } catch (error) {
    if (error instanceof ModelError) return reasonOf(error)
    throw error
  }
}

function reasonOf({ message }: ModelError): string {
  return message.replace('model file: ', '')
}

function refuse({ id }: Manifest, what: string): never {
  throw new ModelError('ERR_MODEL_INCOMPATIBLE', id, what)
}
