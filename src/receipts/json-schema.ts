/** The part of JSON Schema (draft 2020-12) that receipts need. */
export interface JsonSchema {
  readonly $schema?: string
  readonly $id?: string
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'boolean'
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
  readonly minItems?: number
  readonly contains?: JsonSchema
  readonly minLength?: number
  readonly minimum?: number
  readonly pattern?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly allOf?: readonly JsonSchema[]
  readonly anyOf?: readonly JsonSchema[]
}

type Rule<Name extends keyof JsonSchema> = (
  limit: NonNullable<JsonSchema[Name]>,
  value: unknown,
) => boolean

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isType: Readonly<Record<NonNullable<JsonSchema['type']>, (value: unknown) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
}

// As the standard has it, a rule says nothing of a value of another type; `type` does.
const rules: { readonly [Name in keyof JsonSchema]?: Rule<Name> } = {
  type: (type, value) => isType[type](value),
  required: (names, value) => !isObject(value) || names.every((name) => Object.hasOwn(value, name)),
  minItems: (least, value) => !Array.isArray(value) || value.length >= least,
  contains: (schema, value) => !Array.isArray(value) || value.some((item) => fits(schema, item)),
  minLength: (least, value) => typeof value !== 'string' || value.length >= least,
  minimum: (least, value) => typeof value !== 'number' || value >= least,
  pattern: (pattern, value) => typeof value !== 'string' || new RegExp(pattern, 'u').test(value),
  const: (only, value) => value === only,
  enum: (values, value) => values.includes(value),
  anyOf: (schemas, value) => schemas.some((schema) => fits(schema, value)),
}

/** Names the first place in a value that a schema refuses, and the rule; nothing if it fits. */
export function findMisfit(schema: JsonSchema, value: unknown, at = ''): string | undefined {
  for (const [name, rule] of Object.entries(rules) as [keyof JsonSchema, Rule<never>][]) {
    const limit = schema[name]
    if (limit !== undefined && !rule(limit as never, value)) return `${at || '/'} ${name}`
  }
  for (const part of schema.allOf ?? []) {
    const misfit = findMisfit(part, value, at)
    if (misfit) return misfit
  }
  for (const [child, childSchema, path] of childrenOf(schema, value)) {
    const misfit = findMisfit(childSchema, child, `${at}/${path}`)
    if (misfit) return misfit
  }
  return undefined
}

function fits(schema: JsonSchema, value: unknown): boolean {
  return findMisfit(schema, value) === undefined
}

function childrenOf(
  { properties = {}, items }: JsonSchema,
  value: unknown,
): [unknown, JsonSchema, string | number][] {
  if (Array.isArray(value)) return items ? value.map((item, index) => [item, items, index]) : []
  if (!isObject(value)) return []
  return Object.entries(properties)
    .filter(([name]) => Object.hasOwn(value, name))
    .map(([name, schema]) => [value[name], schema, name])
}
