import { expect, test } from 'vitest'
import { sha256 } from '../../src/lib/bytes.ts'
import { writeCard } from '../../src/training/card.ts'
import type { Questions } from '../../src/training/compare.ts'
import { trainModel } from '../../src/training/index.ts'
import { onSecondCore } from '../../src/training/second-core.ts'
import { options, trainToy } from './support/shop.ts'

test('the same options give the same bytes, and another seed others', async () => {
  const [first, again, other] = [await trainToy(), await trainToy(), await trainToy({ seed: 2 })]
  expect(again.file).toEqual(first.file)
  expect(again.manifest).toEqual(first.manifest)
  expect(other.file).not.toEqual(first.file)
})

test('simple methods have the same figures, measured on the second core', async () => {
  const { manifest } = await trainModel({ ...options, compareSimple: onSecondCore }, () => {})
  expect(manifest).toEqual((await trainToy()).manifest)
})

test('a second core that fails ends the training with what it says', async () => {
  const compareSimple = (questions: Questions) =>
    onSecondCore({ ...questions, known: [undefined as never] })
  await expect(trainModel({ ...options, compareSimple }, () => {})).rejects.toThrow('undefined')
})

test('the manifest describes the file', async () => {
  const { file, manifest } = await trainToy()
  expect(manifest.sha256).toBe(await sha256(file))
  expect(manifest.bytes).toBe(file.length)
  expect(manifest.catalogue.sha256).toBe(await sha256(manifest.catalogue.items.join('\n')))
  expect(manifest.data).toMatchObject({ baskets: 600, window: ['2011-01-01', '2011-01-25'] })
  expect(manifest.created).toBe('2011-01-25')
  expect(Object.keys(manifest).at(-1)).toBe('catalogue')
})

test('a model learns what is bought together', async () => {
  const { manifest } = await trainToy()
  const recall = (method: string) => manifest.metrics.halfBasket?.[method]?.recall20?.value ?? 0
  expect(recall('model')).toBeGreaterThan(recall('popularity') + 20)
  expect(recall('modelCurrentProduct')).toBeGreaterThan(recall('modelNothing'))
})

test('features that baskets say nothing of have zero rows, and the others do not', async () => {
  const { model, manifest } = await trainToy()
  let first = 0
  const learned = manifest.inputs.contexts.filter(({ rows }) => {
    const start = first * model.dimension
    first += rows.length
    return model.contexts.subarray(start, first * model.dimension).some((value) => value !== 0)
  })
  const names = learned.map(({ feature }) => feature)
  expect(names).toEqual(['category', 'hour_of_week', 'country'])
})

test('neither a later basket nor its items change what is learned', async () => {
  const { file } = await trainToy()
  const valid = options.valid.map((basket) => ({ ...basket, items: basket.items.toReversed() }))
  const other = await trainModel({ ...options, valid: valid.slice(0, 20) }, () => {})
  expect(other.file).toEqual(file)
})

test('baskets to measure on that are not later are refused', async () => {
  const valid = [...options.valid, options.baskets.at(-1)].filter((basket) => basket !== undefined)
  await expect(trainModel({ ...options, valid }, () => {})).rejects.toThrow(/^valid: .*future/)
})

test('a run says how far it is and how long it will take', async () => {
  const lines: string[] = []
  let time = 0
  await trainModel({ ...options, now: () => (time += 1000) }, (line) => lines.push(line))
  expect(lines).toContainEqual(expect.stringMatching(/^Training: \d+ %, \d+ s left$/))
})

test('the card has the numbers of the manifest', async () => {
  const trained = await trainToy()
  const { manifest } = trained
  const card = writeCard(trained, ['Nobody bought any of it.'], 'npm run limen -- train')
  for (const methods of Object.values(manifest.metrics)) {
    for (const { recall20, mrr20 } of Object.values(methods)) {
      for (const metric of [recall20, mrr20]) {
        expect(card).toContain(`${metric?.value.toFixed(2)} ± ${metric?.standardError.toFixed(2)}`)
      }
    }
  }
  expect(card).toContain(manifest.sha256)
  expect(card).toContain('- Nobody bought any of it.\n')
})

test('the card says what is known of fairness, or that nothing is', async () => {
  const trained = await trainToy()
  const card = (fairness: typeof trained.manifest.fairness) =>
    writeCard({ ...trained, manifest: { ...trained.manifest, fairness } }, [], 'train')
  expect(card({})).toContain('Fairness has not been audited')
  const audited = card({
    'exposure.brand.A. Maker': { value: 0.8125, standardError: 0.0312 },
    'price-flip': { value: 0, standardError: 0 },
  })
  expect(audited).not.toContain('has not been audited')
  expect(audited).toContain('| brand: A. Maker | 0.81 ± 0.03 |')
  expect(audited).toContain('| all prices compared | 0.00 ± 0.00 |')
})

test('the card of visits speaks of visits, and of what the visits told', async () => {
  const visits = (baskets: typeof options.baskets) =>
    baskets.map((basket) => ({
      ...basket,
      kinds: 'v'.repeat(basket.items.length),
      device_class: basket.items.length % 2 ? 'mobile' : 'desktop',
    }))
  const trained = await trainModel(
    { ...options, baskets: visits(options.baskets), valid: visits(options.valid) },
    () => {},
  )
  const card = writeCard(trained, [], 'train')
  expect(card).not.toMatch(/not clicks|basket counts|60 baskets/)
  expect(card).toMatch(/The data is \*\*visits\*\*/)
  expect(card).toContain('Next click: each click')
  expect(card).toContain('VMIS-kNN')
  expect(card).toContain('**`page_type` and `referrer_class` have only zeros**')
})
