import { ConfigError } from '../errors.ts'

/** What a log may say of an event, and the names that its column usually has, the surest first. */
export const logColumns = {
  visit: [
    'visit',
    'visitid',
    'session',
    'sessionid',
    'invoice',
    'invoiceno',
    'basketid',
    'orderid',
  ],
  visitor: ['visitor', 'visitorid', 'userid', 'user', 'clientid', 'customerid', 'householdid'],
  time: [
    'time',
    'timestamp',
    'ts',
    'eventtime',
    'invoicets',
    'invoicedate',
    'transactiontimestamp',
    'datetime',
    'eventdate',
    'date',
  ],
  order: ['order', 'position', 'timeframe', 'sequence'],
  item: ['item', 'itemid', 'items', 'productid', 'product', 'sku', 'stockcode'],
  kind: ['kind', 'kinds', 'event', 'eventtype', 'eventname', 'action'],
  consent: ['consent', 'consentscope', 'purposes', 'consenttraining'],
  quantity: ['quantity', 'qty'],
  price: ['price', 'unitprice', 'unitpricegbp'],
  title: ['title', 'description', 'productname', 'name'],
  category: ['category', 'categoryid', 'categorycode', 'producttype'],
  country: ['country', 'countrycode'],
  device_class: ['deviceclass', 'device', 'devicetype'],
  referrer_class: ['referrerclass', 'referrer', 'source', 'channel', 'traffictype'],
} as const

export type LogColumn = keyof typeof logColumns
/** The file's own name for each; those that it lacks are left out. */
export type ColumnMap<Name extends string> = ReadonlyMap<Name, string>

/** The same for a catalogue. A category may have several columns, from the root to the leaf. */
export const itemColumns = {
  item: ['id', 'item', 'itemid', 'productid', 'product', 'sku', 'stockcode'],
  title: ['title', 'description', 'productname', 'name', 'productnametokens'],
  category: ['category', 'categories', 'producttype', 'categoryid', 'googleproductcategory'],
  department: ['department'],
  productCategory: ['productcategory'],
} as const

/**
 * Finds which column of a file is which, by what a person says and then by the usual names.
 *
 * @param stated `visit=session_id,time=when`; a name for nothing, `kind=`, hides the usual one.
 */
export function mapColumns<Name extends string>(
  option: string,
  usual: Readonly<Record<Name, readonly string[]>>,
  columns: readonly string[],
  stated = '',
): ColumnMap<Name> {
  const map = new Map<Name, string>()
  for (const name of Object.keys(usual) as Name[]) {
    const found = findColumn(columns, usual[name])
    if (found !== undefined) map.set(name, found)
  }
  for (const pair of stated.split(',').filter(Boolean)) {
    const [name = '', column = ''] = pair.split('=')
    if (!Object.hasOwn(usual, name)) {
      throw new ConfigError(
        option,
        `knows no ${JSON.stringify(name)}; say ${Object.keys(usual).join(', ')}`,
      )
    }
    if (column === '') map.delete(name as Name)
    else if (columns.includes(column)) map.set(name as Name, column)
    else
      throw new ConfigError(
        option,
        `no column is called ${JSON.stringify(column)}; there are ${columns.join(', ')}`,
      )
  }
  return map
}

/** The column that has one of these names, the surest first; capitals and underscores aside. */
export function findColumn(
  columns: readonly string[],
  names: readonly string[],
): string | undefined {
  const byName = new Map(columns.map((column) => [plainName(column), column]))
  const found = names.find((name) => byName.has(name))
  return found === undefined ? undefined : byName.get(found)
}

/** `Session_ID` and `sessionId` are one name. */
function plainName(column: string): string {
  return column.toLowerCase().replace(/[^a-z0-9]/g, '')
}
