import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { data } from '../../src/cli/data.ts'
import type { DataReport } from '../../src/lab/index.ts'
import { parseBaskets } from '../../src/training/index.ts'

const agreed = ['--consent-scope', 'All agreed to training.'] as const

test('a log of clicks becomes visits, split by time', async () => {
  const { train, valid, report, about } = await load(
    [
      'session_id,event_time,item_id,event,title,category,country,device',
      'a,2026-01-01 10:00:05,p2,click,"Lamp, red",Home > Lamps,DE,mobile',
      'a,2026-01-01 10:00:01,p1,click,Chair,Home,DE,mobile',
      'a,2026-01-01 10:01:00,p2,add_to_cart,"Lamp, red",Home > Lamps,DE,mobile',
      'b,2026-01-09 09:00:01,p3,click,"5"" plate",,United Kingdom,watch',
      'b,2026-01-09 09:00:01,p3,click,"5"" plate",,United Kingdom,watch',
      'b,2026-01-09 09:02:01,p9,scroll,,,,',
    ],
    ...agreed,
  )
  expect(train).toEqual([
    {
      ts: '2026-01-01T10:00',
      country: 'DE',
      items: ['p1', 'p2', 'p2'],
      kinds: 'vvc',
      device_class: 'mobile',
    },
  ])
  expect(valid).toEqual([{ ts: '2026-01-09T09:00', country: 'GB', items: ['p3'], kinds: 'v' }])
  expect(dropped(report)).toEqual({ repeated: 1, 'other-kind': 1 })
  expect(report.items).toMatchObject({ inLog: 3, inFewerThanFive: 2 })
  expect(about.consentScope).toBe('All agreed to training.')
})

test('only rows whose consent covers training are read, and the scope is recorded', async () => {
  const { train, report, about } = await load([
    'visit,time,item,consent',
    'a,2026-01-01T10:00:01,p1,measurement training',
    'a,2026-01-01T10:00:02,p2,measurement',
    'b,2026-01-02T10:00:02,p3,',
    'c,2026-01-20T10:00:02,p3,training',
  ])
  expect(train.map(({ items }) => items)).toEqual([['p1']])
  expect(dropped(report)).toEqual({ 'no-consent': 2 })
  expect(about.consentScope).toMatch(/column consent grants training/)
})

test('without anything that speaks of consent, nothing is read', async () => {
  await expect(load(['visit,time,item', 'a,2026-01-01,p1'])).rejects.toThrow(/--consent-scope/)
})

test('each row that cannot be used is counted under its reason, and never shown', async () => {
  const { report, printed } = await load(
    [
      'invoice,time,item,quantity,price',
      'a,2026-01-01T10:00,p1,1,2.5',
      'secret,2026-02-30T10:00,p1,1,2.5',
      ',2026-01-01T10:00,p1,1,2.5',
      'a,2026-01-01T10:00,,1,2.5',
      'a,2026-01-01T10:00,p2,-1,2.5',
      'a,2026-01-01T10:00,p2,1,0',
      'a,2026-01-01T10:00,POST,1,3',
      'a,2026-01-01T10:00',
      'z,2026-01-20T10:00,p1,1,2.5',
    ],
    ...agreed,
    '--item-pattern',
    '^p',
  )
  expect(dropped(report)).toEqual({
    'no-time': 1,
    'no-visit': 1,
    'no-item': 1,
    'no-quantity': 1,
    'no-price': 1,
    'other-item': 1,
    unreadable: 1,
  })
  expect(report.dropped.find(({ reason }) => reason === 'no-time')?.lines).toEqual([3])
  expect(printed).not.toContain('secret')
  // An invoice orders.
  expect(report.train.kinds).toEqual({ view: 0, cart: 0, order: 1 })
})

test('a visitor is cut into visits, and what they did after the cut is in neither part', async () => {
  const day = Date.UTC(2026, 0, 10, 23, 50)
  const rows = [0, 5, 100, 115, 116].map(
    (minute) => `u1,${day + minute * 60_000 + 1000},i${minute}`,
  )
  const { train, valid, report } = await load(
    ['visitorid,timestamp,itemid', ...rows, `u2,${day + 86_400_000},i7`],
    ...agreed,
    '--valid-from',
    '2026-01-11',
  )
  expect(train.map(({ items }) => items)).toEqual([['i0', 'i5']])
  expect(valid.map(({ items }) => items)).toEqual([['i100', 'i115', 'i116'], ['i7']])
  expect(dropped(report)).toEqual({})
  const late = await load(
    ['visitorid,timestamp,itemid', ...rows, `u2,${day + 86_400_000},i7`],
    ...agreed,
    '--valid-from',
    '2026-01-11',
    '--gap-minutes',
    '0',
  )
  expect(late.train.map(({ items }) => items)).toEqual([['i0', 'i5']])
  expect(dropped(late.report)).toEqual({ 'after-cut': 3 })
})

