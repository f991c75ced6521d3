import { categoryKey } from '../catalogue/product.ts'
import { ConfigError } from '../errors.ts'
import type { Item } from '../training/index.ts'
import { itemColumns, mapColumns } from './columns.ts'
import type { ItemTexts } from './read-log.ts'
import { openRows } from './rows.ts'

export interface ReadItemsOptions {
  readonly option: string
  readonly columns?: string | undefined
}

/** Reads what a table says of items: their titles and the categories they are in, from the root. */
export async function readItems(
  chunks: AsyncIterable<string>,
  { option, columns }: ReadItemsOptions,
): Promise<Map<string, Item>> {
  const rows = await openRows(chunks)
  const names = mapColumns('--catalogue-columns', itemColumns, rows.columns, columns)
  if (!names.has('item')) {
    throw new ConfigError(
      option,
      `no column is its item; there are ${rows.columns.join(', ')}: say --catalogue-columns item=…`,
    )
  }
  const items = new Map<string, Item>()
  const picked = [names.get('item'), names.get('title'), ...levels(names)]
  for await (const some of rows.pick(picked)) {
    for (const { cells: [item, title, ...categories] = [] } of some) {
      const id = toText(item)
      if (id === '' || items.has(id)) continue
      const path = categories.flatMap(pathOf)
      items.set(id, { id, title: toText(title) || (path.at(-1) ?? id), categories: keysOf(path) })
    }
  }
  return items
}

/** The columns that hold a category: all levels if there are several, or the one. */
function levels(names: ReadonlyMap<keyof typeof itemColumns, string>): string[] {
  const parts = (['department', 'productCategory', 'category'] as const).map((name) =>
    names.get(name),
  )
  return parts.filter((column) => column !== undefined)
}

/** `Home > Kitchen` is two; a list is as many as it has. */
function pathOf(cell: unknown): string[] {
  if (Array.isArray(cell)) return cell.map(toText).filter(Boolean)
  return toText(cell)
    .split('>')
    .map((name) => name.trim())
    .filter(Boolean)
}

function keysOf(path: readonly string[]): string[] {
  return path.map(categoryKey).filter(Boolean)
}

/** Items of the log that no catalogue names, from what the log itself says. */
export function itemsOfLog(ids: readonly string[], texts: ItemTexts): Item[] {
  return ids.map((id) => {
    const { title = '', category = '' } = texts.get(id) ?? {}
    return { id, title: title || id, categories: keysOf(pathOf(category)) }
  })
}

function toText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
}
