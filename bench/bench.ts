import { type Child, startChild } from './child.ts'
import { bundle, type Contestant } from './contestants.ts'
import { oneShopper } from './crowd.ts'
import type { Table } from './figures.ts'
import type { OriginOptions } from './origin.ts'
import type { PageSize } from './page.ts'
import { type RunningWorker, startWorker } from './workerd.ts'

/** What every measurement is given. */
export interface Bench {
  readonly contestants: readonly Contestant[]
  readonly pages: readonly PageSize[]
  readonly rounds: number
  /** How long one contestant is under load, each round. */
  readonly seconds: number
  readonly connections: number
  readonly progress: (line: string) => void
}

/** A measurement takes turns, A B C … A B C …, and gives tables. To make another one, add a row. */
export interface Measurement {
  readonly says: string
  run(bench: Bench): Promise<readonly Table[]>
}

/** The contestants, started, before an origin. */
export interface Arena {
  readonly running: ReadonlyMap<Contestant, RunningWorker>
  readonly originUrl: URL
  stop(): Promise<void>
}

const atOnce: OriginOptions = { chunks: 1, pauseMs: 0 }

/** Starts an origin, and before it each contestant in a process of its own. */
export async function openArena(
  contestants: readonly Contestant[],
  options: OriginOptions = atOnce,
): Promise<Arena> {
  const origin: Child<OriginOptions, { port: number }> = startChild('origin.ts')
  const { port } = await origin.ask(options)
  const originUrl = new URL(`http://127.0.0.1:${port}`)
  const running = new Map<Contestant, RunningWorker>()
  const arena = {
    running,
    originUrl,
    async stop() {
      await Promise.all([...running.values(), origin].map((one) => one.stop()))
    },
  }
  try {
    for (const contestant of contestants) {
      const { env } = (await contestant.crowd?.()) ?? oneShopper
      running.set(contestant, await startContestant(contestant.module, originUrl, env))
    }
    return arena
  } catch (error) {
    await arena.stop()
    throw error
  }
}

/** Starts the Worker of a module of this folder before an origin. */
export async function startContestant(
  module: string,
  origin: URL,
  env: Readonly<Record<string, string>> = {},
  inspected = false,
): Promise<RunningWorker> {
  return startWorker(await bundled(module), { ORIGIN: origin.origin, ...env }, inspected)
}

const bundles = new Map<string, ReturnType<typeof bundle>>()

function bundled(module: string): ReturnType<typeof bundle> {
  const bundling = bundles.get(module) ?? bundle(module)
  bundles.set(module, bundling)
  return bundling
}
