/**
 * Makes an audit's files of the households of "The Complete Journey" (dunnhumby, by 84.51°; CC0 as declared
 * by the R package completejourney): a feed, baskets to train on and later ones to audit with, the
 * households' bands, attributes of products, and what was paid.
 *
 *     node tools/fairness/households.ts FOLDER-OF-THE-DATA FOLDER-TO-WRITE
 *
 * The data is a sample of lines, so that what a household bought in ten weeks makes one basket.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parseCsv } from '../../src/cli/audit-files.ts'

type Row = ReadonlyMap<string, string>

const [source = '', out = ''] = process.argv.slice(2)
const weeksOfBasket = 10
/** The last of the weeks that a model may learn from. */
const lastLearned = 30
const minLines = 5

const lines = table('transactions_sample').sort((a, b) => (when(a) < when(b) ? -1 : 1))
const catalogue = table('catalogue')
const households = table('demographics')

mkdirSync(out, { recursive: true })
write('catalogue.tsv', feed())
write(
  'baskets-train.jsonl',
  baskets((week) => week <= lastLearned),
)
write(
  'baskets-valid.jsonl',
  baskets((week) => week > lastLearned),
)
write('shoppers.csv', csv(['shopper', 'age', 'income', 'age_band', 'income_band'], shoppers()))
write('items.csv', csv(['id', 'manufacturer', 'coupon'], items()))
write('prices.csv', csv(['item', 'context', 'price', 'shopper'], prices()))
write('about.json', JSON.stringify(about(), null, 2))

function table(name: string): Row[] {
  const text = gunzipSync(readFileSync(join(source, `${name}.csv.gz`))).toString()
  const [header = [], ...records] = parseCsv(text)
  return records.map((record) => new Map(header.map((column, at) => [column, record[at] ?? ''])))
}

function of(row: Row, column: string): string {
  return row.get(column) ?? ''
}

function when(row: Row): string {
  return of(row, 'transaction_timestamp').replace(' ', 'T').slice(0, 16)
}

function paid(row: Row): number {
  return (Number(of(row, 'sales_value')) + Number(of(row, 'coupon_match_disc'))) / quantity(row)
}

function quantity(row: Row): number {
  return Number(of(row, 'quantity'))
}

/** Products that were bought often enough to be recommended. */
function known(): Row[] {
  const counts = new Map<string, number>()
  for (const line of lines) {
    counts.set(of(line, 'product_id'), (counts.get(of(line, 'product_id')) ?? 0) + 1)
  }
  return catalogue.filter((row) => (counts.get(of(row, 'product_id')) ?? 0) >= minLines)
}

function feed(): string {
  const paidFor = Map.groupBy(
    lines.filter((line) => quantity(line) > 0),
    (line) => of(line, 'product_id'),
  )
  const header = 'id\ttitle\tlink\timage_link\tprice\tavailability\tbrand\tproduct_type'
  const rows = known().flatMap((row) => {
    const id = of(row, 'product_id')
    const sorted = (paidFor.get(id) ?? []).map(paid).sort((a, b) => a - b)
    const price = Number(of(row, 'median_unit_price_usd')) || sorted[sorted.length >> 1]
    if (!price) return []
    const title = `${of(row, 'product_type') || 'Product'} ${id}`.slice(0, 150)
    const kind = `${of(row, 'department')} > ${of(row, 'product_category') || 'other'}`
    const links = `/product/${id}\t/images/${id}.svg`
    return [
      `${id}\t${title}\t${links}\t${price.toFixed(2)} USD\tin_stock\t${of(row, 'brand')}\t${kind}`,
    ]
  })
  return [header, ...rows].join('\n')
}

function baskets(isWanted: (week: number) => boolean): string {
  const wanted = lines.filter((line) => isWanted(Number(of(line, 'week'))))
  const grouped = Map.groupBy(wanted, (line) => {
    const block = Math.ceil(Number(of(line, 'week')) / weeksOfBasket)
    return `${of(line, 'household_id')} ${block}`
  })
  return [...grouped.values()]
    .map((group) => ({
      ts: when(group.at(-1) as Row),
      country: '',
      items: [...new Set(group.map((line) => of(line, 'product_id')))],
      shopper: of(group[0] as Row, 'household_id'),
    }))
    .sort((a, b) => (a.ts < b.ts ? -1 : 1))
    .map((basket) => JSON.stringify(basket))
    .join('\n')
}

function shoppers(): string[][] {
  const age = bandsOf([
    ['under 35', /^(19-24|25-34)$/],
    ['35 to 54', /^(35-44|45-54)$/],
    ['55 and over', /^(55-64|65\+)$/],
  ])
  const income = bandsOf([
    ['under 35K', /^(Under 15K|15-24K|25-34K)$/],
    ['35K to 74K', /^(35-49K|50-74K)$/],
    ['75K and over', /^(75-99K|1\d\d-\d+K|2\d\d-\d+K|250K\+)$/],
  ])
  return households.map((row) => [
    of(row, 'household_id'),
    of(row, 'age'),
    of(row, 'income'),
    age(of(row, 'age')),
    income(of(row, 'income')),
  ])
}

function bandsOf(bands: readonly (readonly [string, RegExp])[]) {
  return (value: string) => bands.find(([, pattern]) => pattern.test(value))?.[0] ?? ''
}

function items(): string[][] {
  const withCoupon = new Set(table('coupons').map((row) => of(row, 'product_id')))
  return known().map((row) => [
    of(row, 'product_id'),
    of(row, 'manufacturer_id'),
    withCoupon.has(of(row, 'product_id')) ? 'yes' : 'no',
  ])
}

/** What holders of the shop's card were asked: what was paid, and what the maker's coupon gave back. */
function prices(): string[][] {
  return lines
    .filter((line) => quantity(line) > 0 && paid(line) > 0)
    .map((line) => [
      of(line, 'product_id'),
      `week ${of(line, 'week')} store ${of(line, 'store_id')}`,
      paid(line).toFixed(2),
      of(line, 'household_id'),
    ])
}

function about() {
  return {
    name: 'households',
    source: 'The Complete Journey 2.0 (dunnhumby, by 84.51°), a sample of lines',
    dataLicence: 'CC0 as declared by the R package completejourney',
    consentScope: 'Published research data of members of a loyalty programme',
    licence: 'CC0 1.0',
    limits: ['A sample of lines: ten weeks of a household make one basket.'],
  }
}

function csv(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const quote = (value: string) =>
    /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
  return [header, ...rows].map((row) => row.map(quote).join(',')).join('\n')
}

function write(name: string, text: string): void {
  writeFileSync(join(out, name), `${text}\n`)
}
