import { ConfigError } from '../errors.ts'
import { findColumn, logColumns } from './columns.ts'
import { openRows } from './rows.ts'

/** What a table says of shoppers, for an audit alone: labels by whoever the log calls a visitor. */
export interface ShopperLabels {
  readonly names: readonly string[]
  /** In the order of the names. */
  readonly of: ReadonlyMap<string, readonly string[]>
}

/** What a visit says of itself. A label of the same name would become a model input. */
const taken: ReadonlySet<string> = new Set([
  ...['ts', 'items', 'kinds', 'shopper'],
  ...['country', 'device_class', 'referrer_class'],
])

/**
 * Reads some columns of a table of shoppers.
 *
 * @param names which of its columns; an audit asks about these.
 * @param idColumn the column that is the log's visitor, where its name does not tell.
 */
export async function readShoppers(
  chunks: AsyncIterable<string>,
  names: readonly string[],
  idColumn?: string,
): Promise<ShopperLabels> {
  const rows = await openRows(chunks)
  const there = `there are ${rows.columns.join(', ')}`
  const id = idColumn ?? findColumn(rows.columns, ['shopper', ...logColumns.visitor])
  if (id === undefined || !rows.columns.includes(id)) {
    throw new ConfigError('--shopper', `must name the column of --shoppers with the ids; ${there}`)
  }
  for (const name of names) {
    if (taken.has(name)) {
      throw new ConfigError('--shopper-groups', `${name} is what a visit says of itself; rename it`)
    }
    if (!rows.columns.includes(name)) {
      throw new ConfigError('--shopper-groups', `no column of --shoppers is ${name}; ${there}`)
    }
  }
  const of = new Map<string, readonly string[]>()
  for await (const some of rows.pick([id, ...names])) {
    for (const { cells: [who, ...labels] = [] } of some) {
      of.set(
        String(who ?? '').trim(),
        labels.map((label) => String(label ?? '').trim()),
      )
    }
  }
  return { names, of }
}

/** A shopper's labels as a visit's line has them, under a number that means nothing elsewhere. */
export function labelLine(
  { names, of }: ShopperLabels,
  visitor: string,
  number: number,
): Readonly<Record<string, string>> {
  if (visitor === '') return {}
  const labels = of.get(visitor) ?? []
  const known = names.flatMap((name, at) => (labels[at] ? [[name, labels[at]]] : []))
  return { shopper: String(number), ...Object.fromEntries(known) }
}
