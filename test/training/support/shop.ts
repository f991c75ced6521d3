import type { Product } from '../../../src/catalogue/product.ts'
import { type Basket, type TrainOptions, trainModel } from '../../../src/training/index.ts'
import { createRandom } from '../../../src/training/random.ts'

const families = 12
const perFamily = 6

/** A small shop whose items are bought by family. */
export const products: readonly Product[] = Array.from(
  { length: families * perFamily },
  (_, item): Product => ({
    id: `p${item}`,
    title: `Item ${item}`,
    link: `/product/p${item}`,
    imageLink: `/images/p${item}.svg`,
    price: { amount: 1, currency: 'GBP' },
    available: true,
    categories: ['all', `family-${Math.floor(item / perFamily)}`],
  }),
)

/** Baskets of one family each and something else, one an hour. */
export function someBaskets(count: number, firstDay: string, seed: number): Basket[] {
  const random = createRandom(seed)
  const start = Date.parse(firstDay)
  return Array.from({ length: count }, (_, index) => {
    const first = random.below(families) * perFamily
    const family = Array.from({ length: perFamily }, (_, item) => `p${first + item}`)
    const other = `p${random.below(products.length)}`
    const items = [...new Set([...random.shuffle(family).slice(0, 4), other])]
    const ts = new Date(start + index * 3_600_000).toISOString().slice(0, 16)
    return { ts, country: random.next() < 0.8 ? 'GB' : 'DE', items }
  })
}

export const options: TrainOptions = {
  products,
  baskets: someBaskets(600, '2011-01-01', 1),
  valid: someBaskets(60, '2011-03-01', 2),
  provenance: {
    name: 'toy',
    source: 'Made for tests.',
    dataLicence: 'CC0 1.0',
    consentScope: 'Nobody is in it.',
    licence: 'CC0 1.0',
    limits: [],
  },
  settings: {
    dimension: 16,
    neighbours: 6,
    top: 20,
    linesPerOrder: 2,
    validationDays: 5,
    epochs: 2,
  },
  now: () => 0,
}

export const trainToy = (settings: TrainOptions['settings'] = {}) =>
  trainModel({ ...options, settings: { ...options.settings, ...settings } }, () => {})
