import { readFeed } from '../catalogue/index.ts'
import { ConfigError } from '../errors.ts'
import type { Floor, PriceSeen, Waiver } from '../fairness/index.ts'
import { findColumn, itemColumns, logColumns } from '../lab/index.ts'
import { notFeed } from '../training/files.ts'
import { type LabelledBasket, readAuditFile, readLabelledBaskets, readRows } from './audit-files.ts'
import {
  type GroupedItem,
  type GroupSpec,
  labelOf,
  readFloors,
  readOffer,
  readSpecs,
} from './audit-groups.ts'
import { type Asking, askings } from './audit-rankings.ts'
import { type Io, UsageError } from './command.ts'
import { isItemList, readItemList } from './item-list.ts'

/** Attributes of items or shoppers, by id. */
export type Labels = ReadonlyMap<string, ReadonlyMap<string, string>>

/** What is asked, the same of every model. */
export interface AuditPlan {
  /** Text of the feed; a list of items has no prices to be flipped. */
  readonly feed: string | undefined
  readonly products: readonly GroupedItem[]
  readonly baskets: readonly LabelledBasket[]
  readonly asking: Asking
  readonly itemSpecs: readonly GroupSpec[]
  readonly itemLabels: Labels
  readonly declared: ReadonlySet<string>
  readonly shopperSpecs: readonly GroupSpec[]
  readonly shopperLabels: Labels
  /** By attribute of shoppers, the group that somebody named. */
  readonly privileged: ReadonlyMap<string, string>
  readonly offer: { readonly attribute: string; readonly group: string } | undefined
  readonly floor: { readonly attribute: string; readonly floors: readonly Floor[] } | undefined
  /** By attribute of shoppers. */
  readonly prices: ReadonlyMap<string, readonly PriceSeen[]>
  readonly waivers: readonly Waiver[]
  readonly numbers: Numbers
}

export interface PlanValues extends Readonly<Record<keyof typeof whole, string>> {
  readonly catalogue: string
  readonly baskets: string
  readonly 'item-groups': string
  readonly items: string | undefined
  readonly declared: string
  readonly 'shopper-groups': string
  readonly shoppers: string | undefined
  readonly shopper: string
  readonly privileged: string | undefined
  readonly offer: string | undefined
  readonly prices: string | undefined
  readonly floor: string | undefined
  readonly waivers: string | undefined
  readonly ask: string
}

const data = 'examples/storefront/data'

/** What an audit asks when it is not told otherwise: of the example shop. */
export const usual = {
  catalogue: `${data}/catalogue.tsv`,
  baskets: `${data}/baskets-valid.jsonl.gz`,
  'item-groups': 'category,price,popularity',
  items: undefined,
  declared: 'brand,seller',
  'shopper-groups': 'country:GB',
  shoppers: undefined,
  shopper: 'shopper',
  privileged: undefined,
  offer: undefined,
  prices: undefined,
  floor: undefined,
  waivers: undefined,
  ask: 'half',
  places: '20',
  sample: '0',
  flips: '50',
  resamples: '1000',
  seed: '1',
} as const satisfies PlanValues

/** Reads all files of an audit but the models; what is wrong with an option is said before work begins. */
export async function readPlan(values: PlanValues, io: Io): Promise<AuditPlan> {
  const numbers = readNumbers(values)
  const asking = askings.find((known) => known === values.ask)
  if (!asking) throw new UsageError(`--ask must be ${askings.join(' or ')}`)
  const offer = values.offer === undefined ? undefined : readOffer(values.offer)
  const floor = values.floor === undefined ? undefined : readFloors(values.floor)
  const shopperSpecs = readSpecs(values['shopper-groups'])
  const shopperLabels = await readLabels('--shoppers', values.shoppers, [
    values.shopper,
    ...logColumns.visitor,
  ])
  const catalogue = await readCatalogue(values.catalogue)
  const { baskets, problems } = await readLabelledBaskets(values.baskets, values.shopper)
  if (problems > 0) io.error(`--baskets: ${problems} lines left out`)
  checkAttributes(shopperSpecs, baskets, shopperLabels)
  return {
    ...catalogue,
    baskets,
    asking,
    itemSpecs: withAttributes(readSpecs(values['item-groups']), [
      offer?.attribute,
      floor?.attribute,
    ]),
    itemLabels: await readLabels('--items', values.items, itemColumns.item),
    declared: new Set(values.declared.split(',')),
    shopperSpecs,
    shopperLabels,
    privileged: readPrivileged(values.privileged, shopperSpecs),
    offer,
    floor,
    prices: await readPrices(values, shopperSpecs, shopperLabels),
    waivers: await readWaivers(values.waivers),
    numbers,
  }
}

async function readCatalogue(path: string): Promise<Pick<AuditPlan, 'feed' | 'products'>> {
  if (isItemList(path)) return { feed: undefined, products: await readItemList(path) }
  const feed = await readAuditFile('--catalogue', path)
  const { products } = await readFeed([feed]).catch(notFeed('--catalogue', path))
  return { feed, products }
}

