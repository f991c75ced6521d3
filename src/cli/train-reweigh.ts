import { ConfigError } from '../errors.ts'
import { itemColumns, logColumns } from '../lab/index.ts'
import type { Metric } from '../model/manifest.ts'
import type { Basket, Reweighing } from '../training/index.ts'
import { readAuditFile, readLabelledBaskets } from './audit-files.ts'
import { type GroupedItem, type GroupSpec, groupItems, labelOf, readSpecs } from './audit-groups.ts'
import { readLabels } from './audit-plan.ts'
import { UsageError } from './command.ts'

/** Options of `limen train` that weigh groups otherwise than the record does. */
export const reweighOptions = {
  'reweigh-shoppers': {
    type: 'string',
    description: 'Attribute of shoppers whose groups shall count alike: country:GB',
  },
  'reweigh-items': {
    type: 'string',
    description: 'Attribute of items: with shoppers, as if one told nothing of the other',
  },
  'reweigh-by': {
    type: 'string',
    description: 'Without shoppers: audit.json or manifest.json that has the exposure of items',
  },
  'reweigh-strength': {
    type: 'string',
    default: '100',
    description: 'Percent of the way from the record to what the groups shall count',
  },
  shoppers: { type: 'string', description: 'Attributes of shoppers, CSV; never a model input' },
  shopper: {
    type: 'string',
    default: 'shopper',
    description: 'Field of baskets and column of --shoppers that says whose it is',
  },
  items: { type: 'string', description: 'More attributes of items, CSV with a column id' },
} as const

export interface ReweighValues {
  readonly 'reweigh-shoppers': string | undefined
  readonly 'reweigh-items': string | undefined
  readonly 'reweigh-by': string | undefined
  readonly 'reweigh-strength': string
  readonly shoppers: string | undefined
  readonly shopper: string
  readonly items: string | undefined
}

export interface ReweighedFiles {
  /** File of the baskets that are learned from, and what was read of it. */
  readonly path: string
  readonly baskets: readonly Basket[]
  readonly products: readonly GroupedItem[]
}

/** Reads which groups are to be weighed; nothing if none are named. */
export async function readReweighing(
  values: ReweighValues,
  { path, baskets, products }: ReweighedFiles,
): Promise<Reweighing | undefined> {
  const shopper = readSpec('reweigh-shoppers', values)
  const item = readSpec('reweigh-items', values)
  const by = values['reweigh-by']
  if ((by !== undefined) !== (item !== undefined && shopper === undefined)) {
    throw new UsageError('--reweigh-by belongs to --reweigh-items, without --reweigh-shoppers')
  }
  if (!shopper && !item) return undefined
  const percent = Number(values['reweigh-strength'])
  if (!Number.isInteger(percent) || percent < 0 || percent > 100) {
    throw new UsageError('--reweigh-strength must be a whole number from 0 to 100')
  }
  const named = [values['reweigh-shoppers'], values['reweigh-items']].filter(Boolean).join(' and ')
  return {
    name: percent === 100 ? named : `${named}, ${percent} %`,
    strength: percent / 100,
    ...(shopper && { shopperGroup: await readShopperGroups(shopper, values, { path, baskets }) }),
    ...(item && { itemGroups: await readItemGroups(item, values, products) }),
    ...(item && by !== undefined && { exposure: await readExposure(by, item.attribute) }),
  }
}

function readSpec(
  name: 'reweigh-shoppers' | 'reweigh-items',
  values: ReweighValues,
): GroupSpec | undefined {
  const specs = readSpecs(values[name] ?? '')
  if (specs.length > 1) throw new UsageError(`--${name} must be one attribute, such as country:GB`)
  return specs[0]
}

/** The labels are looked at here alone: the trainer gets a group's name, and nothing of whose it is. */
async function readShopperGroups(
  spec: GroupSpec,
  { shoppers, shopper }: ReweighValues,
  { path, baskets }: Omit<ReweighedFiles, 'products'>,
): Promise<(basket: Basket) => string> {
  const labels = await readLabels('--shoppers', shoppers, [shopper, ...logColumns.visitor])
  const labelled = await readLabelledBaskets(path, shopper)
  // Both readers leave out the same lines.
  const groups = new Map(
    labelled.baskets.map(({ shopper: id, fields }, at) => [
      baskets[at],
      labelOf(spec, fields, labels.get(id)),
    ]),
  )
  return (basket) => groups.get(basket) ?? ''
}

async function readItemGroups(
  spec: GroupSpec,
  { items: path }: ReweighValues,
  products: readonly GroupedItem[],
): Promise<(ids: readonly string[]) => readonly string[]> {
  const labels = await readLabels('--items', path, itemColumns.item)
  return (items) =>
    groupItems({ manifest: { catalogue: { items } }, products, specs: [spec], labels }).get(
      spec.attribute,
    ) ?? []
}

/** What an audit of an earlier model found: its own file, or the manifest that has its figures. */
async function readExposure(path: string, attribute: string): Promise<ReadonlyMap<string, number>> {
  const start = `exposure.${attribute}.`
  const figures = readFigures(await readAuditFile('--reweigh-by', path))
  const found = [...figures].flatMap(([key, { value }]) =>
    key.startsWith(start) ? [[key.slice(start.length), value] as const] : [],
  )
  if (found.length > 0) return new Map(found)
  throw new ConfigError('--reweigh-by', `${path} has no exposure by ${attribute}`)
}

function readFigures(text: string): ReadonlyMap<string, Metric> {
  try {
    return new Map(Object.entries(JSON.parse(text).fairness ?? {}))
  } catch (cause) {
    throw new ConfigError('--reweigh-by', 'must be JSON', { cause })
  }
}
