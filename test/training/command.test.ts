import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { audit } from '../../src/cli/audit.ts'
import type { Command } from '../../src/cli/command.ts'
import { train } from '../../src/cli/train.ts'
import type { Manifest } from '../../src/model/manifest.ts'

test('a quick run writes a model twice the same, and reports what it left out', async () => {
  const [one, two] = [await folder(), await folder()]
  const baskets = await sampleWithBadLine()
  const first = await run('--quick', '--json', '--baskets', baskets, '--out', one)
  await run('--quick', '--baskets', baskets, '--out', two)

  expect(first.code).toBe(0)
  expect(first.errors.join('\n')).toMatch(/--baskets: 1 lines left out[\s\S]*line 2: ts must be/)
  const manifest: Manifest = JSON.parse(await readFile(join(one, 'manifest.json'), 'utf8'))
  const { catalogue: _, ...shown } = manifest
  expect(JSON.parse(first.lines.join('\n'))).toEqual(shown)
  for (const name of ['gift-shop.onnx', 'manifest.json', 'card.md', 'card.html']) {
    expect(await readFile(join(one, name))).toEqual(await readFile(join(two, name)))
  }
  expect(await readFile(join(one, 'card.md'), 'utf8')).toContain('npm run limen -- train --baskets')
  expect(await readFile(join(one, 'card.html'), 'utf8')).toContain('<h1>Model card: gift-shop-')

  const asked = ['--manifest', join(one, 'manifest.json'), '--sample', '60', '--json']
  const { fairness } = JSON.parse((await runs(audit, ...asked)).lines.join('\n'))
  expect(manifest.fairness).toEqual(fairness)
  expect(manifest.fairness['price-flip']).toEqual({ value: 0, standardError: 0 })
}, 60_000)

test('groups are reweighed by what a table says of their shoppers and items', async () => {
  const [out, labels] = [await folder(), await folder()]
  const baskets = (await readFile(await sampleWithBadLine(), 'utf8'))
    .split('\n')
    .map((line, at) => JSON.stringify({ ...JSON.parse(line), shopper: `s${at % 50}` }))
  const ids = JSON.parse(baskets[0] as string).items as string[]
  const files = {
    'baskets.jsonl': baskets.join('\n'),
    'shoppers.csv': [
      'shopper,age',
      ...baskets.map((_, at) => `s${at},${at % 50 < 40 ? 'old' : 'young'}`),
    ].join('\n'),
    'items.csv': ['id,seller', `${ids[0]},small`, `${ids[1]},large`].join('\n'),
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(labels, name), text)
  const { code, lines } = await run(
    ...['--quick', '--json', '--baskets', join(labels, 'baskets.jsonl'), '--out', out],
    ...['--shoppers', join(labels, 'shoppers.csv'), '--reweigh-shoppers', 'age'],
    ...[
      '--items',
      join(labels, 'items.csv'),
      '--reweigh-items',
      'seller',
      '--reweigh-strength',
      '80',
    ],
  )
  expect(code).toBe(0)
  const manifest: Manifest = JSON.parse(lines.join('\n'))
  expect(manifest.training.reweighed).toBe('age and seller, 80 %')
  expect(JSON.stringify(manifest.inputs)).not.toMatch(/"age"|seller/)
  const card = await readFile(join(out, 'card.md'), 'utf8')
  expect(card).toContain('Lines were reweighed by group: age and seller, 80 %.')
  expect(card).toContain('--reweigh-shoppers age --reweigh-items seller --reweigh-strength 80')
}, 60_000)

test.each([
  [['--baskets', 'nowhere.jsonl'], /--baskets: cannot read nowhere.jsonl/],
  [['--baskets', 'package.json'], /--baskets: .*no basket.*line 1: must be one JSON object/],
  [['--catalogue', 'nowhere.tsv'], /--catalogue: cannot read/],
  [['--about', 'package.json'], /--about: .*must state name, source/],
  [['--dimension', '30'], /--dimension: must be a whole number .* multiple of 4/],
  [['--epochs', 'many'], /--epochs: must be a whole number/],
  [['--reweigh-items', 'price,brand'], /--reweigh-items must be one attribute/],
  [
    ['--reweigh-items', 'colour', '--reweigh-shoppers', 'country'],
    /items have no colour; they have brand, category, price/,
  ],
  [['--reweigh-shoppers', 'country', '--reweigh-strength', '101'], /--reweigh-strength must be/],
  [['--reweigh-by', 'models/manifest.json'], /--reweigh-by belongs/],
  [['--reweigh-items', 'price'], /--reweigh-by belongs to --reweigh-items, without/],
  [['--reweigh-shoppers', 'age', '--reweigh-by', 'models/manifest.json'], /--reweigh-by belongs/],
  [['--reweigh-items', 'price', '--reweigh-by', 'package.json'], /--reweigh-by: .*no exposure by/],
  [['--reweigh-items', 'price', '--reweigh-by', 'README.md'], /--reweigh-by: must be JSON/],
  [['--reweigh-shoppers', 'age'], /reweigh: needs two groups/],
  [['--shoppers', 'nowhere.csv', '--reweigh-shoppers', 'age'], /--shoppers: cannot read/],
])('says what is wrong with %j', async (args, message) => {
  await expect(run('--quick', ...args)).rejects.toThrow(message)
})

const run = (...args: string[]) => runs(train, ...args)

async function runs(command: Command, ...args: string[]) {
  const [lines, errors] = [[], []] as [string[], string[]]
  const code = await command.run(args, {
    print: (line) => void lines.push(line),
    error: (line) => void errors.push(line),
    progress: () => {},
    readText: (path) => readFile(path, 'utf8'),
    writeText: (path, text) => writeFile(path, text),
  })
  return { code, lines, errors }
}

async function folder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'limen-train-'))
}

/** A thousand baskets over the catalogue's own ids, the second line with a day that is not. */
async function sampleWithBadLine(): Promise<string> {
  const path = join(await folder(), 'baskets.jsonl')
  const catalogue = await readFile('examples/storefront/data/catalogue.tsv', 'utf8')
  const ids = catalogue
    .split('\n')
    .slice(1, 101)
    .map((row) => row.split('\t')[0])
  const lines = Array.from({ length: 1000 }, (_, index) => {
    const ts = new Date(Date.UTC(2011, 0, 1, index)).toISOString().slice(0, 16)
    const items = [0, 1, 2, 3].map((step) => ids[(index * 7 + step) % ids.length])
    return JSON.stringify({ ts, country: 'GB', items })
  })
  await writeFile(path, lines.with(1, '{"ts":"2011-02-30T10:00","items":["a"]}').join('\n'))
  return path
}
