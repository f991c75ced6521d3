import type { Metric } from '../model/manifest.ts'
import type { AuditResult } from './audit.ts'
import { type Interval, z95 } from './interval.ts'

/**
 * The figures of an audit as a manifest's `fairness` table has them. Rates and differences are percent;
 * exposure over demand is a ratio, 1 when fair.
 *
 * | Key | Figure |
 * | --- | --- |
 * | `exposure.<attribute>.<group>` | exposure over demand, against all other groups |
 * | `served.<attribute>.<group>`, `found.…`, `offered.…` | rate of a group of shoppers |
 * | `parity.<outcome>.<attribute>` | largest rate minus smallest, of the groups that are not too thin |
 * | `price-flip` | prices that a flip changed, of all compared |
 */
export function fairnessTable({ items, shopperGroups, flip }: AuditResult): Record<string, Metric> {
  const rows = [
    ...items.flatMap(({ attribute, groups }) =>
      groups.map(({ group, perDemand: { value, standardError } }) =>
        // The error is of the logarithm.
        row(`exposure.${attribute}.${group}`, value, value * standardError),
      ),
    ),
    ...shopperGroups.flatMap(({ attribute, outcomes }) =>
      outcomes.flatMap(({ outcome, rates, parity }) => [
        ...rates.map(({ group, rate }) =>
          row(`${outcome}.${attribute}.${group}`, 100 * rate.value, 100 * errorOf(rate)),
        ),
        ...(parity
          ? [
              row(
                `parity.${outcome}.${attribute}`,
                100 * parity.difference.value,
                100 * errorOf(parity.difference),
              ),
            ]
          : []),
      ]),
    ),
    ...(flip.compared > 0
      ? [row('price-flip', (100 * flip.changed.length) / flip.compared, 0)]
      : []),
  ]
  return Object.fromEntries(rows.filter(([, { value }]) => Number.isFinite(value)))
}

function row(key: string, value: number, standardError: number): [string, Metric] {
  const round = (number: number) => Math.round(number * 1000) / 1000
  return [key, { value: round(value), standardError: round(standardError) }]
}

function errorOf({ low, high }: Interval): number {
  return (high - low) / (2 * z95)
}
