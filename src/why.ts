import type { Ranking } from './model/index.ts'
import type { FeatureName } from './policy/index.ts'
import type { Visit } from './visit/index.ts'

const notUsed = 'Nothing about you was used or stored.'
const notUsedYet =
  'Nothing about you was used. What you look at is kept only in your browser; you can switch it off.'
const used = 'It is kept only in your browser, and you can switch it off.'

/** The answer to "Why am I seeing this?", in words that are true of this ranking. */
export function whyShown(
  { by }: Ranking,
  { items, context }: Visit,
  { hasProfile }: { readonly hasProfile: boolean },
): string {
  const known = new Set(items.map(({ feature }) => feature))
  const did = whatShopperDid(known)
  const end = hasProfile ? notUsedYet : notUsed
  if (by === 'popular') {
    // The model did not look at it, but the cart's own products are left out.
    if (known.has('cart_items')) return `These are popular here and not in your cart yet. ${used}`
    return `These are popular here. ${end}`
  }
  if (did) return `They go with what you ${did} in this shop. ${used}`
  if (known.has('product')) return `They are often bought with the product on this page. ${end}`
  if (context.has('category')) return `They go with what this page is about. ${end}`
  return `They are what shoppers like at this time. ${end}`
}

function whatShopperDid(known: ReadonlySet<FeatureName>): string {
  const verbs = [
    known.has('recent_items') ? 'looked at' : [],
    known.has('cart_items') ? 'put in your cart' : [],
  ]
  return verbs.flat().join(' and ')
}
