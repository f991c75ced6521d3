import { type Purpose, purposes } from '../policy/index.ts'
import type { Lowering } from './lowering.ts'

/**
 * Reads one signal of a request. It lists what it denies, so there is no way for it to say "granted";
 * `undefined`: the request does not carry it.
 */
export type Signal = (request: Request, now: Date) => Lowering | undefined

// Contextual uses no personal data and stores nothing, so a fault does not take it away.
const inDoubt: Lowering = {
  source: 'signal',
  denies: new Set<Purpose>(purposes.filter((purpose) => purpose !== 'contextual')),
}

const none: readonly Lowering[] = []

/** What the signals of a request take away. One that fails takes everything but contextual. */
export function readLowerings(
  signals: readonly Signal[],
  request: Request,
  now: Date,
): readonly Lowering[] {
  if (signals.length === 0) return none
  return signals.flatMap((signal) => {
    try {
      const lowering = signal(request, now)
      if (lowering === undefined) return []
      return lowering?.denies instanceof Set ? lowering : inDoubt
    } catch {
      return inDoubt
    }
  })
}
