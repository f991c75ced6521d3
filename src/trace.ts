import type { PageSource } from './cache/index.ts'
import type { Permission } from './consent/index.ts'
import type { Reason } from './decision.ts'
import type { Soon } from './lib/soon.ts'
import type { Ranking } from './model/index.ts'
import type { Visit } from './visit/index.ts'

/** The steps of a request, as `Server-Timing` names them. */
export type Step = 'permit' | 'rank' | 'origin' | 'page' | 'fill'

/** What Limen did with one request, for development and preview. It is gone with the request. */
export interface Trace {
  /** Milliseconds by step. */
  readonly timings: Map<Step, number>
  /** What each slot of the page became. */
  slots: Map<string, 'filled' | Reason>
  /** Why the page stayed plain; absent on a personal page. */
  plain?: Reason
  /** Where the page came from. */
  page?: PageSource
  /** The page went out as it came, so its slots were not known when the answer began. */
  isStreamed?: true
  permission?: Permission
  visit?: Visit
  ranking?: Ranking
  /** What broke in Limen, for the operator. */
  fault?: unknown
  /** What the shop was asked. */
  asked?: Request
}

export function newTrace(): Trace {
  return { timings: new Map(), slots: new Map() }
}

/** Runs a step and notes how long it was waited for: a Worker's clock stands while code runs. */
export function timed<T>(trace: Trace, step: Step, work: () => Soon<T>): Soon<T> {
  const done = work()
  if (!(done instanceof Promise)) return done
  const start = performance.now()
  return done.finally(() => trace.timings.set(step, performance.now() - start))
}
