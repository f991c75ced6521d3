import { describe, expect, test } from 'vitest'
import { type ConfigInput, defineConfig } from '../../src/config/index.ts'
import { errorOf } from './error-of.ts'

type Slots = ConfigInput['slots']

describe('the modes of a slot', () => {
  test('get their defaults', () => {
    const { slots } = configOf({
      also: { heading: 'You may also like' },
      grid: { mode: 'rerank', select: 'ul.products', card: '> li', hydrationSafe: true },
      hero: { mode: 'choose', variant: 'div[data-variant], section' },
    })
    const common = { purpose: 'contextual', hydrationSafe: false }
    expect(slots).toEqual({
      also: { ...common, mode: 'fill', heading: 'You may also like', limit: 8 },
      grid: {
        ...common,
        mode: 'rerank',
        select: 'ul.products',
        card: '> li',
        hydrationSafe: true,
      },
      hero: { ...common, mode: 'choose', variant: 'div[data-variant], section' },
    })
  })
})

describe('a wrong combination stops the start with its path and a remedy, and has no type', () => {
  const wrong: [string, string, RegExp, Slots][] = [
    [
      'a mode that there is not',
      'slots.s.mode',
      /"fill".*"rerank".*"choose"/,
      // @ts-expect-error: no such mode
      { s: { mode: 'sort', card: 'li' } },
    ],
    [
      'rerank without a selector of cards',
      'slots.s.card',
      /must be the selector of a card in the slot, such as "li.product"/,
      // @ts-expect-error: `card` is required
      { s: { mode: 'rerank', select: 'ul' } },
    ],
    [
      'rerank with a card function',
      'slots.s.card',
      /must be the selector of a card in the slot/,
      // @ts-expect-error: `card` is a selector here
      { s: { mode: 'rerank', card: () => 'x' } },
    ],
    [
      'rerank with a heading',
      'slots.s.heading',
      /must be left out: .*mode "fill"/,
      // @ts-expect-error: nothing is made that a heading could be over
      { s: { mode: 'rerank', card: 'li', heading: 'x' } },
    ],
    [
      'rerank with a limit',
      'slots.s.limit',
      /must be left out: .*all of them/,
      // @ts-expect-error: all cards stay
      { s: { mode: 'rerank', card: 'li', limit: 4 } },
    ],
    [
      'rerank by what is no attribute',
      'slots.s.product.attribute',
      /such as "data-id"/,
      { s: { mode: 'rerank', card: 'li', product: { attribute: 'data id' } } },
    ],
    [
      'fill with a selector of cards',
      'slots.s.card',
      /function of a product; .*mode "rerank"/,
      // @ts-expect-error: `card` is a function here
      { s: { heading: 'x', card: 'li.product' } },
    ],
    [
      'fill with the product of a card',
      'slots.s.product',
      /must be left out: only mode "rerank"/,
      // @ts-expect-error: there are no cards to read
      { s: { heading: 'x', product: { attribute: 'data-id' } } },
    ],
    [
      'choose without variants',
      'slots.s.variant',
      /must be the selector of a variant in the slot/,
      // @ts-expect-error: `variant` is required
      { s: { mode: 'choose' } },
    ],
    [
      'choose with cards',
      'slots.s.card',
      /must be left out/,
      // @ts-expect-error: variants are no cards
      { s: { mode: 'choose', variant: 'div', card: 'li' } },
    ],
    [
      'an explanation of cards that are the page’s own',
      'slots.s.explain',
      /must be left out/,
      // @ts-expect-error: nothing of these is made by Limen
      { s: { mode: 'rerank', card: 'li', explain: () => new Map() } },
    ],
    [
      'an explanation that is none',
      'slots.s.explain',
      /must be explainShown/,
      // @ts-expect-error: no function
      { s: { heading: 'Like this', explain: true } },
    ],
    [
      'an option that no mode has',
      'slots.s.cards',
      /is not an option/,
      // @ts-expect-error: no such option
      { s: { mode: 'rerank', card: 'li', cards: 'li' } },
    ],
    [
      'a selector of cards that is none',
      'slots.s.card',
      /selector of element names/,
      { s: { mode: 'rerank', card: 'li + li' } },
    ],
    [
      'a selector of variants that is none',
      'slots.s.variant',
      /selector of element names/,
      { s: { mode: 'choose', variant: 'div:has(a)' } },
    ],
  ]

  test.each(wrong)('%s: %s', (_, option, message, slots) => {
    const error = errorOf(() => configOf(slots))
    expect(error).toMatchObject({ code: 'ERR_CONFIG_INVALID', option })
    expect(error.message).toMatch(message)
  })
})

function configOf(slots: Slots) {
  return defineConfig({
    site: { languages: ['en'] },
    routes: [{ match: '/', mode: 'page' }],
    catalogue: { feed: 'id\ttitle' },
    slots,
  })
}
