/** Gives the next whole number, from 0 up to, not including, `below`. */
export type Sequence = (below: number) => number

/** Numbers without a pattern, the same on every machine: with the constants of Numerical Recipes. */
export function sequence(seed: number): Sequence {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
