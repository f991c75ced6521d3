import type { AuditResult } from './audit.ts'
import { benjaminiHochberg } from './correction.ts'

/** A difference that was looked at, corrected for how many they are. */
export interface Tested {
  readonly id: string
  readonly p: number
  readonly q: number
}

/** The family of all differences that an audit tests. */
export function familyOf({ items, shopperGroups, prices }: AuditResult): Tested[] {
  const tested = [
    ...items.flatMap(({ attribute, groups }) =>
      groups.map(({ group, pValue }) => ({ id: `exposure.${attribute}.${group}`, p: pValue })),
    ),
    ...shopperGroups.flatMap(({ attribute, outcomes }) =>
      outcomes.flatMap(({ outcome, gaps }) =>
        gaps.map(({ group, pValue }) => ({ id: `${outcome}.${attribute}.${group}`, p: pValue })),
      ),
    ),
    ...prices.flatMap(({ attribute, gaps }) =>
      gaps.map(({ group, pValue }) => ({ id: `price.${attribute}.${group}`, p: pValue })),
    ),
  ]
  const q = benjaminiHochberg(tested.map(({ p }) => p))
  return tested.map((each, at) => ({ ...each, q: q[at] as number }))
}
