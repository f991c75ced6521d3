import type { Consent } from '../consent/index.ts'
import type { Purpose } from '../policy/index.ts'
import type { Chooser } from './choose.ts'
import type { Decision, Imported } from './form.ts'

/**
 * What of another platform's word becomes a choice here. Its no always does. Its yes does not overrule
 * a no that was said here later than it, or when nobody knows when: a page's script says the same thing
 * on every page, and must not bring back what a shopper took away.
 *
 * @returns `undefined` when it says nothing new.
 */
export function importDecision(
  { asked, granted, chosenAt }: Imported,
  { standing, now }: Chooser,
  { wanted, recordSeconds }: { wanted: readonly Purpose[]; recordSeconds: number },
): Decision | undefined {
  const consent = standing?.consent
  const isOver = chosenAt && now.getTime() - chosenAt.getTime() >= recordSeconds * 1000
  const accepted = new Set(
    [...granted].filter((purpose) => !isOver && !isOverruled(purpose, consent, chosenAt)),
  )
  const decided = asked
    .filter((purpose) => purpose === 'contextual' || wanted.includes(purpose))
    .filter((purpose) => accepted.has(purpose) || !granted.has(purpose))
  const isNews = decided.some((purpose) => isOnIn(consent, purpose) !== accepted.has(purpose))
  return isNews ? { asked: decided, granted: accepted } : undefined
}

function isOverruled(purpose: Purpose, consent: Consent | undefined, chosenAt: Date | undefined) {
  const state = consent?.choices[purpose]?.state
  if (!consent || (state !== 'd' && state !== 'w')) return false
  return !chosenAt || chosenAt <= consent.chosenAt
}

/** `undefined`: not decided. */
function isOnIn(consent: Consent | undefined, purpose: Purpose): boolean | undefined {
  const state = consent?.choices[purpose]?.state
  return state === undefined || state === 'u' ? undefined : state === 'g'
}
