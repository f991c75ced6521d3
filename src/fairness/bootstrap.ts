import type { Interval } from './interval.ts'

/** How an interval is drawn. The same numbers from `random` give the same interval. */
export interface Draws {
  /** Uniform in [0, 1). */
  readonly random: () => number
  /** How many times the units are drawn anew. */
  readonly times: number
}

/** A bootstrapped value. */
export interface Drawn extends Interval {
  readonly standardError: number
}

/**
 * Percentile bootstrap (Efron 1979) of figures that come from sums over units. Units are what was drawn
 * from the world, such as shoppers: what one of them saw hangs together, and is drawn together.
 *
 * @param units the numbers that each unit adds.
 * @param figures makes figures of the sums; one that is not finite is left out of its interval.
 */
export function bootstrap(
  units: readonly ArrayLike<number>[],
  figures: (sums: Float64Array) => readonly number[],
  { random, times }: Draws,
): Drawn[] {
  const width = units[0]?.length ?? 0
  const all = figures(sumOf(units, width, (index) => index))
  const drawn: number[][] = all.map(() => [])
  for (let time = 0; time < times; time++) {
    const sums = sumOf(units, width, () => Math.floor(random() * units.length))
    figures(sums).forEach((value, at) => {
      if (Number.isFinite(value)) drawn[at]?.push(value)
    })
  }
  return all.map((value, at) => describe(value, drawn[at] ?? []))
}

function sumOf(
  units: readonly ArrayLike<number>[],
  width: number,
  pick: (index: number) => number,
): Float64Array {
  const sums = new Float64Array(width)
  for (let index = 0; index < units.length; index++) {
    const unit = units[pick(index)] as ArrayLike<number>
    for (let at = 0; at < width; at++) sums[at] = (sums[at] as number) + (unit[at] as number)
  }
  return sums
}

function describe(value: number, drawn: number[]): Drawn {
  if (drawn.length < 2) {
    return { value, low: -Infinity, high: Infinity, standardError: Number.POSITIVE_INFINITY }
  }
  drawn.sort((a, b) => a - b)
  const mean = drawn.reduce((sum, each) => sum + each, 0) / drawn.length
  const squares = drawn.reduce((sum, each) => sum + (each - mean) ** 2, 0)
  const at = (share: number) => drawn[Math.round(share * (drawn.length - 1))] as number
  return {
    value,
    low: at(0.025),
    high: at(0.975),
    standardError: Math.sqrt(squares / (drawn.length - 1)),
  }
}
