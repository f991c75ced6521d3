import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ModelError } from '../errors.ts'
import { createCompact } from '../model/compact/create-compact.ts'
import type { Scorer, StartScorer } from '../model/scorer.ts'
import { trialVisits, tryScorer } from '../model/trial.ts'
import type { CallTime, Trial, TrialResult } from './trial.ts'

// The process in which a model from elsewhere is tried: see trial.ts.

const pageBytes = 65_536
const mostPages = Math.floor(Number(process.argv[2]) / pageBytes)

// The runtime asks for 4 GB of address space; a file must not get it.
const { Memory } = WebAssembly
WebAssembly.Memory = class extends Memory {
  constructor(wanted: WebAssembly.MemoryDescriptor) {
    super({ ...wanted, maximum: Math.min(wanted.maximum ?? mostPages, mostPages) })
  }
}

process.once('message', async (trial: Trial & { readonly file: Uint8Array<ArrayBuffer> }) => {
  const result = await tryModel({ ...trial, file: Uint8Array.from(trial.file).buffer })
  process.send?.(result)
})

async function tryModel({ file, model, need }: Trial): Promise<TrialResult> {
  const engines: Record<string, CallTime> = {}
  const scorers: Scorer[] = []
  for (const [name, start] of await startsFor(need)) {
    let scorer: Scorer
    try {
      scorer = await start(file)
    } catch (error) {
      return { problem: refusal(name, error) }
    }
    const problem = await tryScorer(scorer, model, 40)
    if (problem) return { problem: `${name}: ${problem}` }
    engines[name] = await timeCalls(scorer, model)
    scorers.push(scorer)
  }
  const differs = scorers.length > 1 && (await findDifference(scorers, model))
  return differs ? { problem: 'the engines do not agree on its answers' } : { engines }
}

async function startsFor(need: Trial['need']): Promise<readonly [string, StartScorer][]> {
  const { onnxRuntime } = await import('../training/onnx-runtime.ts')
  const runtime: [string, StartScorer] = ['ONNX Runtime', onnxRuntime]
  if (need === 'onnx') return [runtime]
  const kernel = await readFile(join(import.meta.dirname, '../model/compact/kernel.wasm'))
  return [['compact', createCompact(Uint8Array.from(kernel).buffer)], runtime]
}

function refusal(name: string, error: unknown): string {
  if (error instanceof ModelError) return `${name}: ${error.message.replace(/^model file: /, '')}`
  // The runtime's message may quote the file.
  return `${name} cannot start on it`
}

const timedCalls = 200

async function timeCalls(scorer: Scorer, model: Trial['model']): Promise<CallTime> {
  const times: number[] = []
  for (const [visit] of trialVisits(model, timedCalls)) {
    const start = performance.now()
    await scorer.score(visit)
    times.push(performance.now() - start)
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(share * (times.length - 1))] as number
  const round = (ms: number) => Math.round(ms * 1000) / 1000
  return { medianMs: round(at(0.5)), p99Ms: round(at(0.99)) }
}

const tolerance = 1e-3

/** Whether scores at a rank are further apart than single precision in another order can bring them. */
async function findDifference(
  [one, other]: readonly Scorer[],
  model: Trial['model'],
): Promise<boolean> {
  for (const [visit] of trialVisits(model, 40)) {
    const a = await one?.score(visit)
    const b = await other?.score(visit)
    const isNear = a?.scores.every((score, rank) => {
      const theirs = b?.scores[rank] ?? Number.NaN
      return Math.abs(score - theirs) <= tolerance * Math.max(1, Math.abs(score))
    })
    if (!isNear) return true
  }
  return false
}
