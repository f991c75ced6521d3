import type { Config } from '../../config/index.ts'
import {
  type DataCategory,
  type FeatureName,
  features,
  type Policy,
  type Purpose,
  purposes,
} from '../../policy/index.ts'
import { isTransfer } from '../areas.ts'
import { type Declarations, readableFeatures } from '../declarations.ts'
import { purposeUses } from './uses.ts'

export type Vendor = Policy['vendors'][string]

/** One thing that is done with data: a row of the record of processing (GDPR Art. 30(1)). */
export interface Activity {
  /** Unique in the map: letters, digits and `_`. */
  readonly key: string
  readonly name: string
  /** What it is for, in words. */
  readonly purpose: string
  /** Data uses as fideslang names them. */
  readonly uses: readonly string[]
  readonly basis: string
  readonly subjects: readonly string[]
  readonly categories: readonly DataCategory[]
  /** The features or fields behind the categories. */
  readonly data: readonly string[]
  readonly keptFor: string
  readonly safeguards: string
  /** Who gets the data; by the shop alone if absent. */
  readonly vendor?: Vendor & { readonly id: string; readonly isAbroad: boolean }
}

/** All that a configuration does with data. */
export interface DataMap {
  readonly controller: Policy['controller']
  readonly activities: readonly Activity[]
  readonly features: readonly FeatureName[]
  readonly retention: Policy['retention']
  /** What crosses to the shop on routes that carry what they declare. */
  readonly crossing: { readonly cookies: readonly string[]; readonly fields: readonly string[] }
}

/** Draws the data map of a configuration from what it declares. */
export function dataMapOf(config: Config, declared: Declarations): DataMap {
  const { policy } = declared
  const readable = readableFeatures(declared)
  return {
    controller: policy.controller,
    activities: [
      delivery,
      ...(config.consent ? [consent] : []),
      ...purposes.flatMap((purpose) => ranking(purpose, readable, declared)),
      ...Object.entries(policy.segments).map(([id, segment]) => segmentOf(id, segment)),
      ...Object.entries(policy.vendors).map(([id, vendor]) => vendorOf(id, vendor, policy)),
    ],
    features: readable,
    retention: policy.retention,
    crossing: crossingOf(config),
  }
}

const visitors = ['anonymous_user', 'customer']
const gone = 'until the answer is sent'

const delivery: Activity = {
  key: 'delivery',
  name: 'Answer requests',
  purpose: 'Bring the shop’s pages to the browser that asks for them',
  uses: ['essential.service.security'],
  basis: 'Legitimate interests',
  subjects: visitors,
  categories: ['user.device.cookie', 'user.device.ip_address'],
  data: ['network address', 'cookies of the request'],
  keptFor: gone,
  safeguards: 'The shop gets neither, but for cookies that a route declares; no log holds them',
}

const consent: Activity = {
  key: 'consent',
  name: 'Keep to what shoppers chose',
  purpose: 'Read the consent token and the signals of the browser before anything else is done',
  uses: ['essential.legal_obligation'],
  basis: 'Legal obligations',
  subjects: visitors,
  categories: ['user.device.cookie_id', 'user.privacy_preferences', 'user.unique_id.pseudonymous'],
  data: ['consent token in the cookie __Host-limen-consent', 'Sec-GPC'],
  keptFor: 'as long as the token, at most 7 days',
  safeguards:
    'Signed; a pseudonym for this shop alone, which a withdrawal replaces; HttpOnly cookie',
}

function ranking(
  purpose: Purpose,
  readable: readonly FeatureName[],
  { profileDays }: Declarations,
): Activity[] {
  const own = readable.filter((name) => features[name].purpose === purpose)
  if (own.length === 0) return []
  const { says, fides, basis } = purposeUses[purpose]
  const fromProfile = own.some((name) => features[name].retention === 'profile')
  const categories: DataCategory[] = own.map((name) => features[name].category)
  if (fromProfile) categories.push('user.demographic.profile', 'user.device.cookie')
  return [
    {
      key: purpose,
      name: `Rank products: ${purpose}`,
      purpose: says,
      uses: fides,
      basis,
      subjects: visitors,
      categories: unique(categories),
      data: own,
      keptFor: fromProfile ? `${profileDays} days, by the shopper` : gone,
      safeguards: fromProfile
        ? 'Encrypted in the shopper’s own cookie; no copy; never read without permission'
        : 'Scored at the edge; never sent to the shop or stored',
    },
  ]
}

function segmentOf(id: string, segment: Policy['segments'][string]): Activity {
  const { says, fides, basis } = purposeUses[segment.purpose]
  const categories = segment.features.map((name): DataCategory => features[name].category)
  return {
    key: `segment_${id.replaceAll('-', '_')}`,
    name: `Segment: ${id}`,
    purpose: says,
    uses: fides.slice(0, 1),
    basis,
    subjects: visitors,
    categories: unique([...categories, ...segment.categories, 'user.demographic.profile']),
    data: [...segment.features, ...segment.reveals.map((special) => `may reveal ${special}`)],
    keptFor: segment.keeps ? `${segment.keeps.days} days` : gone,
    safeguards: segment.review
      ? `Reviewed by ${segment.review.by} on ${segment.review.on}: ${segment.review.decision}`
      : 'Only with permission for its purpose',
  }
}

function vendorOf(id: string, vendor: Vendor, { controller }: Policy): Activity {
  const uses = vendor.purposes.map((purpose) => purposeUses[purpose])
  return {
    key: `vendor_${id.replaceAll('-', '_')}`,
    name: `${vendor.name} ${vendor.does}`,
    purpose: uses.map(({ says }) => says).join('; '),
    uses: uses.map(({ fides: [first] }) => first),
    basis: unique(uses.map(({ basis }) => basis)).join('; '),
    subjects: visitors,
    categories: unique(vendor.receives),
    data: [],
    keptFor: `${vendor.keeps.days} days`,
    safeguards: vendor.agreement
      ? `Processing agreement from ${vendor.agreement.from} until ${vendor.agreement.until}`
      : 'NO PROCESSING AGREEMENT',
    vendor: { ...vendor, id, isAbroad: isTransfer(controller.country, vendor.country) },
  }
}

function crossingOf({ routes }: Config): DataMap['crossing'] {
  const declared = routes.flatMap((route) => (route.mode === 'pass' ? [route] : []))
  return {
    cookies: unique(declared.flatMap(({ cookies = [] }) => cookies)),
    fields: unique(declared.flatMap(({ fields = [] }) => fields)),
  }
}

function unique<T extends string>(words: readonly T[]): readonly T[] {
  return [...new Set(words)].sort()
}
