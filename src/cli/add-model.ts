import { ModelError } from '../errors.ts'
import { sha256 } from '../lib/bytes.ts'
import { modelProblems, planProblem } from '../model/checked.ts'
import { type EngineNeed, lengthsOf } from '../model/contract.ts'
import { openGraph } from '../model/explain/index.ts'
import { type GraphReport, reportGraph } from '../model/graph-report.ts'
import type { ContextInput, Manifest } from '../model/manifest.ts'
import { verifyModel } from '../model/verify.ts'
import { type CallTime, runTrial, type TrialLimits } from './trial.ts'

/** A manifest in which what the file itself says may be left out. */
export type StatedManifest = Omit<Manifest, 'sha256' | 'bytes' | 'top' | 'inputs'> & {
  readonly inputs: { readonly items?: number; readonly contexts: readonly ContextInput[] }
  /** Where it is left out, the file is taken as it is. */
  readonly sha256?: string
  readonly top?: number
}

/** A model from elsewhere, as it is offered. */
export interface OfferedModel {
  readonly file: ArrayBuffer
  readonly manifest: StatedManifest
  /** What the data does not show, in a person's words. */
  readonly limits?: readonly string[]
}

export interface AddLimits {
  readonly fileBytes: number
  /** Most that one call may take in any engine, in the middle of many. */
  readonly medianMs: number
  readonly trial?: TrialLimits
}

export const addLimits: AddLimits = { fileBytes: 4 * 2 ** 20, medianMs: 10 }

/** What became of an offer: a manifest that holds, or why not. */
export type Offered =
  | {
      readonly manifest: Manifest
      readonly report: GraphReport
      readonly engines: Readonly<Record<string, CallTime>>
    }
  | { readonly problems: readonly string[] }

/**
 * Decides whether a model may be added: its file is read, held against the contract and against its
 * manifest, and tried in every engine. Nothing is written.
 */
export async function examineModel(
  { file, manifest: stated }: OfferedModel,
  need: EngineNeed,
  limits: AddLimits = addLimits,
): Promise<Offered> {
  if (file.byteLength > limits.fileBytes) {
    return { problems: [`the file has ${file.byteLength} bytes; ${limits.fileBytes} are allowed`] }
  }
  const problems = modelProblems(stated, file, need)
  if (problems.length > 0) return { problems }
  const unplanned = need === 'compact' ? planProblem(file) : undefined
  if (unplanned) return { problems: [unplanned] }
  const miscounted = need === 'compact' ? rowProblem(file, stated.catalogue.items) : undefined
  if (miscounted) return { problems: [miscounted] }
  const report = reportGraph(file)
  const manifest = await complete(stated, file, report)
  const mismatch = await verifyModel(manifest, file, () => true).catch(asProblem)
  if (mismatch) return { problems: [mismatch] }

  const trial = await runTrial({ file, model: manifest, need }, limits.trial)
  if ('problem' in trial) return { problems: [trial.problem] }
  const slow = Object.entries(trial.engines).find(([, { medianMs }]) => medianMs > limits.medianMs)
  if (slow) {
    const [name, { medianMs }] = slow
    return { problems: [`${name}: a call takes ${medianMs} ms; ${limits.medianMs} are allowed`] }
  }
  return { manifest, report, engines: trial.engines }
}

/**
 * A list that is too short shifts no answer that a trial would see, and gives the padding's place to an
 * item. A graph scores a row for each item, and may score the padding.
 */
function rowProblem(file: ArrayBuffer, { length }: readonly string[]): string | undefined {
  const rows = scoredRows(file)
  if (rows === undefined || rows === length || rows === length + 1) return undefined
  return `it scores ${rows} rows, the padding among them; its list has ${length} items`
}

/** How many rows the best are chosen of; unknown if they are not chosen by one `TopK`. */
function scoredRows(file: ArrayBuffer): number | undefined {
  try {
    const graph = openGraph(file)
    return graph.value(graph.scores).length
  } catch (error) {
    if (error instanceof ModelError) return undefined
    throw error
  }
}

async function complete(
  stated: StatedManifest,
  file: ArrayBuffer,
  report: GraphReport,
): Promise<Manifest> {
  const lengths = lengthsOf(report)
  return {
    ...stated,
    inputs: { items: lengths.get('J') ?? 0, ...stated.inputs },
    sha256: stated.sha256 ?? (await sha256(file)),
    bytes: file.byteLength,
    top: stated.top ?? lengths.get('K') ?? 0,
  }
}

function asProblem(error: unknown): string {
  if (error instanceof ModelError) return error.message
  throw error
}