test('a file without a header, another delimiter and other words', async () => {
  const { train } = await load(
    [
      '7;2026-01-01T08:00:09Z;a;detail',
      '7;2026-01-01T08:01:09Z;b;buy',
      '8;2026-01-20T08:00:09Z;a;detail',
    ],
    ...agreed,
    '--header',
    'visit,time,item,kind',
    '--kinds',
    'detail=view,buy=cart',
    '--zone',
    'Europe/Berlin',
  )
  expect(train).toEqual([{ ts: '2026-01-01T09:00', country: '', items: ['a', 'b'], kinds: 'vc' }])
})

test('JSON lines with lists are baskets, and a catalogue gives titles and categories', async () => {
  const folder = await newFolder()
  const catalogue = join(folder, 'items.csv')
  await writeFile(
    catalogue,
    'product_id,department,product_category,product_type\np1,HOME,LAMPS,DESK LAMPS\np9,HOME,,\n',
  )
  const { train, items, report } = await load(
    [
      '{"invoice":"1","ts":"2026-01-01T08:00:00","country":"EIRE","items":["p1","p2","p1"]}',
      'no json',
      '{"invoice":"2","ts":"2026-02-01T08:00:00","country":"EIRE","items":["p1"]}',
    ],
    ...agreed,
    '--catalogue',
    catalogue,
  )
  expect(train).toEqual([{ ts: '2026-01-01T08:00', country: 'IE', items: ['p1', 'p2'] }])
  expect(items).toEqual([
    { id: 'p1', title: 'DESK LAMPS', categories: ['home', 'lamps', 'desk-lamps'] },
    { id: 'p9', title: 'HOME', categories: ['home'] },
  ])
  expect(report.items).toMatchObject({ notInCatalogue: 1, neverSeen: 1 })
  expect(dropped(report)).toEqual({ unreadable: 1 })
})

test('the same log gives the same bytes', async () => {
  const lines = ['visit,time,item', 'a,2026-01-01T10:00:01,p1', 'b,2026-01-20T10:00:01,p1']
  const [one, two] = [await load(lines, ...agreed), await load(lines, ...agreed)]
  for (const name of ['visits-train.jsonl.gz', 'items.jsonl.gz', 'report.json']) {
    expect(await readFile(join(one.out, name))).toEqual(await readFile(join(two.out, name)))
  }
})

describe('labels of shoppers, for an audit', () => {
  const log = [
    'visit,household_id,time,item',
    'a,secret-1,2026-01-01T10:00:01,p1',
    'b,secret-1,2026-01-20T10:00:01,p1',
    'c,secret-2,2026-01-21T10:00:01,p2',
    'd,secret-9,2026-01-22T10:00:01,p2',
    'e,,2026-01-23T10:00:01,p2',
  ]
  const people = async (...lines: string[]) => {
    const path = join(await newFolder(), 'people.csv')
    await writeFile(path, lines.join('\n'))
    return ['--shoppers', path, '--shopper-groups', 'age,income']
  }
  const table = ['Household_ID,age,income,street', 'secret-1,65+,,Elm', 'secret-2,25-34,high,Oak']

  test('stand beside the later visits alone, under a number and not a name', async () => {
    const asked = await load(log, ...agreed, ...(await people(...table)))
    const lines = asked.lines('visits-valid.jsonl.gz')
    expect(lines.map(({ shopper, age, income }) => [shopper, age, income])).toEqual([
      ['1', '65+', undefined],
      ['2', '25-34', 'high'],
      ['3', undefined, undefined],
      [undefined, undefined, undefined],
    ])
    expect(asked.lines('visits-train.jsonl.gz')).toEqual([
      { ts: '2026-01-01T10:00', country: '', items: ['p1'], kinds: 'v' },
    ])
    expect(asked.report.shoppers).toEqual({ age: 50, income: 25 })
    const written = JSON.stringify([lines, asked.report, asked.items, asked.printed])
    expect(written).not.toMatch(/secret|Elm|Oak/)
  })

  test('change nothing of what a model learns from or is told', async () => {
    const without = await load(log, ...agreed)
    const labelled = await load(log, ...agreed, ...(await people(...table)))
    expect(labelled.train).toEqual(without.train)
    expect(labelled.valid).toEqual(without.valid)
  })

  test.each([
    [['id,age,income'], /--shopper: must name the column of --shoppers with the ids; .* id, age/],
    [['user_id,age'], /--shopper-groups: no column of --shoppers is income/],
  ])('says what is wrong with %j', async (lines, message) => {
    await expect(load(log, ...agreed, ...(await people(...lines)))).rejects.toThrow(message)
  })

  test('must not be called as what a visit says of itself', async () => {
    const [option = '', path = ''] = await people('user_id,country')
    const given = [option, path, '--shopper-groups', 'country']
    await expect(load(log, ...agreed, ...given)).rejects.toThrow(/country is what a visit says/)
  })

  test('need a log that says who came', async () => {
    const anonymous = ['visit,time,item', 'a,2026-01-01T10:00:01,p1']
    const given = await people(...table)
    await expect(load(anonymous, ...agreed, ...given)).rejects.toThrow(/--shoppers: no column of/)
    await expect(load(anonymous, ...agreed, ...given.slice(0, 2))).rejects.toThrow(
      /need each other/,
    )
  })
})

