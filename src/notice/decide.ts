import type { Consent } from '../consent/index.ts'
import { type Purpose, purposes } from '../policy/index.ts'
import type { Decision } from './form.ts'

/** A new choice: what becomes of each purpose that was decided. */
export interface NewChoice {
  readonly states: ReadonlyMap<Purpose, 'g' | 'd' | 'w'>
  /** Whether something that was given is taken back. */
  readonly isWithdrawal: boolean
  /** Whether anything is given by it or goes on being given, which somebody may take back. */
  readonly isGiving: boolean
  /** What the browser's signal forbids and the shopper allowed: not given, until they confirm it. */
  readonly conflicts: readonly Purpose[]
  /** Purposes that are allowed in spite of the signal. */
  readonly overrides: readonly Purpose[]
}

/** What a decision is made under. */
export interface DecisionContext {
  readonly consent: Consent | undefined
  /** What the browser's signal forbids now; empty without one. */
  readonly signalled: ReadonlySet<Purpose>
  /** The shopper was shown the conflict with the signal, and allowed it all the same. */
  readonly isException: boolean
}

/** Turns a yes or no for each purpose into states. A no after a yes is a withdrawal, and stays one. */
export function decide(
  { asked, granted }: Decision,
  { consent, signalled, isException }: DecisionContext,
): NewChoice {
  const earlier = new Set(consent?.overrides)
  const isAllowed = (purpose: Purpose) =>
    !signalled.has(purpose) || isException || earlier.has(purpose)
  const states = new Map(
    asked.map((purpose) => {
      const isGiven = granted.has(purpose) && isAllowed(purpose)
      return [purpose, isGiven ? 'g' : refusal(consent?.choices[purpose]?.state)] as const
    }),
  )
  const isOn = (purpose: Purpose) => states.get(purpose) === 'g'
  const isKept = (purpose: Purpose) => !states.has(purpose) || isOn(purpose)
  return {
    states,
    isWithdrawal: asked.some(
      (purpose) => consent?.choices[purpose]?.state === 'g' && !isOn(purpose),
    ),
    isGiving: purposes.some(
      (purpose) =>
        purpose !== 'contextual' &&
        (states.get(purpose) ?? consent?.choices[purpose]?.state) === 'g',
    ),
    conflicts: asked.filter((purpose) => granted.has(purpose) && !isAllowed(purpose)),
    overrides: [
      ...[...earlier].filter(isKept),
      ...asked.filter((purpose) => isException && isOn(purpose) && !earlier.has(purpose)),
    ],
  }
}

function refusal(before: string | undefined): 'd' | 'w' {
  return before === 'g' || before === 'w' ? 'w' : 'd'
}
