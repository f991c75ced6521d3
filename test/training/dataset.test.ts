import { expect, test } from 'vitest'
import { createEncoder } from '../../src/model/encode.ts'
import { createItemTable, hourKey } from '../../src/training/dataset.ts'
import { levels, toInputs } from '../../src/training/levels.ts'
import { hourOfWeek } from '../../src/visit/index.ts'
import { options, products, trainToy } from './support/shop.ts'

test('hours are keyed as a visit keys them', () => {
  for (let hour = 0; hour < 24 * 14; hour++) {
    const now = new Date(Date.UTC(2010, 1, 25, hour))
    expect(hourKey(now.toISOString().slice(0, 16))).toBe(hourOfWeek(now, 'UTC'))
  }
})

test('rows are by recent popularity, and rare items have none', () => {
  const basket = (ts: string, ...items: string[]) => ({ ts, country: 'GB', items })
  const table = createItemTable({
    products,
    baskets: [
      ...Array.from({ length: 4 }, () => basket('2010-01-01T09:00', 'p0')),
      ...Array.from({ length: 3 }, () => basket('2011-01-01T09:00', 'p1')),
      basket('2011-01-01T09:00', 'p2', 'unheard-of'),
    ],
    minBaskets: 2,
    halfLifeDays: 30,
  })
  expect(table.ids).toEqual(['p1', 'p0'])
  expect([...table.toOrder(basket('2011-01-02T09:00', 'p2', 'p0', 'p1')).items]).toEqual([1, 0])
})

test('context tables fit the manifest', async () => {
  const { manifest } = await trainToy({ epochs: 1 })
  const features = manifest.inputs.contexts.map(({ feature }) => feature)
  expect(features).toEqual([
    'page_type',
    'category',
    'hour_of_week',
    'device_class',
    'referrer_class',
    'country',
  ])
  for (const { rows } of manifest.inputs.contexts) {
    expect(rows[0]).toBe('')
    expect(rows.length).toBeLessThanOrEqual(64)
    expect(new Set(rows).size).toBe(rows.length)
  }
})

test('a question becomes the inputs that a visit does', async () => {
  const { manifest, model, table } = await trainToy({ epochs: 1 })
  const encode = createEncoder(manifest)
  for (const basket of options.valid.slice(0, 20)) {
    const order = table.toOrder(basket)
    const visible = order.items.subarray(0, 3)
    const newest = products.find(({ id }) => id === table.ids[visible.at(-1) as number])
    const expected = encode({
      items: [...visible.toReversed()].map((row) => ({
        id: table.ids[row] as string,
        kind: 'view',
      })),
      context: new Map([
        ['category', newest?.categories.at(-1) as string],
        ['hour_of_week', hourKey(basket.ts)],
        ['country', basket.country],
      ]),
    })
    const inputs = toInputs({ ...order, reading: 'sequence', visible }, model, table, levels.model)
    const used = inputs.kinds.map((kind, at) => (inputs.itemMask[at] ? kind : 0))
    expect({ ...inputs, kinds: used }).toEqual(expected)
  }
})
