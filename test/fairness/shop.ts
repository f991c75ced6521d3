import type { Showing } from '../../src/fairness/showing.ts'
import { createRandom } from '../../src/training/random.ts'

export const itemCount = 60
export const places = 10

/** Half of the items are of a small seller. Rows of both are equally in demand. */
export const sellers = Array.from({ length: itemCount }, (_, row) =>
  row % 2 === 0 ? 'small' : 'large',
)

/** Two regions of the same shoppers, by name only. */
export const regions = ['north', 'south']

/**
 * Rankings of a shop that treats all alike: everybody wants three of the items, and finds them among
 * others at places that chance decides.
 */
export function fairShop(shoppers: number, seed = 1): Showing[] {
  const random = createRandom(seed)
  return Array.from({ length: shoppers }, (_, index) => {
    const rows = random.shuffle(Array.from({ length: itemCount }, (_, row) => row))
    return {
      shopper: `shopper ${index}`,
      labels: new Map([['region', regions[random.below(2)] as string]]),
      shown: rows.slice(0, places),
      // One or two of the three are among the places.
      taken: new Set([rows[random.below(places)], rows[places], rows[places + 1]] as number[]),
    }
  })
}

/** The same shop, but the small seller's items are put behind the others more often than not. */
export function hidingSeller(showings: readonly Showing[]): Showing[] {
  const random = createRandom(2)
  return showings.map((showing) => {
    if (random.next() > 0.7) return showing
    const isSmall = (row: number) => sellers[row] === 'small'
    const { shown } = showing
    return {
      ...showing,
      shown: [...shown.filter((row) => !isSmall(row)), ...shown.filter(isSmall)],
    }
  })
}

/** The same shop, but it does not find what the south wants. */
export function failingRegion(showings: readonly Showing[]): Showing[] {
  const random = createRandom(3)
  return showings.map((showing) =>
    showing.labels.get('region') === 'south' && random.next() < 0.3
      ? {
          ...showing,
          taken: new Set([...showing.taken].filter((row) => !showing.shown.includes(row))),
        }
      : showing,
  )
}
