import type { Purpose } from '../policy/index.ts'
import type { Declarations } from './declarations.ts'
import { each, type Rule } from './rule.ts'

export const retention: Rule = {
  id: 'retention',
  promise: 'Nothing is kept for longer than its class allows',
  find: (declared) =>
    kept(declared).flatMap(({ declaration, class: name, days }) => {
      const limit = limitOf(name, declared)
      if (limit === undefined) {
        const remedy = `declare policy.retention.${name}: { days: ${days} }`
        return { declaration, problem: `there is no retention class "${name}"`, remedy }
      }
      const problem = `kept for ${days} days; the class "${name}" allows ${limit}`
      const remedy = `keep it for at most ${limit} days, or choose another class`
      return days > limit ? { declaration, problem, remedy } : []
    }),
}

export const priceSource: Rule = {
  id: 'price-source',
  promise: 'A price depends on the catalogue and nothing else',
  find: (declared) => [
    ...declared.policy.prices.dependOn
      .filter((source) => source !== 'catalogue')
      .map((source) => ({
        declaration: 'policy.prices.dependOn',
        problem: `a price depends on ${source}`,
        remedy: `take it out: Limen shows the catalogue's price to everybody`,
      })),
    ...pricedBy(declared).map((declaration) => ({
      declaration,
      problem: 'it serves pricing, so a price depends on it',
      remedy: `give it another purpose: Limen shows the catalogue's price to everybody`,
    })),
  ],
}

interface Kept {
  readonly declaration: string
  readonly class: string
  readonly days: number
}

/** All that is kept beyond a request, with the class it is in. */
function kept({ policy, profileDays }: Declarations): Kept[] {
  const vendors = each(policy.vendors, (id, { keeps }) => ({
    declaration: `policy.vendors.${id}.keeps`,
    ...keeps,
  }))
  const segments = each(policy.segments, (id, { keeps }) =>
    keeps ? { declaration: `policy.segments.${id}.keeps`, ...keeps } : [],
  )
  const profile =
    profileDays === undefined
      ? []
      : [{ declaration: 'profile.retentionDays', class: 'profile', days: profileDays }]
  return [...profile, ...segments, ...vendors]
}

function limitOf(name: string, { policy }: Declarations): number | undefined {
  return Object.hasOwn(policy.retention, name) ? policy.retention[name]?.days : undefined
}

function pricedBy({ policy, slots }: Declarations): string[] {
  const isPricing = (purpose: Purpose) => purpose === 'pricing'
  return [
    ...[...slots].flatMap(([id, purpose]) => (isPricing(purpose) ? `slots.${id}.purpose` : [])),
    ...each(policy.segments, (id, { purpose }) =>
      isPricing(purpose) ? `policy.segments.${id}.purpose` : [],
    ),
    ...each(policy.vendors, (id, { purposes }) =>
      purposes.some(isPricing) ? `policy.vendors.${id}.purposes` : [],
    ),
    ...each(policy.features, (id, { alsoFor }) =>
      alsoFor.some(isPricing) ? `policy.features.${id}.alsoFor` : [],
    ),
  ]
}
