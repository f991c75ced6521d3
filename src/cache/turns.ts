/**
 * Lets one request do what many wait for. Requests of an isolate must not await one another's
 * promises, so nothing is shared but a mark: its holder keeps it alive with a timer of its own, and
 * those who wait look at it with theirs. A request that is cancelled takes its timers with it, and so
 * its mark falls silent.
 */
export interface Turns {
  /** Takes the turn for a key, and gives the way to end it; `undefined` while another has it. */
  take(key: string): (() => void) | undefined
  /**
   * Waits until the turn is over, its holder is silent, or `mostMs` have passed.
   *
   * @returns how many milliseconds were waited, by the timers' own count.
   */
  wait(key: string, mostMs: number): Promise<number>
}

interface Mark {
  beats: number
}

const beatMs = 100
const silentMs = 1000
const firstPauseMs = 4
const longestPauseMs = 64

/** @param limitMs after how long a turn is over, whatever its holder does. */
export function createTurns(limitMs: number): Turns {
  const marks = new Map<string, Mark>()

  function drop(key: string, mark: Mark): void {
    if (marks.get(key) === mark) marks.delete(key)
  }

  return {
    take(key) {
      if (marks.has(key)) return undefined
      const mark = { beats: 0 }
      marks.set(key, mark)
      const end = () => {
        clearInterval(timer)
        drop(key, mark)
      }
      const timer = setInterval(() => {
        mark.beats++
        if (mark.beats * beatMs >= limitMs) end()
      }, beatMs)
      return end
    },

    async wait(key, mostMs) {
      const mark = marks.get(key)
      let waited = 0
      let pause = firstPauseMs
      let heard = { beats: mark?.beats ?? 0, at: 0 }
      while (mark && marks.get(key) === mark && waited < mostMs) {
        await new Promise((resolve) => setTimeout(resolve, pause))
        waited += pause
        pause = Math.min(pause * 2, longestPauseMs)
        if (mark.beats !== heard.beats) heard = { beats: mark.beats, at: waited }
        else if (waited - heard.at >= silentMs) drop(key, mark)
      }
      return waited
    },
  }
}
