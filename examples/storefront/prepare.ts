/**
 * Makes the shop's data from the public record of a real one. Run by hand, when the source is at hand:
 * `node examples/storefront/prepare.ts --source ../shared/data/online-retail`
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { gunzipSync, gzipSync } from 'node:zlib'
import { categoryKey } from '../../src/catalogue/product.ts'
import { categorize } from './categories.ts'
import { countryCodes } from './countries.ts'
import { cleanTitle } from './titles.ts'

interface SourceItem {
  readonly id: string
  readonly title: string
  readonly price_gbp: number
  /** ISO date. */
  readonly last_sold: string
}

interface SourceBasket {
  readonly ts: string
  readonly country: string
  readonly items: readonly string[]
}

/** Half a year before the end of the record, 2011-10-31: what nobody bought since is out of stock. */
const inStockSince = '2011-04-30'

const notAProduct =
  /^(next day carriage|packing charge|high resolution image|dotcomgiftshop gift voucher.*)$/i

const { values } = parseArgs({ options: { source: { type: 'string' } } })
if (values.source === undefined) throw new Error('Say where the record is: --source <folder>')
const source = values.source
const target = `${import.meta.dirname}/data`

const read = (name: string) => gunzipSync(readFileSync(`${source}/${name}`)).toString('utf8')
const byCodeUnit = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function readItems() {
  const all: SourceItem[] = JSON.parse(read('catalogue.json.gz'))
  const kept = all
    .filter(
      ({ title, price_gbp }) => title.trim() && !notAProduct.test(title.trim()) && price_gbp > 0,
    )
    .map((item) => ({ ...item, id: item.id.trim(), title: cleanTitle(item.title) }))
    .sort((a, b) => byCodeUnit(a.last_sold, b.last_sold))
  // One code is there twice, with and without a space after it: what sold last stands.
  const items = [...new Map(kept.map((item) => [item.id, item])).values()].sort((a, b) =>
    byCodeUnit(a.id, b.id),
  )
  return { items, dropped: all.length - items.length }
}

/** Five digits that several codes share are a group, of those whose titles share a word: 10002R is no globe. */
function findGroups(items: readonly { id: string; title: string }[]): Map<string, string> {
  const families = Map.groupBy(items, ({ id }) => id.slice(0, 5))
  const groups = new Map<string, string>()
  for (const [family, members] of families) {
    for (const { id, title } of members) {
      const words = new Set(
        title
          .toLowerCase()
          .split(/\W+/)
          .filter((word) => word.length > 2),
      )
      const others = members.filter((other) => other.id !== id)
      const isVariant = others.some((other) =>
        other.title
          .toLowerCase()
          .split(/\W+/)
          .some((word) => words.has(word)),
      )
      if (isVariant) groups.set(id, family)
    }
  }
  return groups
}

function writeCatalogue() {
  const { items, dropped } = readItems()
  const groups = findGroups(items)
  const leaves = new Map<string, { items: number; inStock: number }>()
  const lines = [
    'id title link image_link price availability item_group_id product_type'.replaceAll(' ', '\t'),
  ]
  for (const { id, title, price_gbp, last_sold } of items) {
    const [parent, leaf] = categorize(title)
    const inStock = last_sold >= inStockSince
    const count = leaves.get(`${parent} > ${leaf}`) ?? { items: 0, inStock: 0 }
    leaves.set(`${parent} > ${leaf}`, {
      items: count.items + 1,
      inStock: count.inStock + (inStock ? 1 : 0),
    })
    const fields = [
      id,
      title,
      `/product/${id}`,
      `/images/${id}.svg`,
      `${price_gbp.toFixed(2)} GBP`,
      inStock ? 'in_stock' : 'out_of_stock',
      groups.get(id) ?? '',
      `${parent} > ${leaf}`,
    ]
    if (fields.some((field) => /[\t\n"]/.test(field))) throw new Error(`${id} needs quotes`)
    lines.push(fields.join('\t'))
  }
  writeFileSync(`${target}/catalogue.tsv`, `${lines.join('\n')}\n`)
  report(leaves, items.length, dropped, groups.size)
  return new Set(items.map(({ id }) => id))
}

function report(
  leaves: ReadonlyMap<string, { items: number; inStock: number }>,
  items: number,
  dropped: number,
  variants: number,
) {
  const names = [...leaves.keys()].flatMap((path) => path.split(' > '))
  const keys = new Map([...new Set(names)].map((name) => [categoryKey(name), name]))
  const repeated = new Set(names).size - keys.size
  if (repeated > 0) throw new Error('Two names of the tree share a key')
  for (const [path, count] of [...leaves].sort(([a], [b]) => byCodeUnit(a, b))) {
    console.log(
      `${String(count.items).padStart(5)} ${String(count.inStock).padStart(5)} in stock  ${path}`,
    )
  }
  console.log(`${items} products, ${dropped} rows dropped, ${variants} variants`)
  console.log(`${leaves.size} leaves, ${keys.size} names in the tree`)
}

/** The same baskets, in the same order, without invoice and customer, and without seconds. */
function writeBaskets(from: string, to: string, known: ReadonlySet<string>) {
  const lines: string[] = []
  for (const line of read(from).trim().split('\n')) {
    const basket: SourceBasket = JSON.parse(line)
    const country = countryCodes.get(basket.country)
    if (country === undefined) throw new Error(`No code for ${basket.country}`)
    const ids = new Set(basket.items.map((id) => id.trim()))
    const items = [...ids].filter((id) => known.has(id))
    if (items.length > 0) lines.push(JSON.stringify({ ts: basket.ts.slice(0, 16), country, items }))
  }
  const bytes = gzipSync(`${lines.join('\n')}\n`, { level: 9 })
  bytes.fill(0, 4, 8) // RFC 1952 section 2.3.1: no modification time, so that each run gives the same bytes.
  writeFileSync(`${target}/${to}`, bytes)
  console.log(`${to}: ${lines.length} baskets, ${bytes.length} bytes`)
}

const known = writeCatalogue()
writeBaskets('baskets_train.jsonl.gz', 'baskets-train.jsonl.gz', known)
writeBaskets('baskets_valid.jsonl.gz', 'baskets-valid.jsonl.gz', known)
