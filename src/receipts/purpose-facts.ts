import type { DataCategory, Purpose } from '../policy/index.ts'

interface PurposeFacts {
  /** In English, as receipts say it. */
  readonly says: string
  /** Out of the purpose categories of Kantara's Consent Receipt 1.1, appendix A. */
  readonly kantara: string
  /** Out of the Data Privacy Vocabulary 2. */
  readonly dpv: string
  /** What Limen itself uses for it. */
  readonly categories: readonly DataCategory[]
}

const profile = [
  'user.behavior.browsing_history',
  'user.behavior.purchase_history',
  'user.device.cookie',
] as const

/** What receipts call a purpose. */
export const purposeFacts: Readonly<Record<Purpose, PurposeFacts>> = {
  contextual: {
    says: 'Recommend products by the page, without personal data',
    kantara: '1 - Core Function',
    dpv: 'dpv:ProvideProductRecommendations',
    categories: [],
  },
  behavioural: {
    says: 'Recommend products by what the shopper looked at',
    kantara: '5 - Personalized Experience',
    dpv: 'dpv:ProvidePersonalisedRecommendations',
    categories: profile,
  },
  measurement: {
    says: 'Measure how well recommendations work',
    kantara: '16 - Improve Performance',
    dpv: 'dpv:ServiceUsageAnalytics',
    categories: ['user.telemetry'],
  },
  pricing: {
    says: 'Make prices personal',
    kantara: '5 - Personalized Experience',
    dpv: 'dpv:PersonalisedBenefits',
    categories: profile,
  },
  advertising: {
    says: 'Show personal advertising',
    kantara: '6 - Marketing',
    dpv: 'dpv:PersonalisedAdvertising',
    categories: profile,
  },
  training: {
    says: 'Train the model that recommends',
    kantara: '16 - Improve Performance',
    dpv: 'dpv:ResearchAndDevelopment',
    categories: profile,
  },
}
