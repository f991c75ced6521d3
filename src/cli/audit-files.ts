import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { ConfigError } from '../errors.ts'
import { type Basket, parseBaskets } from '../training/index.ts'

const unzip = promisify(gunzip)

/** The text of a file of an option, unpacked if it is gzip. */
export async function readAuditFile(option: string, path: string): Promise<string> {
  try {
    const bytes = await readFile(path)
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b
    return new TextDecoder().decode(isGzip ? await unzip(bytes) : bytes)
  } catch (cause) {
    throw new ConfigError(option, `cannot read ${path}; name a file that is there, plain or gzip`, {
      cause,
    })
  }
}

/** A table with a header line: of each row its values by column. */
export type Rows = readonly ReadonlyMap<string, string>[]

/**
 * Reads comma-separated values (RFC 4180).
 *
 * @throws ConfigError when a column that is wanted is not there; the error names it and no value.
 */
export async function readRows(
  option: string,
  path: string,
  wanted: readonly string[],
): Promise<Rows> {
  const [header = [], ...lines] = parseCsv(await readAuditFile(option, path))
  const missing = wanted.find((column) => !header.includes(column))
  if (missing) {
    throw new ConfigError(option, `${path} has no column ${missing}; it has ${header.join(', ')}`)
  }
  return lines.map((line) => new Map(header.map((column, at) => [column, line[at] ?? ''])))
}

/** Records of comma-separated text; a quoted field may hold commas, line ends and doubled quotes. */
export function parseCsv(text: string): string[][] {
  const records: string[][] = []
  let record: string[] = []
  for (const [, quoted, plain = '', end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g,
  )) {
    record.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    if (record.length > 1 || record[0] !== '') records.push(record)
    record = []
  }
  return records
}

/** A basket, and what its line says besides. */
export interface LabelledBasket extends Basket {
  /** Whose it is; its own if the line does not say. */
  readonly shopper: string
  readonly fields: ReadonlyMap<string, string>
}

/** Reads baskets with all fields of their lines. A bad line is left out and counted. */
export async function readLabelledBaskets(
  path: string,
  shopperField: string,
): Promise<{ readonly baskets: readonly LabelledBasket[]; readonly problems: number }> {
  const lines = (await readAuditFile('--baskets', path)).split('\n').filter((line) => line.trim())
  const baskets = lines.flatMap((line, index) => {
    const [basket] = parseBaskets(line).baskets
    if (!basket) return []
    const fields = new Map(
      Object.entries(JSON.parse(line)).flatMap(([name, value]) =>
        typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [],
      ),
    )
    return [{ ...basket, shopper: fields.get(shopperField) ?? `line ${index + 1}`, fields }]
  })
  if (baskets.length === 0) {
    throw new ConfigError('--baskets', `${path} has no basket; give one JSON object a line`)
  }
  return { baskets, problems: lines.length - baskets.length }
}
