import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { EngineNeed } from '../model/contract.ts'
import type { TrialModel } from '../model/trial.ts'

/** What a trial found: what is wrong, or how long a call takes in each engine. */
export type TrialResult =
  | { readonly problem: string }
  | { readonly engines: Readonly<Record<string, CallTime>> }

/** Of one call, in milliseconds. */
export interface CallTime {
  readonly medianMs: number
  readonly p99Ms: number
}

export interface Trial {
  readonly file: ArrayBuffer
  readonly model: TrialModel
  /** `compact`: both engines must know it, and agree. `onnx`: the runtime alone. */
  readonly need: EngineNeed
}

export interface TrialLimits {
  readonly timeoutMs: number
  /** Of WebAssembly and of JavaScript, each. */
  readonly memoryBytes: number
}

export const trialLimits: TrialLimits = { timeoutMs: 30_000, memoryBytes: 512 * 2 ** 20 }

/**
 * Runs a model in a process of its own, which is ended when it takes too long: no file can hang or
 * exhaust the one that asks.
 */
export function runTrial(trial: Trial, limits: TrialLimits = trialLimits): Promise<TrialResult> {
  const { timeoutMs, memoryBytes } = limits
  const child = fork(join(import.meta.dirname, 'trial-process.ts'), [String(memoryBytes)], {
    serialization: 'advanced',
    execArgv: [`--max-old-space-size=${memoryBytes / 2 ** 20}`],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  let timer: ReturnType<typeof setTimeout> | undefined
  return new Promise<TrialResult>((resolve) => {
    const late = { problem: `its trial took over ${timeoutMs / 1000} s` }
    timer = setTimeout(resolve, timeoutMs, late)
    child.once('message', (result) => resolve(result as TrialResult))
    child.once('error', () => resolve({ problem: 'its trial could not be started' }))
    child.once('exit', () =>
      resolve({ problem: 'its trial broke down; it may need too much memory' }),
    )
    child.send({ ...trial, file: new Uint8Array(trial.file) }, (error) => {
      if (error) resolve({ problem: 'its trial could not be started' })
    })
  }).finally(() => {
    clearTimeout(timer)
    child.kill('SIGKILL')
  })
}
