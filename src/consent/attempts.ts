/**
 * Counts tries, not answers, so that whatever arrives a server that is down hears from an isolate
 * only so often.
 * @returns whether one more try, of so many in a cooldown, may be made now; if so, it counts.
 */
export function limitAttempts(cooldownSeconds: number): (seconds: number, most: number) => boolean {
  let attempts: readonly number[] = []
  return function mayTry(seconds, most) {
    // A clock may go backwards: a try in the future counts as well.
    attempts = attempts.filter((attempt) => Math.abs(seconds - attempt) < cooldownSeconds)
    if (attempts.length >= most) return false
    attempts = [...attempts, seconds]
    return true
  }
}
