import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { ConfigError } from '../errors.ts'
import { dataReportText, importLog, type Kind, kindOf, readShoppers } from '../lab/index.ts'
import { openText, readProvenance } from '../training/files.ts'
import { type Command, command, UsageError } from './command.ts'
import { makeFolder } from './write-files.ts'

const zip = promisify(gzip)

const importData = command({
  summary:
    'limen data import FILE…    Read event logs into visits to learn from and to measure on.',
  options: {
    files: { type: 'string', description: 'The logs: CSV, JSON lines or JSON, plain or gzip' },
    out: { type: 'string', description: 'Folder to write to' },
    columns: {
      type: 'string',
      description: 'Which column is which, where names do not say: visit=sid,time=when',
    },
    header: {
      type: 'string',
      description: 'Names of the columns, if the first line has none: a,b,c',
    },
    kind: { type: 'string', description: 'Kind of all events: view, cart or order' },
    kinds: { type: 'string', description: 'Kinds by the words of the log: detail=view,buy=order' },
    'item-pattern': {
      type: 'string',
      description: 'Regular expression that an item id must match',
    },
    'gap-minutes': {
      type: 'string',
      default: '30',
      description: 'Pause that ends a visit, where the log names visitors',
    },
    'max-events': {
      type: 'string',
      default: '200',
      description: 'Visits that look at more are left out',
    },
    zone: { type: 'string', default: 'UTC', description: 'Time zone of the shop, IANA name' },
    catalogue: { type: 'string', description: 'Table of items with title and category' },
    'catalogue-columns': { type: 'string', description: 'Which of its columns is which' },
    shoppers: {
      type: 'string',
      description:
        'Table of attributes of visitors, for an audit of the later part; never an input',
    },
    shopper: { type: 'string', description: 'Which of its columns is the visitor' },
    'shopper-groups': {
      type: 'string',
      description: 'Which of its columns an audit will ask about: age,income',
    },
    'consent-scope': {
      type: 'string',
      description: 'What all people in the log agreed to, if no column says it',
    },
    'valid-days': {
      type: 'string',
      default: '7',
      description: 'Last days, kept to measure on; 0 keeps all together, to be asked about',
    },
    'valid-from': { type: 'string', description: 'Or the day they begin, YYYY-MM-DD' },
    about: { type: 'string', description: 'JSON file: name, source, licences and limits' },
    json: { type: 'boolean', description: 'Print the report as JSON' },
  },
  async run(values, io) {
    const paths = values.files?.split('\n') ?? []
    const { out } = values
    if (paths.length === 0) throw new UsageError('name at least one log: limen data import FILE…')
    if (out === undefined) throw new UsageError('--out is missing; name a folder to write to')
    const shoppers = await openShoppers(values)
    await makeFolder('--out', out)
    const result = await importLog({
      files: paths.map((path) => ({ name: basename(path), open: () => openText('FILE', path) })),
      ...(values.catalogue !== undefined && {
        catalogue: () => openText('--catalogue', values.catalogue as string),
      }),
      shoppers,
      columns: values.columns,
      catalogueColumns: values['catalogue-columns'],
      header: values.header?.split(','),
      kind: values.kind === undefined ? undefined : readKind('--kind', values.kind),
      kinds: readKinds(values.kinds),
      itemPattern: readPattern(values['item-pattern']),
      gapMinutes: readNumber('--gap-minutes', values['gap-minutes'], 0),
      maxEvents: readNumber('--max-events', values['max-events'], 2),
      zone: values.zone,
      consentScope: values['consent-scope'],
      validDays: readNumber('--valid-days', values['valid-days'], 0),
      validFrom: values['valid-from'],
      onRows: (name, rows) => io.progress(`${name}: ${rows} rows`),
    })
    io.progress('')

    const stated =
      values.about === undefined ? {} : await readProvenance('--about', values.about, true)
    const text = dataReportText(result.report)
    const isOnePart = result.valid.length === 0
    const first = isOnePart ? 'visits.jsonl.gz' : 'visits-train.jsonl.gz'
    await writeLines(join(out, first), result.train)
    if (!isOnePart) await writeLines(join(out, 'visits-valid.jsonl.gz'), result.valid)
    await writeLines(join(out, 'items.jsonl.gz'), result.items)
    await writeJson(join(out, 'about.json'), { ...result.about, ...stated })
    await writeJson(join(out, 'report.json'), result.report)
    await writeFile(join(out, 'report.txt'), `${text}\n`)
    io.print(values.json ? JSON.stringify(result.report, null, 2) : text)
    const next = isOnePart
      ? `eval --log … --model … --baskets ${join(out, first)}`
      : `train --log ${out} --out ${join(out, 'model')}`
    if (!values.json) io.print(`Written to ${out}. Next: limen ${next}`)
    return 0
  },
})

/** `limen data import FILE… [options]`: bare words are files. */
export const data: Command = {
  summary: `Bring a shop's own record into the laboratory.\n\n  ${importData.summary}`,
  options: importData.options,
  async run([name, ...args], io) {
    if (name !== 'import') throw new UsageError('say which: import')
    const { options } = importData
    // Not strictly: what is wrong with an option is told below.
    const { tokens } = parseArgs({ args, options, tokens: true, strict: false })
    const bare = new Set(tokens.flatMap(({ kind, index }) => (kind === 'positional' ? index : [])))
    const files = args.filter((_, index) => bare.has(index)).join('\n')
    const rest = args.filter((_, index) => !bare.has(index))
    return importData.run(files === '' ? rest : ['--files', files, ...rest], io)
  },
}

interface ShopperValues {
  readonly shoppers: string | undefined
  readonly shopper: string | undefined
  readonly 'shopper-groups': string | undefined
}

async function openShoppers({ shoppers, shopper, 'shopper-groups': groups }: ShopperValues) {
  if (shoppers === undefined && groups === undefined) return undefined
  if (shoppers === undefined || groups === undefined) {
    throw new UsageError(
      '--shoppers and --shopper-groups need each other: a table, and its columns',
    )
  }
  const names = groups.split(',').filter(Boolean)
  return readShoppers(openText('--shoppers', shoppers), names, shopper)
}

function readKind(option: string, word: string): Kind {
  const kind = kindOf(word, new Map())
  if (kind) return kind
  throw new ConfigError(option, `must say view, cart or order, not ${JSON.stringify(word)}`)
}

function readKinds(text = ''): Map<string, Kind> {
  const pairs = text.split(',').filter(Boolean)
  return new Map(
    pairs.map((pair) => {
      const [theirs = '', ours = ''] = pair.split('=')
      return [theirs.toLowerCase().replace(/[ -]/g, '_'), readKind('--kinds', ours)]
    }),
  )
}

function readPattern(text: string | undefined): RegExp | undefined {
  if (text === undefined) return undefined
  try {
    return new RegExp(text)
  } catch (cause) {
    throw new ConfigError('--item-pattern', 'must be a regular expression', { cause })
  }
}

function readNumber(option: string, text: string, least: number): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= least) return value
  throw new ConfigError(option, `must be a whole number from ${least}`)
}

async function writeLines(path: string, rows: readonly unknown[]): Promise<void> {
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  await writeFile(path, await zip(text, { level: 9 }))
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`)
}
