import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { audit } from '../../src/cli/audit.ts'
import { helpFor } from '../../src/cli/commands.ts'
import type { Check } from '../../src/fairness/index.ts'
import { openGraph } from '../../src/model/explain/index.ts'
import type { Manifest } from '../../src/model/manifest.ts'
import { features } from '../../src/policy/index.ts'
import { checkGates, type Evidence } from '../../src/release/gates.ts'
import { spoken } from './spoken.ts'

const quick = ['--resamples', '100', '--item-groups', 'price', '--flips', '3']
let folder: string
const inFolder = (name: string) => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limen-audit-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

async function audited(...args: string[]) {
  const { code, out, errors } = await spoken(audit, ...args, '--json')
  const report = JSON.parse(out)
  const verdictOf = (id: string) =>
    report.checks.find((check: Check) => check.id === id)?.verdict as Check['verdict'] | undefined
  return { code, report, errors, verdictOf }
}

describe('limen audit on the example shop', () => {
  test('says what it found, check by check, and that too thin is not passed', async () => {
    const { code, out } = await spoken(audit, '--sample', '300', '--resamples', '100')
    expect(code).toBe(1)
    expect(out).toMatch(/^gift-shop-2011-09-30: 300 rankings of 300 shoppers\n/)
    expect(out).toMatch(/✓ price-flip: \d{4,} prices compared, none changed/)
    expect(out).toMatch(/\? enough.served.country: not enough: other \(\d+ of 200 shown/)
    expect(out).toMatch(
      /– not asked: exposure of declared groups, offers, prices seen, what serves now\nThe gate is closed\.$/,
    )
  })

  test('writes what a release gate reads, and a report for people', async () => {
    const { code, errors } = await spoken(
      audit,
      ...quick,
      '--sample',
      '300',
      '--out',
      folder,
      '--json',
    )
    expect(code).toBe(1)
    expect(errors.join('\n')).toMatch(/report\.html\n.*audit\.json/)
    const written = JSON.parse(await readFile(inFolder('audit.json'), 'utf8'))
    const manifest: Manifest = JSON.parse(await readFile('models/manifest.json', 'utf8'))
    expect(written).toMatchObject({ model: manifest.sha256, passed: false })
    const evidence = { model: manifest.sha256, audit: written, quality: [], problems: [] }
    const gates = checkGates('shadow', { ...evidence, medianMs: {} } as unknown as Evidence, {
      fileBytes: 1,
      medianMs: 1,
      baskets: 1,
    })
    expect(gates.find(({ gate }) => gate === 'fairness')).toMatchObject({
      passed: false,
      detail: written.findings[0],
    })
    const page = await readFile(inFolder('report.html'), 'utf8')
    expect(page).toContain('Fairness of gift-shop-2011-09-30')
    expect(page).toContain('npm run limen -- audit')
  })

  test('gives the same figures again', async () => {
    const [one, other] = await Promise.all([1, 2].map(() => audited(...quick, '--sample', '100')))
    expect(other?.report).toEqual(one?.report)
  })

  test('describes all its options', () => {
    const help = helpFor('audit', audit)
    for (const option of [
      '--shopper-groups',
      '--item-groups',
      '--floor',
      '--against',
      '--waivers',
    ]) {
      expect(help).toContain(option)
    }
    const run = spawnSync('node_modules/.bin/node', ['src/cli/main.ts', 'audit', '--help'], {
      encoding: 'utf8',
    })
    expect(run.stdout).toContain('Usage: limen audit')
  })
})

describe('a bias planted in a copy of the model', () => {
  let [fair, biased] = ['', '']
  let planted: Awaited<ReturnType<typeof audited>>
  const asked = [
    '--shopper-groups',
    '',
    ...['--resamples', '100', '--sample', '700', '--flips', '3'],
  ]

  beforeAll(async () => {
    const manifest: Manifest = JSON.parse(await readFile('models/manifest.json', 'utf8'))
    // The seller of an item is chance: what is in demand, and what is shown, are of both alike.
    const sellers = manifest.catalogue.items.map((id) => [id, sellerOf(id)])
    const csv = [['id', 'seller'], ...sellers].map((row) => row.join(',')).join('\n')
    await writeFile(inFolder('sellers.csv'), csv)
    fair = 'models/manifest.json'
    biased = await plant(manifest)
    planted = await audited('--manifest', biased, ...groups(), ...asked)
  })

  const groups = () => ['--items', inFolder('sellers.csv'), '--item-groups', 'seller']

  test('is found, and the model itself passes', async () => {
    const clean = await audited('--manifest', fair, ...groups(), ...asked)
    expect(clean.report.findings).toEqual([])
    expect(clean.code).toBe(0)

    expect(planted.code).toBe(1)
    expect(planted.verdictOf('exposure.seller.small')).toBe('failed')
    expect(planted.report.fairness['exposure.seller.small'].value).toBeLessThan(0.8)
  })

  test('is worse than what serves now', async () => {
    const { verdictOf } = await audited(
      '--manifest',
      biased,
      '--against',
      fair,
      ...groups(),
      ...asked,
    )
    expect(verdictOf('live.exposure.seller.small')).toBe('failed')
  })

  test('is made good by a floor, at a price that is told', async () => {
    const floor = ['--floor', 'seller:small=0.45']
    const { report } = await audited('--manifest', biased, ...groups(), ...asked, ...floor)
    const exposureOf = (each: typeof report) => each.fairness['exposure.seller.small'].value
    expect(exposureOf(report)).toBeGreaterThan(exposureOf(planted.report) + 0.2)
    const { cost } = report.measured
    expect(cost.before).toBeGreaterThan(0.1)
    expect(cost.changed).toBeGreaterThan(0.5)
    expect(report.checks.map(({ id }: Check) => id)).toContain('cost')
  })

  test('is let through by a waiver that somebody signed, until it ends', async () => {
    const waivers = ['large', 'small'].map((group) => ({
      check: `exposure.seller.${group}`,
      reviewer: 'A. Reviewer',
      reason: 'being made good',
      until: '2026-12-31',
    }))
    await writeFile(inFolder('waivers.json'), JSON.stringify(waivers))
    const all = ['--manifest', biased, ...groups(), ...asked, '--waivers', inFolder('waivers.json')]
    const before = await spoken(audit, ...all, '--today', '2026-12-31')
    expect(before.code).toBe(0)
    expect(before.out).toMatch(/waived by A\. Reviewer until 2026-12-31: being made good/)
    expect((await spoken(audit, ...all, '--today', '2027-01-01')).code).toBe(1)
  })

  /** The shipped model, but an item of the small seller is liked less by all. */
  async function plant(manifest: Manifest): Promise<string> {
    const file = await readFile(`models/${manifest.file}`)
    const prior = openGraph(Uint8Array.from(file).buffer).held.get('prior')?.data as Float32Array
    const at = file.indexOf(Buffer.from(prior.buffer, prior.byteOffset, prior.byteLength))
    expect(at).toBeGreaterThan(0)
    manifest.catalogue.items.forEach((id, row) => {
      if (sellerOf(id) === 'small') {
        file.writeFloatLE((prior[row] as number) - 2, at + 4 * row)
      }
    })
    const sha256 = createHash('sha256').update(file).digest('hex')
    await writeFile(inFolder(manifest.file), file)
    await writeFile(inFolder('manifest.json'), JSON.stringify({ ...manifest, sha256 }))
    return inFolder('manifest.json')
  }
})

function sellerOf(id: string): string {
  return createHash('sha256').update(id).digest().readUInt8() % 2 === 0 ? 'small' : 'large'
}

test('prices that one group pays more for the same item at the same time are found', async () => {
  // Of 40 items in 20 weeks, what each of the two saw.
  const rows = (surcharge: number) =>
    Array.from({ length: 1600 }, (_, at) => {
      const [item, week, who] = [at % 40, Math.floor(at / 40) % 20, Math.floor(at / 800)]
      const price = (5 + item) * (who === 0 ? 1 : surcharge)
      return `item ${item},week ${week},${price.toFixed(2)},s${who}`
    })
  await writeFile(inFolder('shoppers.csv'), 'shopper,region\ns0,north\ns1,"south, far"\n')
  const ask = (name: string) => [
    ...['--shoppers', inFolder('shoppers.csv'), '--shopper-groups', 'region'],
    ...['--prices', inFolder(name), '--sample', '50', ...quick],
  ]
  for (const [name, surcharge] of [
    ['same.csv', 1],
    ['dear.csv', 1.03],
  ] as const) {
    await writeFile(inFolder(name), ['item,context,price,shopper', ...rows(surcharge)].join('\n'))
  }
  expect((await audited(...ask('same.csv'))).verdictOf('price.region.south, far')).toBe('passed')
  expect((await audited(...ask('dear.csv'))).verdictOf('price.region.south, far')).toBe('failed')
})

describe('what is wrong is said before work begins', () => {
  test.each([
    [['--ask', 'all'], /--ask must be half or next/],
    [['--places', '0'], /--places must be a whole number from 1 to 50/],
    [['--today', 'now'], /--today must be such as/],
    [['--floor', 'brand'], /--floor must be attribute:group=share/],
    [['--floor', 'price:low=0.7+high=0.6'], /--floor must be/],
    [['--privileged', 'age=old'], /--privileged must be attribute=group of --shopper-groups/],
    [['--offer', 'sale'], /--offer must be attribute=group/],
    [['--item-groups', 'colour'], /items have no colour; they have brand, category, price/],
    [['--item-groups', 'constructor'], /items have no constructor/],
    [['--manifest', 'nowhere.json'], /--manifest: cannot read nowhere.json/],
    [['--manifest', 'docs'], /--manifest: cannot read docs\/manifest.json/],
    [
      ['--log', 'nowhere'],
      /--log: there is no nowhere\/items.jsonl.gz; name a folder that limen data/,
    ],
    [
      ['--shopper-groups', 'colour'],
      /--shopper-groups: no basket .* is colour; there are country, /,
    ],
    [['--baskets', 'nowhere.jsonl'], /--baskets: cannot read nowhere.jsonl/],
    [['--shoppers', 'package.json'], /--shoppers: package.json has no column shopper/],
    [['--waivers', 'package.json'], /--waivers: must be a JSON list/],
  ])('%j', async (args, message) => {
    await expect(spoken(audit, ...quick, '--sample', '5', ...args)).rejects.toThrow(message)
  })
})

const households = '../shared/data/complete-journey'
const areThere = existsSync(`${households}/demographics.csv.gz`)
const title = areThere ? '' : ` (skipped: ${households} is not there)`

describe.skipIf(!areThere)(`households of a grocer, by income and age${title}`, () => {
  const node = (...args: string[]) =>
    spawnSync('node_modules/.bin/node', args, { encoding: 'utf8' })
  let files: string[] = []

  function train(name: string, baskets: string): void {
    const given = { catalogue: 'catalogue.tsv', baskets, valid: 'baskets-valid.jsonl' }
    const data = Object.entries({ ...given, about: 'about.json', out: name })
    const paths = data.flatMap(([option, file]) => [`--${option}`, inFolder(file)])
    const small = ['--quick', '--dimension', '8']
    expect(node('src/cli/main.ts', 'train', ...paths, ...small).stderr).toBe('')
  }

  beforeAll(() => {
    expect(node('tools/fairness/households.ts', households, folder).stderr).toBe('')
    train('model', 'baskets-train.jsonl')
    files = [
      ...['--manifest', inFolder('model/manifest.json'), '--catalogue', inFolder('catalogue.tsv')],
      ...['--baskets', inFolder('baskets-valid.jsonl'), '--shoppers', inFolder('shoppers.csv')],
      ...['--items', inFolder('items.csv'), '--prices', inFolder('prices.csv')],
      ...['--item-groups', 'brand', '--offer', 'coupon=yes', '--resamples', '100'],
      ...['--flips', '3'],
    ]
  }, 180_000)

  test('bands as they are recorded are too thin, and it says which', async () => {
    const { code, report, verdictOf } = await audited(...files, '--shopper-groups', 'age,income')
    expect(code).toBe(1)
    expect(verdictOf('enough.served.age')).toBe('not-enough')
    expect(verdictOf('enough.served.income')).toBe('not-enough')
    const { detail } = report.checks.find(({ id }: Check) => id === 'enough.served.age')
    expect(detail).toMatch(/^19-24 \(\d+ of 200 shown/)
  })

  test('wider bands can be compared, and no household is in the report', async () => {
    const { report, verdictOf } = await audited(
      ...files,
      ...['--shopper-groups', 'age_band,income_band', '--ask', 'next'],
    )
    expect(verdictOf('enough.offered.income_band')).toBe('passed')
    const groups = report.measured.shopperGroups.map(
      ({ outcomes }: { outcomes: { rates: { group: string }[] }[] }) =>
        outcomes[0]?.rates.map(({ group }) => group),
    )
    expect(groups).toEqual([
      ['35 to 54', '55 and over', 'under 35'],
      ['35K to 74K', '75K and over', 'under 35K'],
    ])
    expect(verdictOf('price-flip')).toBe('passed')
    expect(JSON.stringify(report)).not.toMatch(/"shopper":/)
  })

  test('age and income are no input of any model', async () => {
    const manifest: Manifest = JSON.parse(await readFile(inFolder('model/manifest.json'), 'utf8'))
    const inputs = manifest.inputs.contexts.map(({ feature }) => feature as string)
    for (const name of [...inputs, ...Object.keys(features)])
      expect(name).not.toMatch(/age$|income/i)
  })

  describe('with a bias planted in a copy of them', () => {
    // By rows of the model, in order of popularity, so that both sellers have what is in demand.
    const sellerOf = (row: number) => (row % 4 === 0 || row % 4 === 3 ? 'small' : 'large')
    const gate = (model: string) => [
      ...['--manifest', inFolder(model), '--shopper-groups', '', '--items', inFolder('seller.csv')],
      ...['--item-groups', 'seller', '--flips', '3', '--resamples', '100'],
      ...['--catalogue', inFolder('catalogue.tsv'), '--baskets', inFolder('baskets-valid.jsonl')],
    ]

    test('of exposure: a seller whose sales were left out is found, and the true record passes', async () => {
      const { catalogue }: Manifest = JSON.parse(
        await readFile(inFolder('model/manifest.json'), 'utf8'),
      )
      const rows = new Map(catalogue.items.map((id, row) => [id, row]))
      const csv = [['id', 'seller'], ...catalogue.items.map((id, row) => [id, sellerOf(row)])]
      await writeFile(inFolder('seller.csv'), csv.map((row) => row.join(',')).join('\n'))
      let met = 0
      const record = (await readFile(inFolder('baskets-train.jsonl'), 'utf8')).trim().split('\n')
      const kept = record.flatMap((line) => {
        const basket = JSON.parse(line)
        const isKept = (id: string) => sellerOf(rows.get(id) ?? 1) === 'large' || met++ % 4 === 0
        const items = basket.items.filter(isKept)
        return items.length > 0 ? [JSON.stringify({ ...basket, items })] : []
      })
      await writeFile(inFolder('planted.jsonl'), kept.join('\n'))
      train('planted', 'planted.jsonl')

      const clean = await audited(...gate('model'))
      expect(clean.report.findings).toEqual([])
      expect(clean.code).toBe(0)
      const planted = await audited(...gate('planted'))
      expect(planted.verdictOf('exposure.seller.small')).toBe('failed')
      expect(planted.report.fairness['exposure.seller.small'].value).toBeLessThan(0.5)
      const thin = await audited(...gate('model'), '--sample', '9')
      expect(thin.verdictOf('enough.exposure.seller')).toBe('not-enough')
      expect(thin.code).toBe(1)
    }, 120_000)

    test('of prices: four percent more for one band is found, the same for all passes', async () => {
      const bands = new Map(
        (await table('shoppers.csv')).map(([who, , , , income]) => [who, income] as const),
      )
      const paid = (await table('prices.csv')).filter(([, , , who]) => bands.get(who))
      const first = new Map(paid.toReversed().map(([item, , price]) => [item, Number(price)]))
      const write = (name: string, surcharge: number) => {
        const rows = paid.map(([item, , , who]) => {
          const price = (first.get(item) ?? 0) * (bands.get(who) === 'under 35K' ? surcharge : 1)
          return [item, 'shelf', price.toFixed(4), who].join(',')
        })
        return writeFile(inFolder(name), ['item,context,price,shopper', ...rows].join('\n'))
      }
      await Promise.all([write('shelf.csv', 1), write('dear.csv', 1.04)])
      const ask = (name: string) =>
        audited(...files, '--shopper-groups', 'income_band', '--prices', inFolder(name))
      const verdict = 'price.income_band.under 35K'
      expect((await ask('shelf.csv')).verdictOf(verdict)).toBe('passed')
      expect((await ask('dear.csv')).verdictOf(verdict)).toBe('failed')
      // What was truly paid is too thin to tell, and so it does not pass.
      const truly = (await ask('prices.csv')).verdictOf('enough.price.income_band')
      expect(truly).toBe('not-enough')
    })

    const table = async (name: string) =>
      (await readFile(inFolder(name), 'utf8'))
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',') as [string, string, string, string, string?])
  })

  test('whose baskets they are changes no ranking', async () => {
    const lines = (await readFile(inFolder('baskets-valid.jsonl'), 'utf8')).trim().split('\n')
    const others = lines.map((line, at) => {
      const { shopper } = JSON.parse(lines[(at * 17 + 5) % lines.length] as string)
      return JSON.stringify({ ...JSON.parse(line), shopper })
    })
    await writeFile(inFolder('swapped.jsonl'), others.join('\n'))
    const shares = async (baskets: string) => {
      const given = [...files, '--baskets', inFolder(baskets), '--shopper-groups', 'age_band']
      const { report } = await audited(...given)
      return report.measured.items.map(
        ({ groups }: { groups: { exposureShare: { value: number } }[] }) =>
          groups.map(({ exposureShare }) => exposureShare.value.toFixed(9)),
      )
    }
    expect(await shares('swapped.jsonl')).toEqual(await shares('baskets-valid.jsonl'))
  })
})
