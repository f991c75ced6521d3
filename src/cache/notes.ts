/** Keys that are remembered for a while; of too many, the oldest are forgotten. */
export interface Notes {
  add(key: string): void
  has(key: string): boolean
  delete(key: string): void
}

interface NotesOptions {
  readonly seconds: number
  readonly most: number
  readonly now: () => Date
}

export function createNotes({ seconds, most, now }: NotesOptions): Notes {
  const untilMs = new Map<string, number>()
  return {
    add(key) {
      untilMs.delete(key)
      untilMs.set(key, now().getTime() + seconds * 1000)
      for (const oldest of untilMs.keys()) {
        if (untilMs.size <= most) break
        untilMs.delete(oldest)
      }
    },
    has(key) {
      const until = untilMs.get(key)
      if (until === undefined) return false
      if (now().getTime() < until) return true
      untilMs.delete(key)
      return false
    },
    delete: (key) => void untilMs.delete(key),
  }
}
