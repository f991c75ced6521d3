import { type DeviceClass, deviceClass } from '../lib/device-class.ts'
import type { ItemKind } from '../model/manifest.ts'
import { type FeatureName, features, type Purpose } from '../policy/index.ts'
import { hourOfWeek } from './hour-of-week.ts'
import { referrerClass } from './referrer.ts'

/** What a request says before anything is made of it. Read only as far as purposes permit. */
export interface VisitFacts {
  /** As the route names its pages: `product`, `category`. */
  readonly pageType?: string | undefined
  /** Id of the product whose page this is. */
  readonly product?: string | undefined
  /** Key of the category whose page this is. */
  readonly category?: string | undefined
  /** The key of a product's leaf category, from the catalogue. */
  readonly categoryOf: (product: string) => string | undefined
  readonly now: Date
  /** The shop's, an IANA name. */
  readonly timeZone: string
  readonly userAgent: string | null
  readonly referrer: string | null
  readonly siteHost: string
  /** ISO 3166-1 alpha-2, as the network tells it; `XX` and `T1` (Tor) are no country. */
  readonly country: string | undefined
}

/** Something the shopper did with an item in this visit. */
export interface VisitItem {
  readonly id: string
  readonly kind: ItemKind
  readonly feature: FeatureName
}

/** What may be known about a request; what no purpose permits is not in it. */
export interface Visit {
  /** Newest first. */
  readonly items: readonly VisitItem[]
  readonly context: ReadonlyMap<FeatureName, string>
  /** Unknown if it may not be looked at. */
  readonly device: DeviceClass | undefined
}

type Reader = (facts: VisitFacts) => string | undefined

const readers: ReadonlyMap<FeatureName, Reader> = new Map<FeatureName, Reader>([
  ['product', ({ product }) => product],
  ['page_type', ({ pageType }) => pageType],
  ['category', categoryOfPage],
  ['hour_of_week', ({ now, timeZone }) => hourOfWeek(now, timeZone)],
  ['device_class', ({ userAgent }) => deviceClass(userAgent)],
  ['referrer_class', ({ referrer, siteHost }) => referrerClass(referrer, siteHost)],
  ['country', readCountry],
])

/**
 * Describes a visit by the features whose purpose is permitted; the facts behind any other are not read.
 */
export function describeVisit(
  facts: VisitFacts,
  isPermitted: (purpose: Purpose) => boolean,
): Visit {
  const items: VisitItem[] = []
  const context = new Map<FeatureName, string>()

  for (const [feature, read] of readers) {
    const { purpose, encoding } = features[feature]
    const value = isPermitted(purpose) ? read(facts) : undefined
    if (!value) continue
    if (encoding === 'item') items.push({ id: value, kind: 'view', feature })
    else context.set(feature, value)
  }
  return { items, context, device: context.get('device_class') as DeviceClass | undefined }
}

function categoryOfPage({ category, product, categoryOf }: VisitFacts): string | undefined {
  return category ?? (product === undefined ? undefined : categoryOf(product))
}

const noCountries: ReadonlySet<string> = new Set(['XX'])

function readCountry({ country = '' }: VisitFacts): string | undefined {
  const code = /^[a-z]{2}$/i.test(country) ? country.toUpperCase() : undefined
  return code === undefined || noCountries.has(code) ? undefined : code
}