test('a visit that is named by its column stays one, whoever else is named', async () => {
  const { train } = await load(
    [
      'trip,who,time,item',
      'a,u1,2026-01-01T10:00:01,p1',
      'b,u1,2026-01-01T10:00:02,p2',
      'c,u1,2026-01-20T10:00:02,p2',
    ],
    ...agreed,
    '--columns',
    'visit=trip,visitor=who',
  )
  expect(train.map(({ items }) => items)).toEqual([['p1'], ['p2']])
})

test.each([
  [[''], /FILE log.gz: has nothing to read; its first line must name the columns/],
  [['visit,when,item'], /no column is its time; there are visit, when, item: say --columns time=/],
  [['when,item'], /no column is its visit, and none its visitor; there are when, item/],
  [['visit,time,item'], /no visit is left; of 0 rows there is nothing to read/],
  [
    ['visit,time,item,consent', 'a,2026-01-01,p1,analytics', 'a,2026-01-01,p1,'],
    /no visit is left; of 2 rows 2 is not covered by consent to training/,
  ],
  [
    ['visit,time,item', 'a,2026-01-01,p1'],
    /--valid-days: leaves 0 visits to learn from and 1 to measure on; .*--valid-days 0/,
  ],
])('says what is wrong with %j', async (lines, message) => {
  await expect(load(lines, ...agreed)).rejects.toThrow(message)
})

test('an empty statement of consent is none', async () => {
  const log = ['visit,time,item', 'a,2026-01-01,p1']
  await expect(load(log, '--consent-scope', ' ')).rejects.toThrow(/--consent-scope: is missing/)
})

test('files may stand behind options', async () => {
  const folder = await newFolder()
  const log = join(folder, 'log.csv')
  await writeFile(log, 'visit,time,item\na,2026-01-01,p1\na,2026-01-02,p2\n')
  const io = { print: () => {}, error: () => {}, progress: () => {} }
  const files = { readText: async () => '', writeText: async () => {} }
  const options = ['--out', folder, '--valid-days', '0', ...agreed]
  expect(await data.run(['import', ...options, log], { ...io, ...files })).toBe(0)
})

async function load(lines: readonly string[], ...options: string[]) {
  const out = await newFolder()
  const log = join(out, 'log.gz')
  await writeFile(log, gzipSync(lines.join('\r\n')))
  const printed: string[] = []
  await data.run(['import', log, '--out', out, ...options], {
    print: (line) => void printed.push(line),
    error: () => {},
    progress: () => {},
    readText: (path) => readFile(path, 'utf8'),
    writeText: (path, text) => writeFile(path, text),
  })
  const unpack = async (name: string) => gunzipSync(await readFile(join(out, name))).toString()
  const [train, valid] = await Promise.all(
    ['visits-train.jsonl.gz', 'visits-valid.jsonl.gz'].map(unpack),
  )
  const baskets = async (name: string) => parseBaskets(await unpack(name)).baskets
  return {
    out,
    printed: printed.join('\n'),
    train: await baskets('visits-train.jsonl.gz'),
    valid: await baskets('visits-valid.jsonl.gz'),
    lines: (name: 'visits-train.jsonl.gz' | 'visits-valid.jsonl.gz') =>
      (name === 'visits-train.jsonl.gz' ? train : valid)
        ?.trim()
        .split('\n')
        .map((line) => JSON.parse(line)) as Record<string, unknown>[],
    items: (await unpack('items.jsonl.gz'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
    report: JSON.parse(await readFile(join(out, 'report.json'), 'utf8')) as DataReport,
    about: JSON.parse(await readFile(join(out, 'about.json'), 'utf8')),
  }
}

function dropped(report: DataReport) {
  return Object.fromEntries(report.dropped.map(({ reason, count }) => [reason, count]))
}

async function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'limen-data-'))
}
