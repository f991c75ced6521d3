import { features } from '../policy/index.ts'
import { type Declarations, featuresInUse, purposesOf } from './declarations.ts'
import { type Breach, each, type Rule } from './rule.ts'

export const featurePurpose: Rule = {
  id: 'feature-purpose',
  promise: 'A feature is used only for purposes it declares',
  find: (declared) =>
    each(declared.policy.segments, (id, { purpose, features }) =>
      features
        .filter((feature) => !purposesOf(feature, declared).includes(purpose))
        .map((feature) => ({
          declaration: `policy.segments.${id}.features`,
          problem: `${feature} is declared for ${purposesOf(feature, declared).join(', ')}, and used here for ${purpose}`,
          remedy: `take ${feature} out, or declare policy.features.${feature}.alsoFor: ['${purpose}'] and tell shoppers`,
        })),
    ),
}

export const modelInputs: Rule = {
  id: 'model-inputs',
  promise: 'A model takes no feature, and tells no value apart, that is not declared',
  find: (declared) => [...undeclaredInputs(declared), ...widerInputs(declared)],
}

export const slotPurpose: Rule = {
  id: 'slot-purpose',
  promise: 'What fills a slot is declared for the purpose of the slot',
  find: (declared) => {
    const covered = new Set(featuresInUse(declared).flatMap((name) => purposesOf(name, declared)))
    return [...declared.slots].flatMap(([id, purpose]) => {
      const declaration = `slots.${id}.purpose`
      if (!covered.has(purpose)) {
        const problem = `no feature that fills it is declared for ${purpose}; those in use are for ${[...covered].join(', ')}`
        const remedy = `give the slot one of these purposes, or a model that uses features for ${purpose}`
        return { declaration, problem, remedy }
      }
      const problem = `${purpose} is never permitted here, so the slot never changes`
      const remedy = `configure consent, with ${purpose} in consent.purposes`
      return declared.possible.has(purpose) ? [] : { declaration, problem, remedy }
    })
  },
}

function undeclaredInputs({ model }: Declarations): Breach[] {
  const inputs = model?.inputs.contexts ?? []
  return inputs
    .filter(({ feature }) => !Object.hasOwn(features, feature))
    .map(({ feature }) => ({
      declaration: 'model.manifest',
      problem: `the model takes ${feature}, which no policy declares`,
      remedy: 'train it on declared features, or add the feature to src/policy/features.ts',
    }))
}

function widerInputs({ model, policy }: Declarations): Breach[] {
  const inputs = model?.inputs.contexts ?? []
  return inputs.flatMap(({ feature, rows }) => {
    const { values } = policy.features[feature] ?? {}
    const wider = values ? rows.filter((row) => row !== '' && !values.includes(row)) : []
    const remedy = `train it on these values alone, or widen policy.features.${feature}.values`
    const problem = `the model tells values of ${feature} apart that are not listed: ${wider.slice(0, 5).join(', ')}${wider.length > 5 ? ', …' : ''}`
    return wider.length > 0
      ? { declaration: `policy.features.${feature}.values`, problem, remedy }
      : []
  })
}
