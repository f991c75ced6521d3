import { type Product, slotRenderer } from './catalogue/index.ts'
import type { Config } from './config/index.ts'
import type { Offer } from './offer.ts'
import { asciiMarkup, choose, type Part, rerank } from './page/index.ts'
import { placesIn } from './part-places.ts'
import { whyShown } from './why.ts'

type Personal = Extract<Offer, { kind: 'personal' }>

/** What comes into a slot of one page; nothing, if the slot stays as it is. */
export type SlotContent = (
  slot: string,
  content: Uint8Array,
  parts: readonly Part[],
) => Uint8Array | undefined

type Make = (supply: Supply, content: Uint8Array, parts: readonly Part[]) => Uint8Array | undefined

interface Supply {
  readonly offer: Personal
  /** The next so many that no slot has taken yet, best first. */
  readonly take: (count: number) => Product[]
}

/**
 * Builds what comes into the slots of a page, by the mode of each. Slots are asked for in page order:
 * candidates are dealt out to those that show cards of Limen, and none is shown twice. The page's own
 * cards and variants take no candidate away.
 */
export function slotContents({ slots, site }: Config): (offer: Personal) => SlotContent {
  const language = site.languages[0] as string
  const makers = new Map(
    Object.entries(slots).map(([id, options]) => [id, makerOf(id, options, language)]),
  )
  return (offer) => {
    let taken = 0
    const take = (count: number) => {
      const next = offer.ranking.best(taken + count).slice(taken)
      taken += next.length
      return next.map(({ product }) => product)
    }
    return (slot, content, parts) =>
      offer.closed.has(slot) ? undefined : makers.get(slot)?.({ offer, take }, content, parts)
  }
}

function makerOf(id: string, options: Config['slots'][string], language: string): Make {
  if (options.mode !== 'fill') {
    const assemble = options.mode === 'rerank' ? rerank : choose
    return ({ offer }, content, parts) => {
      const places = parts.map(placesIn(offer.ranking, offer.catalogue))
      return assemble({ content, parts, places })
    }
  }
  const { heading, limit, card, explain } = options
  const render = slotRenderer({ id, heading, language, ...(card && { card }) }, asciiMarkup)
  return ({ offer, take }) => {
    const { ranking, visit, catalogue, profile } = offer
    const products = take(limit)
    const why = whyShown(ranking, visit, { hasProfile: profile?.isPermitted === true })
    const titleOf = (id: string) => catalogue.get(id)?.title
    const cards = render(products, why, explain?.({ ranking, visit, products, titleOf }))
    return cards.length > 0 ? cards : undefined
  }
}
