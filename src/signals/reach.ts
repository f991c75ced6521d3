import { type Purpose, purposes } from '../policy/index.ts'

type Purposes = ReadonlySet<Purpose>

/** All that a signal can deny. Contextual uses no personal data, so no signal speaks of it. */
export const everything: Purposes = new Set(purposes.filter((purpose) => purpose !== 'contextual'))

/** What a sale, sharing or targeted advertising feeds; the reach of Global Privacy Control as well. */
export const sharing: Purposes = new Set<Purpose>(['advertising', 'training'])

/** What uses data beyond what the shopper came for. */
export const furtherUse: Purposes = new Set<Purpose>(['pricing', 'advertising', 'training'])

/** What builds or uses a profile. */
export const profiling: Purposes = new Set<Purpose>([
  'behavioural',
  'pricing',
  'advertising',
  'training',
])

/** The purposes that any of these has. */
export function union(sets: Iterable<Iterable<Purpose>>): Set<Purpose> {
  const all = new Set<Purpose>()
  for (const set of sets) for (const purpose of set) all.add(purpose)
  return all
}
