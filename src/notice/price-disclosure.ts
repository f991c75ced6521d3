import { html } from 'hono/html'
import type { DisclosePrices } from '../consent/index.ts'
import { ConfigError } from '../errors.ts'
import { jurisdictionOf, pricingDisclosureOf } from '../policy/index.ts'
import { preferredLanguage } from './language.ts'
import { toAscii } from './pages/markup.ts'
import { fixedText, type PriceWords, priceWords } from './words/price.ts'

/** How a shop says that its prices are personal. */
export interface PriceDisclosureOptions {
  /** Other words, by language; what is left out is as in the main language, or in English. */
  readonly words?: Readonly<Record<string, Partial<PriceWords>>>
}

// In the page itself, and visible without style, script or shadow trees: a law asks for it. `all` keeps
// the shop's rules out and leaves custom properties alone (CSS Cascade 5 section 3.2).
const box =
  'all:initial;display:block;color-scheme:light dark;padding:.75rem 1rem;text-align:start;' +
  'font:400 1rem/1.5 var(--limen-font,system-ui,sans-serif);' +
  'color:var(--limen-text,light-dark(#1d2026,#eceef1));' +
  'background:var(--limen-surface,light-dark(#ffffff,#1e2024));border-bottom:1px solid'
const line = 'all:unset;display:block'

const encoder = new TextEncoder()

/**
 * Says on each page with personal prices that an automated decision made them; where fixed words are
 * the law, or nobody knows which law it is, in these words as well.
 *
 * @throws ConfigError for words that are empty.
 * @example consent: { pricing: { disclosure: priceDisclosure(), largeFoodRetailer: false } }
 */
export function priceDisclosure({ words = {} }: PriceDisclosureOptions = {}): DisclosePrices {
  const known = new Map(priceWords)
  // The shorter tags first, because the longer ones build on them.
  for (const [tag, given] of Object.entries(words).sort(([one], [other]) =>
    one < other ? -1 : 1,
  )) {
    const main = known.get(tag) ?? known.get(tag.split('-', 1)[0] as string) ?? known.get('en')
    known.set(tag, checked(tag, { ...(main as PriceWords), ...given }))
  }
  const languages = [...known.keys()]

  return ({ place, language }) => {
    const liked = preferredLanguage(languages, language)
    const { label, notice } = known.get(liked) as PriceWords
    const isFixed = pricingDisclosureOf(jurisdictionOf(place).id, place) === 'fixed-text'
    const fixed = html`<strong lang="en" dir="ltr" style="${line};font-weight:700">${fixedText}</strong>`
    return encoder.encode(
      toAscii(
        html`<limen-disclosure role="region" aria-label="${label}" lang="${liked}" style="${box}">${isFixed && fixed}<span dir="auto" style="${line}">${notice}</span></limen-disclosure>`,
      ),
    )
  }
}

function checked(tag: string, words: PriceWords): PriceWords {
  if (words.label.trim() && words.notice.trim()) return words
  throw new ConfigError(`consent.pricing.disclosure.words.${tag}`, 'must not be empty')
}
