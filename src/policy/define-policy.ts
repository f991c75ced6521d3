import * as v from 'valibot'
import { ConfigError } from '../errors.ts'
import { describeIssues } from '../lib/option-issues.ts'
import { dataCategories, specialCategories } from './categories.ts'
import { type FeatureName, features } from './features.ts'
import { purposes } from './purposes.ts'

/** A check that the text says something. */
const text = (must: string) => v.pipe(v.string(must), v.nonEmpty(must))

const oneOf = <const Words extends readonly string[]>(words: Words) =>
  v.picklist(words, `must be ${words.map((word) => `"${word}"`).join(', ')}`)

const purpose = oneOf(purposes)
const category = v.picklist(
  dataCategories,
  'must be a data category of docs/guide/policy.md, such as "user.contact.email"',
)
const feature = v.picklist(
  Object.keys(features) as FeatureName[],
  `must be a feature: ${Object.keys(features).join(', ')}`,
)
const listOf = <const Item extends v.GenericSchema>(item: Item, what: string) =>
  v.pipe(v.array(item), v.nonEmpty(`must name at least one ${what}`))

const dateMust = 'must be a day, such as "2026-11-30"'
const day = v.pipe(v.string(dateMust), v.isoDate(dateMust))
const country = v.pipe(
  v.string('must be a country, such as "DE"'),
  v.regex(/^[A-Z]{2}$/, 'must be a country as ISO 3166-1 writes it, such as "DE"'),
)
const name = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9-]*$/, 'must be a name of lower-case letters, digits and "-"'),
)
const days = v.pipe(
  v.number('must be a number of days'),
  v.integer('must be a whole number of days'),
  v.minValue(0, 'must be 0 or more days'),
)

/** How long data is kept, and the class that says how long it may be. */
const keeps = v.strictObject({ class: name, days })

const review = v.strictObject({
  by: text('must name who reviewed it'),
  on: day,
  decision: oneOf(['approved', 'refused']),
  /** When it must be reviewed again. */
  until: day,
})

const segment = v.strictObject({
  purpose,
  features: v.optional(v.array(feature), []),
  /** What it uses beside the features, such as the age band of the consent token. */
  categories: v.optional(v.array(category), []),
  /** What belonging to it may reveal, although no feature says it. */
  reveals: v.optional(v.array(oneOf(specialCategories)), []),
  keeps: v.exactOptional(keeps),
  review: v.exactOptional(review),
})

const vendor = v.strictObject({
  name: text('must be the name of the company'),
  does: text('must say what it does for the shop, such as "sends order mails"'),
  country,
  purposes: listOf(purpose, 'purpose'),
  receives: listOf(category, 'data category'),
  /** The contract under GDPR Art. 28(3), or what stands for it elsewhere. */
  agreement: v.exactOptional(v.strictObject({ from: day, until: day, covers: v.array(category) })),
  /** What carries the data out of the controller's area (GDPR Chapter V). */
  transfer: v.exactOptional(
    v.strictObject({
      mechanism: oneOf(['adequacy', 'scc', 'bcr', 'supplementary-measures', 'other']),
      reference: text('must say where it is written, such as "Module 2, signed 2026-02-01"'),
    }),
  ),
  keeps,
})

const contact = v.strictObject({
  name: text('must be a name'),
  contact: text('must be an address people can write to'),
})

const policySchema = v.strictObject({
  /** Who decides why and how data is used: the first lines of the record of processing. */
  controller: v.strictObject({
    ...contact.entries,
    country,
    /** The data protection officer, where there is one. */
    officer: v.exactOptional(contact),
  }),
  /** Classes of retention: how long data of a class may be kept at most. */
  retention: v.optional(v.record(name, v.strictObject({ days })), {}),
  /** What this shop adds to or takes from the features of Limen. */
  features: v.optional(
    v.record(
      feature,
      v.strictObject({
        /** Further purposes it may serve, beside its own. */
        alsoFor: v.optional(v.array(purpose), []),
        /** The only values a model may tell apart. */
        values: v.exactOptional(v.array(v.string())),
      }),
    ),
    {},
  ),
  segments: v.optional(v.record(name, segment), {}),
  vendors: v.optional(v.record(name, vendor), {}),
  /** What a price depends on. Anything but the catalogue is refused by `limen check`. */
  prices: v.optional(v.strictObject({ dependOn: v.array(v.string()) }), {
    dependOn: ['catalogue'],
  }),
})

export type PolicyInput = v.InferInput<typeof policySchema>
export type Policy = v.InferOutput<typeof policySchema>

const guide = 'docs/guide/policy.md'

/**
 * Checks the form of a policy, fills in the defaults and returns it frozen. Whether it holds together
 * is for `limen check` to say.
 *
 * @throws ConfigError whose `option` is the path of the first wrong declaration.
 */
export function definePolicy(input: PolicyInput): Policy {
  const result = v.safeParse(policySchema, input)
  if (result.success) return Object.freeze(result.output)
  const { option, message } = describeIssues(result.issues, { whole: 'policy', guide })
  throw new ConfigError(option, message)
}
