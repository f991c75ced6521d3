import type { AuditResult } from './audit.ts'
import type { Check } from './check.ts'
import { type Interval, z95 } from './interval.ts'

/** How far from fair a figure is, and how far chance alone moves it. */
interface Distance {
  readonly value: number
  readonly noise: number
}

/** What may not be worse than in the model that serves now, by more than that one's noise. */
export function besideLive(result: AuditResult, live: AuditResult): Check[] {
  const before = distancesOf(live)
  return [...distancesOf(result)].flatMap(([id, { value }]) => {
    const was = before.get(id)
    if (!was) return []
    const isWorse = value > was.value + was.noise
    const detail = `${value.toFixed(3)} from fair; what serves now ${was.value.toFixed(3)} ± ${was.noise.toFixed(3)}`
    return [{ id: `live.${id}`, verdict: isWorse ? 'failed' : 'passed', detail } as const]
  })
}

function distancesOf({ items, shopperGroups, prices }: AuditResult): Map<string, Distance> {
  const declared = items.filter(({ isDeclared }) => isDeclared)
  const exposure = declared.flatMap(({ attribute, groups }) =>
    groups.map(({ group, perDemand }): [string, Distance] => [
      `exposure.${attribute}.${group}`,
      { value: Math.abs(Math.log(perDemand.value)), noise: z95 * perDemand.standardError },
    ]),
  )
  const parities = shopperGroups.flatMap(({ attribute, outcomes }) =>
    outcomes.flatMap(({ outcome, parity }): [string, Distance][] =>
      parity ? [[`parity.${outcome}.${attribute}`, distanceOf(parity.difference)]] : [],
    ),
  )
  const gaps = prices.flatMap(({ attribute, gaps }) =>
    gaps.map(({ group, meanGap }): [string, Distance] => [
      `price.${attribute}.${group}`,
      distanceOf(meanGap),
    ]),
  )
  return new Map([...exposure, ...parities, ...gaps])
}

function distanceOf({ value, low, high }: Interval): Distance {
  return { value: Math.abs(value), noise: (high - low) / 2 }
}
