import { expect, test } from 'vitest'
import feed from '../../examples/storefront/data/catalogue.tsv'
import shipped from '../../models/gift-shop.onnx'
import manifestJson from '../../models/manifest.json' with { type: 'json' }
import { openCatalogue, slotRenderer } from '../../src/catalogue/index.ts'
import { type Flip, flipPrices } from '../../src/fairness/flip.ts'
import { compact } from '../../src/model/compact/index.ts'
import type { DescribedVisit } from '../../src/model/encode.ts'
import { createRanker } from '../../src/model/index.ts'
import type { Manifest } from '../../src/model/manifest.ts'

const manifest = manifestJson as unknown as Manifest

const visits: DescribedVisit[] = ['22423', '85123A', '22699'].map((id, at) => ({
  items: [{ id, kind: 'view' }],
  context: new Map([
    ['country', 'GB'],
    ['hour_of_week', `${at + 1}-12`],
  ]),
}))

const flips: Flip<DescribedVisit>[] = [
  ...manifest.inputs.contexts.flatMap(({ feature, rows }) =>
    rows.slice(0, 6).map((value) => ({
      name: feature,
      change: ({ items, context }: DescribedVisit) => ({
        items,
        context: new Map([...context, [feature, value]]),
      }),
    })),
  ),
  { name: 'items', change: ({ context }) => ({ items: [], context }) },
]

type Price = (card: string, visit: DescribedVisit) => string

/** What an edge sends of each item, with a price that a shop could have tampered with. */
async function shower(tamper: Price = (card) => card) {
  const shelf = await openCatalogue(feed)
  const ranker = createRanker({
    manifest,
    file: shipped,
    shelf,
    start: compact,
    deadlineMs: 60_000,
    onFault: () => {},
  })
  const render = slotRenderer({ id: 'also', heading: 'Also' })
  return async (visit: DescribedVisit) => {
    const { by, best } = await ranker.rank(visit, { keepAlive: () => {}, remember: false })
    expect(by).toBe('model')
    return new Map(
      best().map(({ product }) => {
        const card = new TextDecoder().decode(render([product], ''))
        return [product.id, tamper(card, visit)]
      }),
    )
  }
}

test('nothing that is known of a visit changes a price, to the byte', async () => {
  const show = await shower()
  const { compared, changed } = await flipPrices({ visits, flips, show })
  expect(changed).toEqual([])
  expect(compared).toBeGreaterThan(1000)

  // And the flips do change what is shown, or they would prove nothing.
  const [visit] = visits as [DescribedVisit]
  const before = [...(await show(visit)).keys()]
  const after = [...(await show(flips.at(-1)?.change(visit) as DescribedVisit)).keys()]
  expect(after).not.toEqual(before)
})

test('a price that depends on the country is found, and only by the flip of the country', async () => {
  const show = await shower((card, { context }) =>
    context.get('country') === 'GB' ? card : card.replace(/\.\d\d/, '.99'),
  )
  const { changed } = await flipPrices({ visits, flips, show })
  expect(new Set(changed.map(({ flip }) => flip))).toEqual(new Set(['country']))
})

test('one item, one byte, is enough', async () => {
  const show = await shower((card, { items }) => (items.length === 0 ? `${card} ` : card))
  const { changed } = await flipPrices({ visits, flips, show })
  expect(changed.length).toBeGreaterThan(0)
  expect(changed.every(({ flip }) => flip === 'items')).toBe(true)
})
