import { isSafeLink } from './links.ts'
import { categoryKey, type Price, type Product } from './product.ts'

interface Attribute<T> {
  readonly required?: true
  /** Completes "must be …". */
  readonly must: string
  /** The value, or nothing if the text is not what it must be. The text is trimmed and not empty. */
  parse(text: string): T | undefined
}

/** The attributes Limen uses, as Google Merchant names and limits them. */
const attributes = {
  id: { required: true, must: 'text of at most 50 characters', parse: line(50) },
  title: { required: true, must: 'text of at most 150 characters', parse: line(150) },
  link: { required: true, must: 'an http(s) URL or a path that starts with one /', parse: link },
  image_link: {
    required: true,
    must: 'an http(s) URL or a path that starts with one /',
    parse: link,
  },
  price: {
    required: true,
    must: 'an amount with a decimal point and an ISO 4217 currency, such as 2.95 GBP',
    parse: price,
  },
  sale_price: {
    must: 'an amount with a decimal point and an ISO 4217 currency, such as 2.95 GBP',
    parse: price,
  },
  sale_price_effective_date: { must: 'text', parse: line(100) },
  availability: {
    must: 'in_stock, out_of_stock, preorder or backorder',
    parse: (text) => availabilities.get(text.toLowerCase().replaceAll(' ', '_')),
  },
  brand: { must: 'text of at most 70 characters', parse: line(70) },
  item_group_id: { must: 'text of at most 50 characters', parse: line(50) },
  product_type: { must: 'names of categories such as A > B', parse: categories },
} as const satisfies Record<string, Attribute<unknown>>

type Name = keyof typeof attributes
type Values = { [N in Name]?: ReturnType<(typeof attributes)[N]['parse']> }
type RequiredName = {
  [N in Name]: (typeof attributes)[N] extends { required: true } ? N : never
}[Name]
type SoundValues = Values & { [N in RequiredName]: NonNullable<Values[N]> }

const table = Object.entries(attributes) as readonly [Name, Attribute<never>][]
const names: ReadonlySet<string> = new Set(Object.keys(attributes))

/** The attributes without which there is no product. */
export const requiredAttributes: readonly string[] = table
  .filter(([, attribute]) => attribute.required)
  .map(([name]) => name)

/** Whether Limen uses an attribute of this name. */
export function isAttribute(name: string): boolean {
  return names.has(name)
}

/** The value of one attribute by itself; nothing if the text is empty or not what it must be. */
export function parseValue<N extends Name>(name: N, text: string): Values[N] {
  const trimmed = text.trim()
  return trimmed ? (attributes[name].parse(trimmed) as Values[N]) : undefined
}

/** Makes a product of a row's texts, or complains about each attribute that is not what it must be. */
export function parseProduct(
  texts: ReadonlyMap<string, string>,
  complain: (attribute: string, problem: string) => void,
): Product | undefined {
  const values: Values = {}
  let isSound = true
  const refuse = (attribute: string, problem: string) => {
    isSound = false
    complain(attribute, problem)
  }

  for (const [name, { required, must, parse }] of table) {
    const text = texts.get(name)?.trim()
    if (text) {
      values[name] = parse(text)
      if (values[name] === undefined) refuse(name, `must be ${must}`)
    } else if (required) refuse(name, 'must not be empty')
  }
  if (!isFairSale(values)) refuse('sale_price', 'must be in the currency of price and not above it')

  return isSound ? toProduct(values as SoundValues) : undefined
}

function toProduct(values: SoundValues): Product {
  const { id, title, link, image_link, price, availability, brand, item_group_id } = values
  const sale = reducedPrice(values)
  return {
    id,
    title,
    link,
    imageLink: image_link,
    price,
    ...(sale && { salePrice: sale }),
    available: availability ?? true,
    ...(brand && { brand }),
    ...(item_group_id && { group: item_group_id }),
    categories: values.product_type ?? [],
  }
}

function isFairSale({ price, sale_price: sale }: Values): boolean {
  if (!price || !sale) return true
  return sale.currency === price.currency && sale.amount <= price.amount
}

// A feed is read once and serves for days, so a reduction that begins or ends in between is not shown.
function reducedPrice({ price, sale_price, sale_price_effective_date }: Values) {
  if (!price || !sale_price || sale_price_effective_date) return undefined
  return sale_price.amount < price.amount ? sale_price : undefined
}

const availabilities: ReadonlyMap<string, boolean> = new Map([
  ['in_stock', true],
  ['out_of_stock', false],
  // Both can be ordered today.
  ['preorder', true],
  ['backorder', true],
])

/** Words of ASCII with one space between: most texts of most feeds, and quick to see. */
const plain = /^[!-~]+(?: [!-~]+)*$/

/** Text on one line. U+FFFD stands where the feed was not UTF-8. */
function line(maxLength: number) {
  return (text: string): string | undefined => {
    if (plain.test(text)) return text.length <= maxLength ? text : undefined
    const oneLine = text.replace(/[\t\n\r ]+/g, ' ')
    const isText = oneLine.isWellFormed() && !/[\p{Cc}\ufffd]/u.test(oneLine)
    return isText && oneLine.length <= maxLength ? oneLine : undefined
  }
}

function link(text: string): string | undefined {
  return isSafeLink(text) ? text : undefined
}

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))
const amountFirst = /^(?<amount>\d{1,12}(?:\.\d{1,4})?) ?(?<currency>[A-Z]{3})$/
const currencyFirst = /^(?<currency>[A-Z]{3}) ?(?<amount>\d{1,12}(?:\.\d{1,4})?)$/

function price(text: string): Price | undefined {
  const { amount, currency } = (amountFirst.exec(text) ?? currencyFirst.exec(text))?.groups ?? {}
  if (amount === undefined || currency === undefined || !currencies.has(currency)) return undefined
  return { amount: Number(amount), currency }
}

function categories(text: string): readonly string[] | undefined {
  const keys = line(750)(text)?.split('>').map(categoryKey)
  return keys?.every((key) => key !== '') ? keys : undefined
}
