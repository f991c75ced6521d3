import type { DataCategory } from './categories.ts'
import type { Purpose } from './purposes.ts'

/** What may be known of a visit, and on which ground. */
export interface Feature {
  readonly category: DataCategory
  readonly purpose: Purpose
  /**
   * How long the value lives. `request`: it is gone when the answer is sent. `profile`: the shopper
   * holds it, encrypted, until the profile ends or the purpose is no longer granted.
   */
  readonly retention: 'request' | 'profile'
  readonly source:
    | 'route'
    | 'catalogue'
    | 'clock'
    | 'user-agent'
    | 'referer'
    | 'network'
    | 'profile'
  /** `item`: a row of the item table. `row`: one of at most 64 named rows of a context table. */
  readonly encoding: 'item' | 'row'
}

/** The inputs a model may ask for. A feature that is not in this table cannot be read. */
export const features = {
  product: contextual('user.behavior.browsing_history', 'route', 'item'),
  page_type: contextual('system.operations', 'route', 'row'),
  category: contextual('system.operations', 'catalogue', 'row'),
  hour_of_week: contextual('system.operations', 'clock', 'row'),
  device_class: contextual('user.device', 'user-agent', 'row'),
  referrer_class: contextual('user.behavior.browsing_history', 'referer', 'row'),
  country: contextual('user.location.imprecise', 'network', 'row'),
  recent_items: fromProfile('user.behavior.browsing_history'),
  cart_items: fromProfile('user.behavior.purchase_history'),
} as const satisfies Record<string, Feature>

export type FeatureName = keyof typeof features

function contextual(
  category: DataCategory,
  source: Feature['source'],
  encoding: Feature['encoding'],
): Feature {
  return { category, purpose: 'contextual', retention: 'request', source, encoding }
}

function fromProfile(category: DataCategory): Feature {
  return {
    category,
    purpose: 'behavioural',
    retention: 'profile',
    source: 'profile',
    encoding: 'item',
  }
}
