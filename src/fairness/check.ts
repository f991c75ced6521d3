import type { Interval } from './interval.ts'

/** `not-enough`: the data is too thin to say. That is not passed. */
export type Verdict = 'passed' | 'failed' | 'not-enough'

/** One thing that the gate looked at. */
export interface Check {
  /** `exposure.seller.small`; the same in every audit of the same groups. */
  readonly id: string
  readonly verdict: Verdict
  readonly detail: string
  readonly waiver?: Waiver
}

/** A check that somebody answers for, for a while. */
export interface Waiver {
  readonly check: string
  readonly reviewer: string
  readonly reason: string
  /** Last day on which it holds, ISO 8601. */
  readonly until: string
}

/** What a release may not go beyond. Shares and differences are 0 to 1. */
export interface GateLimits {
  /** A parity fails when its difference may be over the one and its ratio under the other. */
  readonly parityDifference: number
  readonly parityRatio: number
  /** The interval of exposure over demand of a declared group stays within. */
  readonly exposure: readonly [low: number, high: number]
  /** How far a group's hit rate may certainly stay behind the others'. */
  readonly hitRateGap: number
  /** How far a group's prices may certainly be from the others', where a log of prices is given. */
  readonly priceGap: number
  /** Share of NDCG that a re-ranking may cost. */
  readonly cost: number
  /** A difference is called real at this q-value. */
  readonly q: number
}

export const gateLimits: GateLimits = {
  parityDifference: 0.1,
  parityRatio: 0.8,
  exposure: [0.8, 1.25],
  hitRateGap: 0.03,
  priceGap: 0.005,
  cost: 0.02,
  q: 0.05,
}

/** `1.021 [0.980, 1.064]`. */
export function shown({ value, low, high }: Interval, digits = 3): string {
  return `${value.toFixed(digits)} [${low.toFixed(digits)}, ${high.toFixed(digits)}]`
}
