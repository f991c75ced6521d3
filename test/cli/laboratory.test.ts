import { existsSync } from 'node:fs'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { trainingLog } from '../../bench/training-log.ts'
import { audit } from '../../src/cli/audit.ts'
import type { Command } from '../../src/cli/command.ts'
import { data } from '../../src/cli/data.ts'
import { evalCommand } from '../../src/cli/eval.ts'
import { train } from '../../src/cli/train.ts'
import type { Check } from '../../src/fairness/index.ts'
import { spoken } from './spoken.ts'

const commands = new Map<string, Command>([
  ['audit', audit],
  ['data', data],
  ['train', train],
  ['eval', evalCommand],
])

test('the commands of the guide make a model of a log, and a report of it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'limen-lab-'))
  const log = [...trainingLog({ sessions: 500, items: 120, days: 40, seed: 1 })].join('')
  await writeFile(join(folder, 'clicks.csv.gz'), log)

  const lines: string[] = []
  for (const args of await guideCommands(folder)) {
    const [name = '', ...rest] = args
    const code = await commands.get(name)?.run(rest, {
      print: (line) => void lines.push(line),
      error: (line) => void lines.push(line),
      progress: () => {},
      readText: (path) => readFile(path, 'utf8'),
      writeText: (path, text) => writeFile(path, text),
    })
    expect(code).toBe(0)
  }
  const manifest = JSON.parse(await readFile(join(folder, 'shop/model/manifest.json'), 'utf8'))
  expect(manifest.data.consentScope).toBe('Shoppers who agreed to training.')
  expect(manifest.metrics.nextClick.model.recall20.value).toBeGreaterThan(
    manifest.metrics.nextClick.popularity.recall20.value,
  )
  expect(await readFile(join(folder, 'shop/report.html'), 'utf8')).toContain('Next click')
  expect(lines.join('\n')).toMatch(/Next click: .*\d+ questions/)
})

const grocer = '../shared/data/complete-journey'
const isThere = existsSync(`${grocer}/demographics.csv.gz`)

test.skipIf(!isThere)(
  `the same commands take the log of a grocer, as it is, to an audit by age and income${
    isThere ? '' : ` (skipped: ${grocer} is not there)`
  }`,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'limen-lab-'))
    const model = join(folder, 'model')
    const groups = ['--shopper-groups', 'age,income'] as const
    const imported = await spoken(
      data,
      ...['import', `${grocer}/transactions_sample.csv.gz`, '--out', folder],
      ...['--catalogue', `${grocer}/catalogue.csv.gz`, '--columns', 'visitor=household_id'],
      ...['--gap-minutes', '10080', '--valid-from', '2017-07-01', '--consent-scope', 'Published.'],
      ...['--shoppers', `${grocer}/demographics.csv.gz`, ...groups],
    )
    expect(imported.out).toMatch(/of their shoppers, for an audit alone: age 50.7 %, income 50.7 %/)

    const small = ['--dimension', '8', '--epochs', '1', '--neighbours', '4']
    expect((await spoken(train, '--log', folder, '--out', model, ...small)).code).toBe(0)
    const asked = ['--log', folder, '--sample', '400', '--json']
    const measured = await spoken(evalCommand, '--model', model, '--methods', 'none', ...asked)
    expect(JSON.parse(measured.out).protocols.nextLine.questions).toBeGreaterThan(100)

    const audited = await spoken(
      audit,
      ...['--manifest', model, ...asked, '--ask', 'next', '--resamples', '100', ...groups],
      ...['--items', `${grocer}/catalogue.csv.gz`, '--item-groups', 'brand,department'],
    )
    const { checks, measured: found } = JSON.parse(audited.out)
    const verdict = new Map(checks.map((each: Check) => [each.id, each.verdict]))
    expect(verdict.get('enough.exposure.brand')).toBe('passed')
    // Bands as they are recorded are too thin, and a list of items has no prices: neither passes.
    expect(verdict.get('enough.served.age')).toBe('not-enough')
    expect(verdict.get('price-flip')).toBe('not-enough')
    expect(audited.code).toBe(1)
    expect(found.shopperGroups.map(({ attribute }: { attribute: string }) => attribute)).toEqual([
      'age',
      'income',
    ])
  },
  180_000,
)

test('the line of the guide is a visit', async () => {
  const guide = await readFile('docs/guide/laboratory.md', 'utf8')
  const { parseBaskets } = await import('../../src/training/index.ts')
  const [, line = ''] = /```json\n(.*)\n```/.exec(guide) ?? []
  expect(parseBaskets(line)).toMatchObject({ baskets: [{ kinds: 'vc' }], problems: [] })
})

test('a made-up log is the same for the same numbers', () => {
  const size = { sessions: 20, items: 80, days: 3, seed: 4 }
  expect([...trainingLog(size)]).toEqual([...trainingLog(size)])
  expect([...trainingLog(size)]).not.toEqual([...trainingLog({ ...size, seed: 5 })])
})

/** The first snippet, with its files in a folder. */
async function guideCommands(folder: string): Promise<string[][]> {
  const guide = await readFile('docs/guide/laboratory.md', 'utf8')
  const [, snippet = ''] = /```sh\n([\s\S]*?)```/.exec(guide) ?? []
  return snippet
    .trim()
    .split('\n')
    .map((line) => {
      const words = line.replace('npm run limen -- ', '').match(/"[^"]*"|\S+/g) ?? []
      return words.map((word) => {
        if (word.startsWith('"')) return word.slice(1, -1)
        return /^(clicks\.|shop(\/|$))/.test(word) ? join(folder, word) : word
      })
    })
}
