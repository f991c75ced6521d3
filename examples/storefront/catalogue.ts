import feed from './data/catalogue.tsv'

export interface Item {
  readonly id: string
  readonly title: string
  /** Pence. */
  readonly price: number
  readonly available: boolean
  readonly group: string
  readonly parent: string
  readonly leaf: string
  /** Lower case words, for the search. */
  readonly words: string
}

/** A node of the category tree; a leaf has no children. */
export interface Category {
  readonly key: string
  readonly name: string
  readonly parent?: Category
  readonly children: readonly Category[]
  /** In the shop's order: what is in stock first, then what came last. */
  readonly items: readonly Item[]
}

export interface Catalogue {
  readonly items: ReadonlyMap<string, Item>
  readonly categories: ReadonlyMap<string, Category>
  readonly departments: readonly Category[]
  readonly newest: readonly Item[]
}

let read: Catalogue | undefined

/** The shop's goods, read from the feed at first use. */
export function catalogue(): Catalogue {
  read ??= readFeed(feed)
  return read
}

/** `Mugs, Cups & Glasses` in an address: `mugs-cups-glasses`. */
export function categoryKey(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

/** Items with every word asked for, in the shop's order. */
export function search(query: string): readonly Item[] {
  const words = query
    .toLowerCase()
    .split(/[^a-z0-9&']+/)
    .filter(Boolean)
  if (words.length === 0) return []
  return catalogue().newest.filter((item) => words.every((word) => item.words.includes(word)))
}

export function variantsOf(item: Item): readonly Item[] {
  if (item.group === '') return []
  return leafOf(item).items.filter(({ id, group }) => group === item.group && id !== item.id)
}

export function leafOf(item: Item): Category {
  return catalogue().categories.get(categoryKey(item.leaf)) as Category
}

function readFeed(text: string): Catalogue {
  const [header = '', ...rows] = text.trimEnd().split('\n')
  const columns = new Map(header.split('\t').map((name, index) => [name, index]))
  const items = rows.map((row) => {
    const fields = row.split('\t')
    const field = (name: string) => fields[columns.get(name) ?? -1] ?? ''
    const [parent = '', leaf = ''] = field('product_type').split(' > ')
    const title = field('title')
    return {
      id: field('id'),
      title,
      price: Math.round(Number.parseFloat(field('price')) * 100),
      available: field('availability') === 'in_stock',
      group: field('item_group_id'),
      parent,
      leaf,
      words: `${title} ${leaf}`.toLowerCase(),
    }
  })
  const newest = items.toSorted(inShopOrder)
  const departments = [...Map.groupBy(newest, ({ parent }) => parent)]
    .map(([name, found]) => makeDepartment(name, found))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
  const categories = departments.flatMap((department) => [department, ...department.children])
  return {
    items: new Map(items.map((item) => [item.id, item])),
    categories: new Map(categories.map((category) => [category.key, category])),
    departments,
    newest,
  }
}

function makeDepartment(name: string, items: readonly Item[]): Category {
  const children: Category[] = []
  const department = { key: categoryKey(name), name, children, items }
  for (const [leaf, found] of Map.groupBy(items, (item) => item.leaf)) {
    children.push({
      key: categoryKey(leaf),
      name: leaf,
      parent: department,
      children: [],
      items: found,
    })
  }
  children.sort((a, b) => a.name.localeCompare(b.name, 'en'))
  return department
}

/** Codes up to 23999 were given out in the order things arrived; the ranges above are older stock. */
const arrival = ({ id }: Item) => Number.parseInt(id, 10) % 24_000

function inShopOrder(a: Item, b: Item): number {
  if (a.available !== b.available) return a.available ? -1 : 1
  const isOldA = Number.parseInt(a.id, 10) >= 24_000
  const isOldB = Number.parseInt(b.id, 10) >= 24_000
  if (isOldA !== isOldB) return isOldA ? 1 : -1
  return arrival(b) - arrival(a) || (a.id < b.id ? -1 : 1)
}
