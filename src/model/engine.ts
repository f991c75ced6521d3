import { type Soon, whenThere } from '../lib/soon.ts'
import type { Manifest } from './manifest.ts'
import type { Scorer, StartScorer } from './scorer.ts'
import { verifyModel } from './verify.ts'

/** Holds the isolate for work that outlives the answer. */
export type KeepAlive = (work: Promise<unknown>) => void

export interface EngineOptions {
  readonly manifest: Manifest
  readonly file: ArrayBuffer
  readonly start: StartScorer
  /** Whether the shop's feed names a product of this id. */
  readonly isNamed: (id: string) => boolean
  /** Told of a fault that no answer shows. */
  readonly onFault: (error: unknown) => void
}

/** Where a ranker gets its engine. */
export interface Engine {
  /** Says that somebody asks, so that work which blocks waits. */
  noteVisit(): void
  /** At once, if it has started. @throws ModelError when the model is not the one its manifest describes. */
  verified(): Soon<void>
  /** The engine, if it could start with the Worker. */
  atStart(): Promise<Scorer | undefined>
  /** At once, if it has started. Nothing when it cannot start, which is told once. */
  scorer(keepAlive: KeepAlive): Soon<Scorer | undefined>
}

// A moment is quiet when nobody has asked for this long, at least as long as an answer takes. An
// isolate that is never quiet cannot put it off for ever; the platform keeps it for 30 s.
const quietMs = 250
const mostPauses = 80

/** Verifies a model and starts its engine, once: what is refused stays refused. */
export function openEngine(options: EngineOptions): Engine {
  const { manifest, file, start, isNamed, onFault } = options
  const waiting: (() => Promise<unknown>)[] = []
  const tools = { afterwards: (work: () => Promise<unknown>) => void waiting.push(work), onFault }
  let visits = 0

  const verified = verifyModel(manifest, file, isNamed)
  const begin = () => verified.then(() => start(file, tools))
  const early = begin().catch(() => undefined)
  let started: Promise<Scorer | undefined> | undefined
  let here: Scorer | undefined

  return {
    verified: () => (here ? undefined : verified),
    atStart: () => early,
    noteVisit: () => {
      visits++
    },
    scorer(keepAlive) {
      started ??= early.then((scorer) => scorer ?? begin()).catch(tellFault)
      return whenThere(here ?? started, (scorer) => {
        here = scorer
        for (const work of waiting.splice(0)) keepAlive(whenQuiet(work))
        return scorer
      })
    },
  }

  function tellFault(fault: unknown): undefined {
    onFault(fault)
  }

  async function whenQuiet(work: () => Promise<unknown>): Promise<unknown> {
    let before: number
    let pauses = 0
    do {
      before = visits
      await new Promise((resolve) => setTimeout(resolve, quietMs))
    } while (visits !== before && ++pauses < mostPauses)
    return work()
  }
}
