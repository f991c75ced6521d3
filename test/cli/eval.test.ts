import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { evalCommand } from '../../src/cli/eval.ts'
import type { ProtocolFigures } from '../../src/lab/evaluate.ts'
import { type Evaluation, evaluationText } from '../../src/lab/index.ts'
import { gainInWords } from '../../src/lab/words.ts'
import type { Manifest } from '../../src/model/manifest.ts'
import { writeModel } from '../../src/training/files.ts'
import { options, someBaskets, trainToy } from '../training/support/shop.ts'

let folder: string
let manifest: Manifest
let shop: readonly string[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limen-eval-'))
  const trained = await trainToy()
  manifest = trained.manifest
  await writeModel(join(folder, 'current'), trained, '')
  await writeModel(join(folder, 'candidate'), await trainToy({ neighbours: 0, seed: 3 }), '')
  shop = [
    '--model',
    join(folder, 'current'),
    '--catalogue',
    await keep('items.jsonl', options.products),
    '--known',
    await keep('known.jsonl', options.baskets),
    '--baskets',
    await keep('valid.jsonl', options.valid),
  ]
})

test('the file is measured as well as the trainer said', async () => {
  const { evaluation } = await run(...shop)
  const words = [
    ['nothing', 'modelNothing'],
    ['context', 'modelContextOnly'],
    ['currentProduct', 'modelCurrentProduct'],
    ['all', 'model'],
  ] as const
  for (const protocol of ['nextLine', 'halfBasket'] as const) {
    const figures = evaluation.protocols[protocol]
    for (const [permission, method] of words) {
      const { recall20, mrr20 } = figures?.permissions.current?.[permission] ?? {}
      const said = manifest.metrics[protocol]?.[method]
      expect(recall20?.value).toBeCloseTo(said?.recall20?.value ?? -1, 1)
      expect(recall20?.standardError).toBeCloseTo(said?.recall20?.standardError ?? -1, 1)
      expect(mrr20?.value).toBeCloseTo(said?.mrr20?.value ?? -1, 1)
    }
    const rules = { nextLine: 'sequentialRules', halfBasket: 'sequentialRulesSummed' }[protocol]
    expect(figures?.methods[rules]?.figures.recall20.value).toBeCloseTo(
      manifest.metrics[protocol]?.[rules]?.recall20?.value ?? -1,
      1,
    )
  }
  expect(evaluation.costs.current?.bytes).toBe(manifest.bytes)
})

test('of one hidden item, hit rate and recall are the same; NDCG lies between recall and MRR', async () => {
  const { evaluation } = await run(...shop, '--protocol', 'next-click')
  expect(Object.keys(evaluation.protocols)).toEqual(['nextClick'])
  for (const { figures } of Object.values(evaluation.protocols.nextClick?.methods ?? {})) {
    expect(figures.hr20).toEqual(figures.recall20)
    expect(figures.ndcg20.value).toBeLessThanOrEqual(figures.recall20.value)
    expect(figures.ndcg20.value).toBeGreaterThanOrEqual(figures.mrr20.value)
    expect(figures.coverage20.value).toBeLessThanOrEqual(100)
  }
})

test('segments share out all questions, and add up to the whole', async () => {
  const { evaluation } = await run(...shop, '--methods', 'popularity')
  const { questions, methods } = evaluation.protocols.nextLine ?? {}
  const { figures, segments = {} } = methods?.current ?? {}
  for (const kind of ['answer', 'country', 'items seen']) {
    const some = Object.entries(segments).filter(([name]) => name.startsWith(`${kind}: `))
    const asked = some.reduce((sum, [, segment]) => sum + segment.questions, 0)
    const found = some.reduce((sum, [, each]) => sum + each.questions * each.recall20.value, 0)
    expect(asked).toBe(questions)
    expect(found / asked).toBeCloseTo(figures?.recall20.value ?? -1, 8)
  }
})

test('every figure has its standard error, by method, by permission and by segment', async () => {
  const { evaluation } = await run(...shop, '--protocol', 'next-line,next-click')
  const error = { value: expect.any(Number), standardError: expect.any(Number) }
  const ofAnswers = { hr20: error, recall20: error, mrr20: error, ndcg20: error }
  const all = { ...ofAnswers, coverage20: error, gini20: error }
  for (const figures of Object.values(evaluation.protocols)) {
    expect(Object.keys(figures.methods)).toHaveLength(7)
    for (const method of Object.values(figures.methods)) {
      expect(method.figures).toEqual(all)
      for (const { questions, orders, ...segment } of Object.values(method.segments)) {
        expect(questions).toBeGreaterThanOrEqual(orders)
        expect(segment).toEqual(ofAnswers)
      }
    }
    expect(figures.permissions.current).toEqual({
      nothing: all,
      context: all,
      currentProduct: all,
      all,
    })
  }
  for (const cost of Object.values(evaluation.costs)) {
    expect(cost).toEqual({ p50Ms: error, p99Ms: error, bytes: expect.any(Number) })
  }
})

