import type { Interval } from '../interval.ts'

/** `12.3 %`; nothing measured is a dash. */
export function percent(share: number, digits = 1): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(digits)} %` : '–'
}

/** `1.27 [1.19, 1.35]`. */
export function withInterval(
  { value, low, high }: Interval,
  show: (value: number) => string = (number) => number.toFixed(2),
): string {
  return Number.isFinite(value) ? `${show(value)} [${show(low)}, ${show(high)}]` : '–'
}

/** As few digits as tell a ratio: `0.25`, `2`. */
export function ratio(value: number): string {
  return String(Math.round(value * 1000) / 1000)
}
