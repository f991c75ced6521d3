/** A measured value with its 95 % interval. */
export interface Interval {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** A share of `trials`, which count as `effective` independent ones. */
export interface Proportion {
  readonly share: number
  /** At most the trials: those of one shopper hang together. */
  readonly effective: number
}

/** The 97.5 % point of the normal distribution: intervals are of 95 %. */
export const z95 = 1.959963984540054

/** Wilson's score interval of a proportion (Wilson 1927; Newcombe 1998a, method 3). */
export function wilson({ share, effective: n }: Proportion): Interval {
  if (n === 0) return { value: share, low: 0, high: 1 }
  const scale = 1 + z95 ** 2 / n
  const centre = (share + z95 ** 2 / (2 * n)) / scale
  const half = (z95 * Math.sqrt((share * (1 - share)) / n + z95 ** 2 / (4 * n * n))) / scale
  return { value: share, low: Math.max(0, centre - half), high: Math.min(1, centre + half) }
}

/** The difference `a − b` of two proportions (Newcombe 1998b, method 10). */
export function newcombe(a: Proportion, b: Proportion): Interval {
  const [first, second] = [wilson(a), wilson(b)]
  const value = a.share - b.share
  return {
    value,
    low: value - Math.hypot(a.share - first.low, second.high - b.share),
    high: value + Math.hypot(first.high - a.share, b.share - second.low),
  }
}

/** The ratio `a / b` of two proportions, on the logarithmic scale (Katz et al. 1978). */
export function katz(a: Proportion, b: Proportion): Interval {
  if (a.share === 0 || b.share === 0) {
    return { value: b.share === 0 ? Number.NaN : 0, low: 0, high: Number.POSITIVE_INFINITY }
  }
  const value = a.share / b.share
  const variance = [a, b].map(({ share, effective }) => (1 - share) / (share * effective))
  const factor = Math.exp(z95 * Math.sqrt((variance[0] as number) + (variance[1] as number)))
  return { value, low: value / factor, high: value * factor }
}

/** Two-sided p-value that two proportions are the same, by their normal approximation. */
export function differencePValue(a: Proportion, b: Proportion): number {
  const variance = [a, b].map(({ share, effective: n }) => (n > 0 ? (share * (1 - share)) / n : 0))
  const error = Math.sqrt((variance[0] as number) + (variance[1] as number))
  if (error === 0) return a.share === b.share ? 1 : 0
  return normalPValue((a.share - b.share) / error)
}

/** Two-sided p-value of a standard normal value (Abramowitz and Stegun 7.1.26, error under 1.5e-7). */
export function normalPValue(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  const series = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592]
  return series.reduce((sum, factor) => (sum + factor) * t, 0) * Math.exp(-x * x)
}
