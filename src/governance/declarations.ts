import type { Config } from '../config/index.ts'
import type { Manifest } from '../model/manifest.ts'
import { type FeatureName, features, type Policy, type Purpose } from '../policy/index.ts'

/** Everything a shop declares about data, gathered from where it is written. */
export interface Declarations {
  readonly policy: Policy
  /** The purpose of each slot. */
  readonly slots: ReadonlyMap<string, Purpose>
  /** The purposes that can be permitted at all. */
  readonly possible: ReadonlySet<Purpose>
  readonly model: Manifest | undefined
  /** What the shopper's profile is kept for; `undefined` if there is none. */
  readonly profileDays: number | undefined
}

/** The declarations of a configuration; `undefined` if it has no policy. */
export function declarationsOf(config: Config): Declarations | undefined {
  const { policy, slots, model, consent } = config
  if (!policy) return undefined
  return {
    policy,
    slots: new Map(Object.entries(slots).map(([id, { purpose }]) => [id, purpose])),
    // Without `consent` every token is none.
    possible: new Set(consent ? consent.purposes : ['contextual']),
    model: model?.manifest,
    profileDays: config.profile?.retentionDays,
  }
}

/** The purposes a feature may serve: its own, and those the policy adds. */
export function purposesOf(feature: FeatureName, { policy }: Declarations): readonly Purpose[] {
  return [features[feature].purpose, ...(policy.features[feature]?.alsoFor ?? [])]
}

/** The features that may be read of a visit. */
export function readableFeatures({ profileDays }: Declarations): readonly FeatureName[] {
  const names = Object.keys(features) as FeatureName[]
  return names.filter((name) => features[name].source !== 'profile' || profileDays !== undefined)
}

/** The features the model takes; with no model, all there are. */
export function featuresInUse(declared: Declarations): readonly FeatureName[] {
  const { model } = declared
  const contexts = new Set<string>(model?.inputs.contexts.map(({ feature }) => feature))
  // A model looks at whatever items a visit has.
  return readableFeatures(declared).filter(
    (name) => !model || features[name].encoding === 'item' || contexts.has(name),
  )
}
