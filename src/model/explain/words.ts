import type { FeatureName } from '../../policy/index.ts'
import type { Explanation, ScorePart } from './explain.ts'

/** A ground for showing an item, and how much of what speaks for it. */
export interface Ground {
  readonly words: string
  /** 0 to 1, of all parts that raise the score. */
  readonly share: number
}

/** What an explanation says to a shopper: one sentence, and the grounds it names. */
export interface PlainWords {
  readonly sentence: string
  readonly grounds: readonly Ground[]
}

/** Below this share, an item or a context is not named: it would claim more than the numbers say. */
const leastShare = 0.25
const mostGrounds = 2

/**
 * Says why an item is shown. It names at most the two largest grounds, and a product only if it
 * carries at least a quarter of what speaks for the item; otherwise the item is simply popular.
 *
 * @param titleOf what a product is called; its id where nothing is known.
 * @param page the product of the page, which is named as such and not as something that was done.
 */
export function explainInWords(
  { parts }: Explanation,
  titleOf: (id: string) => string | undefined = () => undefined,
  page?: string,
): PlainWords {
  const weights = new Map<string, number>()
  for (const part of parts) {
    const words = wordsOf(part, titleOf, page)
    if (words) weights.set(words, (weights.get(words) ?? 0) + part.amount)
  }
  const raising = [...weights].filter(([, amount]) => amount > 0)
  const total = raising.reduce((sum, [, amount]) => sum + amount, 0)
  const grounds = raising
    .map(([words, amount]): Ground => ({ words, share: amount / total }))
    .filter(({ words, share }) => words !== popular && share >= leastShare)
    .sort((a, b) => b.share - a.share)
    .slice(0, mostGrounds)
  if (grounds.length === 0) return { sentence: 'Shown because it is popular here.', grounds }
  const sentence = `Shown because ${grounds.map(({ words }) => words).join(', and ')}.`
  return { sentence, grounds }
}

const popular = 'it is popular here'
const ofPage = 'it goes with the product on this page'

const seen = {
  view: (title: string) => `you looked at ${title}`,
  cart: (title: string) => `${title} is in your cart`,
  order: (title: string) => `you ordered ${title}`,
} as const

/** How a context is named. A feature without words is named as it is. */
const contexts: ReadonlyMap<FeatureName, string> = new Map<FeatureName, string>([
  ['category', 'it goes with the category of this page'],
  ['page_type', 'it goes with this kind of page'],
  ['hour_of_week', 'it is often bought at this time of the week'],
  ['device_class', 'it is often bought on this kind of device'],
  ['referrer_class', 'it goes with the way you came here'],
  ['country', 'it is often bought in your country'],
])

function wordsOf(
  part: ScorePart,
  titleOf: (id: string) => string | undefined,
  page: string | undefined,
): string | undefined {
  if (part.of === 'item' || part.of === 'neighbour') {
    const isOfPage = part.kind === 'view' && part.id === page
    return isOfPage ? ofPage : seen[part.kind](titleOf(part.id) ?? part.id)
  }
  if (part.of === 'context') {
    return contexts.get(part.feature) ?? `it goes with the ${part.feature} of this visit`
  }
  return part.of === 'prior' ? popular : undefined
}
