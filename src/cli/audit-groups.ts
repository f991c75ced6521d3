import type { Product } from '../catalogue/product.ts'
import { bands, type Floor, pool } from '../fairness/index.ts'
import type { Manifest } from '../model/manifest.ts'
import type { Item } from '../training/index.ts'
import { UsageError } from './command.ts'

/** A product, or an item of a log, of which less is known. */
export type GroupedItem = Item & Partial<Product>

/** An attribute, and which of its groups are kept; the others are pooled. None: all are kept. */
export interface GroupSpec {
  readonly attribute: string
  readonly kept: readonly string[]
}

/** Reads `age,country:GB`: attributes, each with the groups that are kept. */
export function readSpecs(text: string): GroupSpec[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [attribute = '', ...kept] = part.split(':')
      return { attribute, kept: kept.join(':').split('+').filter(Boolean) }
    })
}

/** The group of a shopper: what is known of them, or else what their line says. */
export function labelOf(
  { attribute, kept }: GroupSpec,
  line: ReadonlyMap<string, string>,
  known: ReadonlyMap<string, string> | undefined,
): string {
  const label = known?.get(attribute) ?? line.get(attribute) ?? ''
  return pool(unknownLabels.has(label) ? '' : label, kept)
}

const unknownLabels: ReadonlySet<string> = new Set(['', 'NA', 'unknown'])

const priceBands = ['low price', 'middle price', 'high price']
const popularityBands = ['popular', 'less popular', 'rarely bought']

type GroupItems = (rows: readonly (GroupedItem | undefined)[]) => readonly (string | undefined)[]

/** The attributes that every feed has. */
const builtIn: ReadonlyMap<string, GroupItems> = new Map<string, GroupItems>([
  ['brand', (rows) => rows.map((product) => product?.brand)],
  ['category', (rows) => rows.map((product) => product?.categories[0])],
  ['price', (rows) => bands(rows.map(priceOf), priceBands)],
  // Rows are in order of popularity.
  [
    'popularity',
    (rows) =>
      bands(
        rows.map((product, row) => product && row),
        popularityBands,
      ),
  ],
])

function priceOf(product: GroupedItem | undefined): number | undefined {
  return (product?.salePrice ?? product?.price)?.amount
}

export interface ItemGroupOptions {
  readonly manifest: { readonly catalogue: Pick<Manifest['catalogue'], 'items'> }
  readonly products: readonly GroupedItem[]
  readonly specs: readonly GroupSpec[]
  /** Labels of items by id, from a table of the shop. */
  readonly labels: ReadonlyMap<string, ReadonlyMap<string, string>>
}

/** By attribute, the group of each row of the model; empty where there is none. */
export function groupItems(options: ItemGroupOptions): ReadonlyMap<string, readonly string[]> {
  const { manifest, products, specs, labels } = options
  const byId = new Map(products.map((product) => [product.id, product]))
  const rows = manifest.catalogue.items.map((id) => byId.get(id))
  const columns = new Set([...labels.values()].flatMap((each) => [...each.keys()]))
  return new Map(
    specs.map(({ attribute, kept }) => {
      const group = builtIn.get(attribute)
      if (!columns.has(attribute) && !group) {
        const known = [...builtIn.keys(), ...columns].join(', ')
        throw new UsageError(`items have no ${attribute}; they have ${known}`)
      }
      const groups = columns.has(attribute)
        ? manifest.catalogue.items.map((id) => labels.get(id)?.get(attribute))
        : (group?.(rows) ?? [])
      return [attribute, groups.map((each) => pool(each ?? '', kept))]
    }),
  )
}

/** Floors of the groups of one attribute, such as `brand:Private=0.2`. */
export function readFloors(text: string): { attribute: string; floors: readonly Floor[] } {
  const match = /^([^:]+):(.+)$/.exec(text)
  const floors = (match?.[2] ?? '').split('+').map((part) => {
    const at = part.lastIndexOf('=')
    return { group: part.slice(0, at), share: Number(part.slice(at + 1) || 'none') }
  })
  const total = floors.reduce((sum, { share }) => sum + share, 0)
  const isSound = floors.every(({ group, share }) => group !== '' && share >= 0) && total <= 1
  if (match && isSound) return { attribute: match[1] ?? '', floors }
  throw new UsageError(
    '--floor must be attribute:group=share, such as brand:Private=0.2, with shares of together at most 1',
  )
}

/** One group of one attribute, such as `price=low price`. */
export function readOffer(text: string): { attribute: string; group: string } {
  const at = text.indexOf('=')
  if (at > 0) return { attribute: text.slice(0, at), group: text.slice(at + 1) }
  throw new UsageError('--offer must be attribute=group, such as "price=low price"')
}
