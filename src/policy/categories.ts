interface Category {
  readonly name: string
  /** Why a segment over it needs a review. */
  readonly sensitive?: string
}

// A page is served without this: the command line and the documents import it by its file.

/** The data categories Limen knows, as fideslang names them (taxonomy of May 2025). */
export const categories = {
  'system.authentication': { name: 'Signing keys' },
  'system.operations': { name: 'Logs and counters without a person' },
  'user.behavior': { name: 'Scores and segments of a model' },
  'user.behavior.browsing_history': { name: 'Pages and products looked at' },
  'user.behavior.purchase_history': { name: 'Orders and carts' },
  'user.behavior.search_history': { name: 'Searches in the shop' },
  'user.childrens': { name: 'Anything about a child', sensitive: 'it is about children' },
  'user.contact.email': { name: 'E-mail address' },
  'user.demographic.age_range': { name: 'Age band', sensitive: 'it tells who is a child' },
  'user.demographic.language': {
    name: 'Preferred language',
    sensitive: 'it can stand for where somebody comes from',
  },
  'user.demographic.profile': { name: 'A profile of the shopper' },
  'user.device': { name: 'Device class' },
  'user.device.cookie': { name: 'Cookies' },
  'user.device.cookie_id': { name: 'Identifier in a cookie' },
  'user.device.ip_address': { name: 'Network address' },
  'user.location.imprecise': { name: 'Country or region' },
  'user.name': { name: 'Name' },
  'user.privacy_preferences': { name: 'Consent, choices and signals' },
  'user.telemetry': { name: 'Experiment and latency figures of a visit' },
  'user.unique_id.pseudonymous': { name: 'Pairwise pseudonym' },
} as const satisfies Record<string, Category>

/** A data category as fideslang names it. */
export type DataCategory = keyof typeof categories

export const dataCategories = Object.keys(categories) as readonly DataCategory[]

/** Why data of this category is sensitive; `undefined` if it is not. */
export function sensitivityOf(category: DataCategory): string | undefined {
  const { sensitive }: Category = categories[category]
  return sensitive
}

/** What a segment may reveal that the law protects most (GDPR Art. 9(1)). */
export const specialCategories = [
  'ethnic-origin',
  'political-opinion',
  'belief',
  'union-membership',
  'genetic-data',
  'biometric-data',
  'health',
  'sex-life',
] as const

export type SpecialCategory = (typeof specialCategories)[number]
