export { type DataCategory, type Feature, type FeatureName, features } from './features.ts'
export { type Purpose, type PurposeKey, purposeKeys, purposes } from './purposes.ts'
