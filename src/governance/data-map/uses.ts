import type { Purpose } from '../../policy/index.ts'

/** What a purpose is called elsewhere. */
export interface PurposeUse {
  readonly says: string
  /** Data uses as fideslang names them (taxonomy of May 2025), the one that vendors are told of first. */
  readonly fides: readonly [string, ...string[]]
  /** Purposes of the IAB TCF 2.3. */
  readonly tcf: readonly number[]
  /** The legal ground as fideslang words it; where opt-in is not asked, a notice and an opt-out. */
  readonly basis: 'Consent' | 'Legitimate interests'
}

export const purposeUses: Readonly<Record<Purpose, PurposeUse>> = {
  contextual: {
    says: 'Fit a page to what it is about',
    fides: ['personalize.content.limited'],
    tcf: [11],
    basis: 'Legitimate interests',
  },
  behavioural: {
    says: 'Fit a page to what the shopper looked at and put in the cart',
    fides: ['personalize.content.profiled', 'personalize.content.profiling'],
    tcf: [5, 6],
    basis: 'Consent',
  },
  measurement: {
    says: 'Count what was shown and what came of it',
    fides: ['analytics.reporting.content_performance', 'analytics.reporting.campaign_insights'],
    tcf: [8, 9],
    basis: 'Consent',
  },
  pricing: {
    says: 'Make a price for one shopper',
    fides: ['personalize.content.profiled.pricing'],
    tcf: [],
    basis: 'Consent',
  },
  advertising: {
    says: 'Advertise, or let others do so',
    fides: [
      'marketing.advertising.third_party.targeted',
      'marketing.advertising.profiling',
      'marketing.advertising.first_party.targeted',
      'marketing.advertising.first_party.contextual',
      'marketing.advertising.frequency_capping',
      'marketing.advertising.negative_targeting',
      'analytics.reporting.ad_performance',
      'third_party_sharing',
    ],
    tcf: [2, 3, 4, 7],
    basis: 'Consent',
  },
  training: {
    says: 'Improve the model with visits',
    fides: ['train_ai_system'],
    tcf: [],
    basis: 'Consent',
  },
}
