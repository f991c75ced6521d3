/** Random numbers that a seed decides: the same on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** Uniform among 0 … n − 1. */
  below(n: number): number
  /** Normal, mean 0, variance 1. */
  normal(): number
  /** Puts a list in random order, in place. */
  shuffle<List extends { [index: number]: unknown; readonly length: number }>(list: List): List
  /** All that decides the numbers to come, and the way back to it. */
  state(): RandomState
  restore(state: RandomState): void
}

export type RandomState = readonly [number, number, number, number]

/** sfc32 (Chris Doty-Humphrey's Small Fast Chaotic generator, 128 bits of state). */
export function createRandom(seed: number): Random {
  let a = 0
  let b = seed | 0
  let c = (seed / 2 ** 32) | 0
  let counter = 1

  function next(): number {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return (sum >>> 0) / 2 ** 32
  }
  // Its author's advice: the first outputs still show the seed.
  for (let i = 0; i < 15; i++) next()

  const below = (n: number) => Math.floor(next() * n)
  return {
    next,
    below,
    state: () => [a, b, c, counter],
    restore(state) {
      ;[a, b, c, counter] = state
    },
    // Box and Muller; 1 − u is never zero.
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    shuffle(list) {
      for (let i = list.length - 1; i > 0; i--) {
        const j = below(i + 1)
        const held = list[i]
        list[i] = list[j]
        list[j] = held
      }
      return list
    },
  }
}
