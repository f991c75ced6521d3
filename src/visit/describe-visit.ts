import type { DeviceClass } from '../lib/device-class.ts'
import type { ItemKind } from '../model/manifest.ts'
import { type FeatureName, features, type Purpose } from '../policy/index.ts'
import { hourOfWeek } from './hour-of-week.ts'
import { referrerClass } from './referrer.ts'

/** What a request says before anything is made of it. Read only as far as purposes permit. */
export interface VisitFacts extends WayFacts {
  /** As the route names its pages: `product`, `category`. */
  readonly pageType?: string | undefined
  /** Id of the product whose page this is. */
  readonly product?: string | undefined
  /** Key of the category whose page this is. */
  readonly category?: string | undefined
  /** What the shopper's profile says, each newest first. */
  readonly profile?: VisitProfile | undefined
  /** Whether the shop still has a product of this id. */
  readonly isNamed: (id: string) => boolean
  /** The key of a product's leaf category, from the catalogue. */
  readonly categoryOf: (product: string) => string | undefined
}

/** The part of it that the page is not asked for with. */
export interface WayFacts {
  readonly now: Date
  /** The shop's, an IANA name. */
  readonly timeZone: string
  readonly device: DeviceClass
  readonly referrer: string | null
  readonly siteHost: string
  /** ISO 3166-1 alpha-2, as the network tells it; `XX` and `T1` (Tor) are no country. */
  readonly country: string | undefined
}

/** The part of a profile that a visit may be described by. */
export interface VisitProfile {
  readonly viewed: readonly string[]
  readonly cart: readonly string[]
}

/** The product of the page, or something the shopper did with one before. */
export interface VisitItem {
  readonly id: string
  readonly kind: ItemKind
  readonly feature: FeatureName
}

/** What may be known about a request; what no purpose permits is not in it. */
export interface Visit {
  /** The product of the page; then what was looked at and what is in the cart, each newest first. */
  readonly items: readonly VisitItem[]
  readonly context: ReadonlyMap<FeatureName, string>
  /** Unknown if it may not be looked at. */
  readonly device: DeviceClass | undefined
  /** Names a visit that may be anybody's: equal keys, equal visits. */
  readonly key?: string
}

interface ItemReader {
  readonly kind: ItemKind
  readonly read: (facts: VisitFacts) => readonly (string | undefined)[]
}

// More than a model of sixteen items can look at, beside the product and a cart, is not read.
const mostRecent = 8

const itemReaders: ReadonlyMap<FeatureName, ItemReader> = new Map<FeatureName, ItemReader>([
  ['product', { kind: 'view', read: ({ product }) => [product] }],
  ['recent_items', { kind: 'view', read: recentOfProfile }],
  ['cart_items', { kind: 'cart', read: cartOfProfile }],
])

type Reader = (facts: VisitFacts) => string | undefined

const readers: ReadonlyMap<FeatureName, Reader> = new Map<FeatureName, Reader>([
  ['page_type', ({ pageType }) => pageType],
  ['category', categoryOfPage],
  ['hour_of_week', ({ now, timeZone }) => hourOfWeek(now, timeZone)],
  ['device_class', ({ device }) => device],
  ['referrer_class', ({ referrer, siteHost }) => referrerClass(referrer, siteHost)],
  ['country', readCountry],
])

/** Whether a visit is described by anything that the shopper did before this request. */
export function isPersonal({ items }: Visit): boolean {
  return items.some(({ feature }) => features[feature].source === 'profile')
}

/**
 * Describes a visit by the features whose purpose is permitted; the facts behind any other are not read.
 */
export function describeVisit(
  facts: VisitFacts,
  isPermitted: (purpose: Purpose) => boolean,
): Visit {
  const items: VisitItem[] = []
  const context = new Map<FeatureName, string>()

  for (const [feature, { kind, read }] of itemReaders) {
    const ids = isPermitted(features[feature].purpose) ? read(facts) : []
    for (const id of ids) if (id) items.push({ id, kind, feature })
  }
  for (const [feature, read] of readers) {
    const value = isPermitted(features[feature].purpose) ? read(facts) : undefined
    if (value) context.set(feature, value)
  }
  return { items, context, device: context.get('device_class') as DeviceClass | undefined }
}

/**
 * Names the way that somebody comes: with equal names, visits without a profile to the same page are
 * equal.
 */
export function wayOf(facts: WayFacts): string {
  const { now, timeZone, device, referrer, siteHost } = facts
  const from = referrerClass(referrer, siteHost)
  return `${device} ${from} ${readCountry(facts)} ${hourOfWeek(now, timeZone)}`
}

function categoryOfPage({ category, product, categoryOf }: VisitFacts): string | undefined {
  return category ?? (product === undefined ? undefined : categoryOf(product))
}

// The product of the page counts once, as such; what the shop no longer has tells nothing.
function recentOfProfile({ profile, product, isNamed }: VisitFacts): readonly string[] {
  const isUseful = (id: string) => id !== product && isNamed(id)
  return profile?.viewed.filter(isUseful).slice(0, mostRecent) ?? []
}

function cartOfProfile({ profile, isNamed }: VisitFacts): readonly string[] {
  return profile?.cart.filter(isNamed) ?? []
}

const noCountries: ReadonlySet<string> = new Set(['XX'])

function readCountry({ country }: WayFacts): string | undefined {
  if (!country || !/^[a-z]{2}$/i.test(country)) return undefined
  const code = country.toUpperCase()
  return noCountries.has(code) ? undefined : code
}
