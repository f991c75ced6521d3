/** Random choices that are the same in every run (mulberry32), so that a failure can be repeated. */
export interface Seeded {
  /** A whole number from 0 to `below` - 1. */
  integer(below: number): number
  pick<T>(from: readonly T[]): T
  chance(share: number): boolean
}

export function seeded(seed: number): Seeded {
  let state = seed
  function next(): number {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const integer = (below: number) => Math.floor(next() * below)
  return {
    integer,
    pick: (from) => from[integer(from.length)] as (typeof from)[number],
    chance: (share) => next() < share,
  }
}
