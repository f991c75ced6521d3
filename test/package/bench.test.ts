import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { brokenBounds, median, percentile, summarize } from '../../bench/figures.ts'
import { makePage, slotEnd, slotStart } from '../../bench/page.ts'
import { randomModel } from '../../bench/random-model.ts'
import type { Report } from '../../bench/report.ts'

const run = promisify(execFile)
const folder = `${import.meta.dirname}/../..`

describe('npm run bench', () => {
  let report: Report
  beforeAll(async () => {
    report = JSON.parse(
      await bench(
        '--rounds',
        '1',
        '--seconds',
        '1',
        '--pages',
        '17',
        '--measure',
        'pages,slow,cold,calls,engines',
        '--json',
      ),
    )
  }, 120_000)

  test('says where and with what it measured', () => {
    expect(Date.parse(report.date)).toBeGreaterThan(0)
    expect(report.machine.cores).toBeGreaterThan(0)
    expect(report.versions.node).toBe(process.versions.node)
    expect(report.versions.workerd).toMatch(/^\d+\./)
    expect(report.versions.limen).toMatch(/^\d+\./)
  })

  test('measures every contestant under load, beside pass-through', () => {
    const table = tableOf('page-17')
    expect(table.rows.map(({ name }) => name)).toEqual(report.contestants.map(({ name }) => name))
    for (const { figures } of table.rows) {
      for (const column of ['requestsPerSecond', 'ratio', 'p50Ms', 'p99Ms', 'lastByteMs']) {
        expect(figures[column]?.median).toBeGreaterThan(0)
      }
    }
    expect(table.rows.find(({ name }) => name === 'pass-through')?.figures.ratio?.median).toBe(1)
  })

  test.each([
    ['slow', 'firstByteMs', 3],
    ['cold', 'firstPageMs', 4],
    ['calls', 'microseconds', 7],
    ['engines', 'compact', 3],
    ['engines', 'onnx', 3],
  ])('measures %s: %s', (id, column, rows) => {
    const table = tableOf(id)
    expect(table.rows.length).toBeGreaterThanOrEqual(rows)
    for (const { figures } of table.rows) expect(figures[column]?.median).toBeGreaterThan(0)
  })

  test('gives every figure as a median between the smallest and the largest round', () => {
    for (const { columns, rows } of report.tables) {
      for (const { name, figures } of rows) {
        expect(name).not.toBe('')
        for (const [column, { median, min, max }] of Object.entries(figures)) {
          expect(columns).toHaveProperty(column)
          expect(min).toBeGreaterThan(0)
          expect(median).toBeGreaterThanOrEqual(min)
          expect(median).toBeLessThanOrEqual(max)
        }
      }
    }
  })

  function tableOf(id: string) {
    const table = report.tables.find((table) => table.id === id)
    if (!table) throw new Error(`there is no table ${id}`)
    return table
  }
})

test.each([8, 17, 137, 1024])('the page of %d KB is that long and has one slot', (size) => {
  const page = makePage(size)
  expect(Buffer.byteLength(page)).toBe(size * 1024)
  expect(page.split(slotStart)).toHaveLength(2)
  expect(page.split(slotEnd)).toHaveLength(2)
  expect(page).toBe(makePage(size))
})

test('pairs each round with the same round of pass-through', () => {
  const rounds = new Map([
    ['pass-through', [{ speed: 100 }, { speed: 10 }, { speed: 1 }]],
    ['half', [{ speed: 50 }, { speed: 5 }, { speed: 0.5 }]],
  ])
  const [, half] = summarize(rounds, 'speed')
  expect(half?.figures.ratio).toEqual({ median: 0.5, min: 0.5, max: 0.5 })
  expect(half?.figures.speed).toEqual({ median: 5, min: 0.5, max: 50 })
})

test('says which bounds a table does not keep, of its own or over another row', () => {
  const figures = (ms: number) => ({ ms: { median: ms, min: 0, max: 1000 } })
  const table = {
    id: 'speed',
    title: 'Speed',
    note: '',
    columns: { ms: { heading: 'a call', unit: 'ms', digits: 1 } },
    rows: [
      { name: 'bare', figures: figures(10) },
      { name: 'limen', figures: figures(12.5) },
      { name: 'unmeasured', figures: {} },
    ],
  }
  const held = [
    { row: 'limen', column: 'ms', most: 12.5 },
    { row: 'limen', column: 'ms', over: 'bare', most: 2.5 },
  ]
  expect(brokenBounds({ ...table, bounds: held })).toEqual([])
  const broken = [
    { row: 'limen', column: 'ms', most: 12 },
    { row: 'limen', column: 'ms', over: 'bare', most: 2 },
    { row: 'unmeasured', column: 'ms', most: 1000 },
  ]
  expect(brokenBounds({ ...table, bounds: broken })).toEqual([
    'Speed: limen, a call: 12.5 ms; at most 12',
    'Speed: limen, a call: 2.5 ms over bare; at most 2',
    'Speed: unmeasured, a call: NaN ms; at most 1000',
  ])
})

test('makes the same model each time, larger for more items', () => {
  expect(randomModel(100, 8)).toEqual(randomModel(100, 8))
  expect(randomModel(101, 8).length).toBeGreaterThan(randomModel(100, 8).length)
})

test('takes the value in the middle, and the nearest rank', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 2, 3])).toBe(2.5)
  const hundred = Array.from({ length: 100 }, (_, i) => 100 - i)
  expect(percentile(hundred, 0.99)).toBe(99)
  expect(percentile([7], 0.5)).toBe(7)
})

test.each([
  [['--pages', '17,big'], /--pages must be 8 to 8192/],
  [['--only', 'nobody'], /--only: there is no nobody; there are constant, pass-through/],
  [['--only', 'optimizely'], /--only: optimizely needs --peers/],
  [['--measure', 'luck'], /--measure: there is no luck; there are pages/],
  [['--fast'], /--fast/],
])('says what is wrong with %s', async (args, message) => {
  const failure = await bench(...args).catch((error) => error)
  expect(failure.code).toBe(2)
  expect(failure.stderr).toMatch(message)
})

async function bench(...args: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, ['bench/main.ts', ...args], { cwd: folder })
  return stdout
}