test('a model is held against the best simple method, on the same questions', async () => {
  const { evaluation, text } = await run(...shop, '--protocol', 'next-line')
  const { methods, lead } = evaluation.protocols.nextLine as ProtocolFigures
  const { over = '', recall20 } = lead.current ?? {}
  const recall = (name: string) => methods[name]?.figures.recall20.value ?? 0
  const simple = Object.keys(methods).filter((name) => name !== 'current')
  expect(recall(over)).toBe(Math.max(...simple.map(recall)))
  expect(recall20?.value).toBeCloseTo(recall('current') - recall(over), 8)
  expect(text).toMatch(/Current model less .*, on the same questions: HR@20 [+−]\d.*By R@20 /)
})

test.each([
  [3, 1, 'it is better'],
  [-3, 1, 'it is worse'],
  [1, 1, 'that may be chance'],
  [0, 0, 'that may be chance'],
])('a difference of %d ± %d is told as: %s', (value, standardError, words) => {
  const each = { value, standardError }
  const gain = { hr20: each, recall20: each, mrr20: each, ndcg20: each }
  expect(gainInWords('candidate', 'current', gain)).toContain(
    `By R@20 ${words}; by MRR@20 ${words}.`,
  )
})

test('a candidate is measured on the same questions', async () => {
  const same = await run(...shop, '--candidate', join(folder, 'current'), '--methods', '')
  expect(same.evaluation.protocols.nextLine?.gain?.recall20).toEqual({ value: 0, standardError: 0 })
  const other = await run(...shop, '--candidate', join(folder, 'candidate'), '--methods', '')
  const { gain, methods } = other.evaluation.protocols.halfBasket ?? {}
  const recall = (name: string) => methods?.[name]?.figures.recall20.value ?? 0
  expect(gain?.recall20.value).toBeCloseTo(recall('candidate') - recall('current'), 8)
  expect(gain?.recall20.standardError).toBeGreaterThan(0)
})

test('the page has its charts and asks for nothing from elsewhere', async () => {
  const html = join(folder, 'report.html')
  const { lines } = await print(...shop, '--methods', 'popularity', '--html', html)
  const page = await readFile(html, 'utf8')
  expect(page.match(/<svg/g)).toHaveLength(6)
  expect(page).not.toMatch(/<script|<link|src=|url\(|https?:/)
  expect(page).toContain('color-scheme: light dark')
  const text = lines.join('\n')
  expect(text).toMatch(/Current model: Context and product +\d/)
  expect(text).toMatch(/R@20 by segment/)
})

test('questions that no model can answer are refused, and not answered with zeros', async () => {
  const other = options.valid.map((basket) => ({ ...basket, items: ['of', 'another', 'shop'] }))
  const strangers = await keep('strangers.jsonl', other)
  await expect(print(...shop, '--baskets', strangers)).rejects.toThrow(/--baskets: asks nothing/)
})

test('what is asked must be later than all that was learned from', async () => {
  const early = await keep('early.jsonl', someBaskets(5, '2011-01-25T23:00', 4))
  await expect(print(...shop, '--baskets', early)).rejects.toThrow(/--baskets: .*future leaks/)
  const known = await keep('known-little.jsonl', options.baskets.slice(0, 50))
  const between = await keep('between.jsonl', someBaskets(5, '2011-01-20', 4))
  await expect(print(...shop, '--known', known, '--baskets', between)).rejects.toThrow(
    /--model: learned from days up to 2011-01-25/,
  )
})

test.each([
  [['--model', 'nowhere'], /--model: there is no nowhere\/manifest.json/],
  [['--protocol', 'guess'], /--protocol knows next-line/],
  [['--sample', 'few'], /--sample: must be a whole number/],
  [['--methods', 'popularity,guess'], /--methods knows popularity, .* or none; not guess/],
])('says what is wrong with %j', async (args, message) => {
  await expect(print(...shop, ...args)).rejects.toThrow(message)
})

async function run(...args: string[]): Promise<{ evaluation: Evaluation; text: string }> {
  const { lines } = await print(...args, '--json')
  const evaluation: Evaluation = JSON.parse(lines.join('\n'))
  return { evaluation, text: evaluationText(evaluation) }
}

async function print(...args: string[]) {
  const lines: string[] = []
  await evalCommand.run(args, {
    print: (line) => void lines.push(line),
    error: () => {},
    progress: () => {},
    readText: (path) => readFile(path, 'utf8'),
    writeText: (path, text) => writeFile(path, text),
  })
  return { lines }
}

async function keep(name: string, rows: readonly unknown[]): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, rows.map((row) => JSON.stringify(row)).join('\n'))
  return path
}
