import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openRows } from '../../src/lab/rows.ts'
import { createReadTime, localMinute } from '../../src/lab/times.ts'
import { contextValues, coversTraining, kindOf } from '../../src/lab/values.ts'

test('any table comes back as it was written, however it is cut into chunks', async () => {
  const cell = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', ' ', 'é', '5') }),
    fc.integer().map(String),
  )
  const tables = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(tables, fc.constantFrom(',', ';', '\t'), fc.nat(7), async (rows, by, cut) => {
      const quoted = rows.map((row) =>
        row.map((each) => `"${each.replaceAll('"', '""')}"`).join(by),
      )
      const text = [`a${by}b${by}c`, ...quoted].join('\n')
      expect(await cellsOf(text, ['a', 'b', 'c'], cut + 1)).toEqual(rows)
    }),
    { numRuns: 200 },
  )
})

test('a quote inside a cell is a mark of inches', async () => {
  const text = 'id,title\r\n1,5" plate\r\n2,"say ""hi"", then"\r\n3,a "b" c\r\n'
  expect(await cellsOf(text, ['id', 'title'])).toEqual([
    ['1', '5" plate'],
    ['2', 'say "hi", then'],
    ['3', 'a "b" c'],
  ])
})

test('lines are numbered as an editor numbers them', async () => {
  const { pick } = await openRows(chunksOf('a,b\n1,"x\ny"\nbroken\n2,z\n', 4))
  const found: [number, boolean][] = []
  for await (const some of pick(['a'])) {
    for (const { line, cells } of some) found.push([line, cells !== undefined])
  }
  expect(found).toEqual([
    [2, true],
    [4, false],
    [5, true],
  ])
})

test('a byte order mark is no part of a name, and a missing column is not there', async () => {
  expect(await cellsOf('\uFEFFid\tx\n1\t2', ['id', 'y'])).toEqual([['1', undefined]])
  expect(await cellsOf('[{"id":1},{"id":"b","x":[2]},7]', ['id', 'x'])).toEqual([
    [1, undefined],
    ['b', [2]],
    undefined,
  ])
  expect(await cellsOf('{"id":1}\n{"id":', ['id', 'constructor'])).toEqual([
    [1, undefined],
    undefined,
  ])
  expect((await openRows(chunksOf('', 1))).columns).toEqual([''])
})

test.each([
  ['2011-09-30 12:05:31', 'UTC', '2011-09-30T12:05'],
  ['2011-09-30', 'Europe/London', '2011-09-30T00:00'],
  ['2011-09-30T12:05Z', 'Europe/London', '2011-09-30T13:05'],
  ['2011-12-30T12:05:00.5+01:00', 'Europe/London', '2011-12-30T11:05'],
  ['1317384331', 'UTC', '2011-09-30T12:05'],
  [1_317_384_331_000, 'Asia/Kolkata', '2011-09-30T17:35'],
  // Clocks went back at 01:00 UTC.
  ['2011-10-30T00:59:59Z', 'Europe/London', '2011-10-30T01:59'],
  ['2011-10-30T01:00:00Z', 'Europe/London', '2011-10-30T01:00'],
])('%s in %s is %s', (cell, zone, minute) => {
  expect(localMinute(createReadTime(zone)(cell) ?? 0)).toBe(minute)
})

test.each(['', null, '2011-02-30', '30/09/2011', '12:05', '1899-01-01', '2011-09-30 25:00'])(
  '%j is no time',
  (cell) => {
    expect(createReadTime('UTC')(cell)).toBeUndefined()
  },
)

test('words of logs become ours, and others nothing', () => {
  const words = ['view', 'Page View', 'addtocart', 'add-to-cart', 'transaction', 'scroll', '']
  expect(words.map((word) => kindOf(word, new Map([['page_view', 'v']])))).toEqual([
    'v',
    'v',
    'c',
    'c',
    'o',
    undefined,
    undefined,
  ])
  expect(
    ['GB', 'UK', 'United Kingdom', 'EIRE', 'Germany', 'Narnia', 'East Germany', ''].map(
      contextValues.country,
    ),
  ).toEqual(['GB', 'GB', 'GB', 'IE', 'DE', '', '', ''])
})

test.each([
  ['training', 'consent', true],
  ['measurement,training', 'purposes', true],
  [['behavioural', 'training'], 'purposes', true],
  ['no-training', 'consent', false],
  ['true', 'consent_training', true],
  ['true', 'consent', false],
  [undefined, 'consent', false],
])('%j in the column %s covers training: %s', (cell, column, covers) => {
  expect(coversTraining(cell, column)).toBe(covers)
})

async function cellsOf(text: string, columns: readonly string[], size = 5) {
  const rows = await openRows(chunksOf(text, size))
  const found: (readonly unknown[] | undefined)[] = []
  for await (const some of rows.pick(columns)) found.push(...some.map(({ cells }) => cells))
  return found
}

async function* chunksOf(text: string, size: number): AsyncGenerator<string> {
  const letters = [...text]
  for (let at = 0; at < letters.length; at += size) yield letters.slice(at, at + size).join('')
}
