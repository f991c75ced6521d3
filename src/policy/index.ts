export type { DataCategory, SpecialCategory } from './categories.ts'
export type { Policy, PolicyInput } from './define-policy.ts'
export { type Feature, type FeatureName, features } from './features.ts'
export {
  type Period,
  type PricingDisclosure,
  pricingDisclosureOf,
  type RequestClock,
  requestClocks,
} from './jurisdiction-duties.ts'
export {
  foodPricingBans,
  type Jurisdiction,
  type JurisdictionId,
  jurisdictionIds,
  jurisdictionOf,
  jurisdictions,
  type MinorRules,
  type Place,
  placeCode,
  placeOf,
  placesOf,
  type Rule,
  rules,
  stricterRule,
} from './jurisdictions.ts'
export { type Purpose, type PurposeKey, purposeKeys, purposes } from './purposes.ts'
