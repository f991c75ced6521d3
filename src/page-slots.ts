import type { Config } from './config/index.ts'
import { type PartRule, type Search, type Slot, searchFor } from './page/index.ts'

type SlotOptions = Config['slots'][string]

/** The slots of a configuration, ready to be found in pages. */
export function pageSearch({ slots, consent }: Config): Search {
  const { service, head, pricing } = consent ?? {}
  return searchFor(slotsOf(slots), Boolean(service ?? head ?? pricing))
}

function slotsOf(slots: Config['slots']): readonly Slot[] {
  return Object.entries(slots).map(([id, options]) => {
    const parts = partsOf(options)
    return {
      id,
      select: options.select ?? `[data-limen="${id}"]`,
      ...(parts && { parts }),
      ...(options.hydrationSafe && { hydrationSafe: true }),
    }
  })
}

function partsOf(options: SlotOptions): PartRule | undefined {
  switch (options.mode) {
    case 'fill':
      return undefined
    case 'rerank': {
      const { card, product } = options
      return { select: card, ...(product ? { product: product.attribute } : { links: true }) }
    }
    case 'choose':
      return {
        select: options.variant,
        product: 'data-limen-product',
        category: 'data-limen-category',
        alone: true,
      }
  }
}