/** What a reader of options must not forget to look at. */
function withAttributes(
  specs: readonly GroupSpec[],
  needed: readonly (string | undefined)[],
): GroupSpec[] {
  const known = new Set(specs.map(({ attribute }) => attribute))
  const missing = new Set(needed.filter((each) => each !== undefined && !known.has(each)))
  return [...specs, ...[...missing].map((attribute = '') => ({ attribute, kept: [] }))]
}

/**
 * Reads attributes of shoppers or items; none without a file.
 *
 * @param ids names that the column of ids may have, the surest first.
 */
export async function readLabels(
  option: string,
  path: string | undefined,
  ids: readonly string[],
): Promise<Labels> {
  if (path === undefined) return new Map()
  const rows = await readRows(option, path, [])
  const columns = [...(rows[0]?.keys() ?? [])]
  const id = ids.find((name) => columns.includes(name)) ?? findColumn(columns, ids)
  if (id === undefined) {
    throw new ConfigError(option, `${path} has no column ${ids[0]}; it has ${columns.join(', ')}`)
  }
  return new Map(rows.map((row) => [row.get(id) ?? '', row]))
}

/** Reads `age=35-44,income=high`. */
function readPrivileged(
  text: string | undefined,
  specs: readonly GroupSpec[],
): ReadonlyMap<string, string> {
  const pairs = text?.split(',').map((part) => part.split('=') as [string, string?]) ?? []
  return new Map(
    pairs.map(([attribute, group]) => {
      const isAsked = specs.some((spec) => spec.attribute === attribute)
      if (isAsked && group) return [attribute, group] as const
      throw new UsageError(
        '--privileged must be attribute=group of --shopper-groups, such as age=35-44',
      )
    }),
  )
}

/** An attribute that nobody has is a slip of the pen, and no question. */
function checkAttributes(
  specs: readonly GroupSpec[],
  baskets: readonly LabelledBasket[],
  labels: Labels,
): void {
  const said = new Set(['country', ...baskets.flatMap(({ fields }) => [...fields.keys()])])
  for (const row of labels.values()) for (const column of row.keys()) said.add(column)
  const unknown = specs.find(({ attribute }) => !said.has(attribute))
  if (unknown === undefined) return
  throw new UsageError(
    `--shopper-groups: no basket and no column of --shoppers is ${unknown.attribute}; there are ${[...said].join(', ')}`,
  )
}

/** Prices by the groups of who saw them. A price that is no number above zero is left out. */
async function readPrices(
  { prices: path, shopper }: PlanValues,
  specs: readonly GroupSpec[],
  labels: Labels,
): Promise<ReadonlyMap<string, readonly PriceSeen[]>> {
  if (path === undefined) return new Map()
  const rows = await readRows('--prices', path, ['item', 'context', 'price'])
  const seen = rows.filter((row) => Number(row.get('price')) > 0)
  return new Map(
    specs.map((spec) => [
      spec.attribute,
      seen.map((row) => ({
        item: row.get('item') ?? '',
        context: row.get('context') ?? '',
        price: Number(row.get('price')),
        group: labelOf(spec, row, labels.get(row.get(shopper) ?? '')),
      })),
    ]),
  )
}

async function readWaivers(path: string | undefined): Promise<readonly Waiver[]> {
  if (path === undefined) return []
  const must =
    'must be a JSON list; each waiver names check, reviewer, reason and until (YYYY-MM-DD)'
  let list: unknown
  try {
    list = JSON.parse(await readAuditFile('--waivers', path))
  } catch (cause) {
    throw cause instanceof ConfigError ? cause : new ConfigError('--waivers', must, { cause })
  }
  if (Array.isArray(list) && list.every(isWaiver)) return list
  throw new ConfigError('--waivers', must)
}

function isWaiver(value: Partial<Record<keyof Waiver, unknown>> | null): boolean {
  const said = (key: keyof Waiver) => typeof value?.[key] === 'string' && value[key] !== ''
  const isSaid = said('check') && said('reviewer') && said('reason')
  return isSaid && /^\d{4}-\d\d-\d\d$/.test(String(value?.until))
}

/** Whole numbers and what each must be. */
const whole = {
  places: [1, 50],
  sample: [0, 1e9],
  flips: [0, 1e9],
  resamples: [100, 100_000],
  seed: [0, 2 ** 32 - 1],
} as const

type Numbers = Readonly<Record<keyof typeof whole, number>>

function readNumbers(values: Readonly<Record<keyof typeof whole, string>>): Numbers {
  const names = Object.keys(whole) as (keyof typeof whole)[]
  const read = names.map((name) => {
    const [least, most] = whole[name]
    const value = Number(values[name])
    if (Number.isInteger(value) && value >= least && value <= most) return [name, value]
    throw new UsageError(`--${name} must be a whole number from ${least} to ${most}`)
  })
  return Object.fromEntries(read)
}
