import * as v from 'valibot'
import type { Card } from '../catalogue/index.ts'
import type { ExplainShown } from '../model/explain/index.ts'
import { purposes } from '../policy/index.ts'

/** A string that must be what the message says, and not empty. */
const text = (must: string) => v.pipe(v.string(must), v.nonEmpty(must))

/** An option of another mode. Its type is `never`; who writes it all the same is told why not. */
const notHere = (why: string) => v.exactOptional(v.never(`must be left out: ${why}`))

/** The message for an option that is missing; for one that is unknown, the usual. */
const needs = (option: string, must: string) => (issue: v.StrictObjectIssue) =>
  issue.expected === `"${option}"` ? must : issue.message

const cardMust = 'must be the selector of a card in the slot, such as "li.product"'
const variantMust = 'must be the selector of a variant in the slot, such as "div[data-variant]"'
const ownCards =
  'mode "rerank" keeps the cards of the page, all of them; mode "fill" makes new ones'
const ownVariants = 'mode "choose" shows a variant of the page; mode "fill" makes new cards'
const onlyRerank = 'only mode "rerank" reads the products of the cards in the page'
const onlyChoose = 'only mode "choose" has variants'

const common = {
  /** What must be permitted for the slot to change. */
  purpose: v.optional(v.picklist(purposes, `must be one of ${purposes}`), 'contextual'),
  /** Default: the element with the attribute `data-limen="<name of the slot>"`. */
  select: v.exactOptional(text('must be a CSS selector, such as "section.also"')),
  /** Change the slot also where a framework such as React is going to hydrate it. */
  hydrationSafe: v.optional(v.boolean('must be true or false'), false),
}

const fill = v.strictObject({
  ...common,
  mode: v.optional(v.literal('fill'), 'fill'),
  heading: v.pipe(v.string('must be the heading of the cards'), v.nonEmpty('must not be empty')),
  limit: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(1, 'must be 1 to 24'),
      v.maxValue(24, 'must be 1 to 24'),
    ),
    8,
  ),
  /** Ask for the slot's purpose below it, as long as the shopper has not decided on it. */
  ask: v.exactOptional(v.boolean('must be true or false')),
  card: v.exactOptional(
    v.custom<Card>(
      (card) => typeof card === 'function',
      'must be a function of a product; a selector of cards in the page needs mode "rerank"',
    ),
  ),
  /** Says of each product why it is shown: `explainShown` of `limen/explain`. */
  explain: v.exactOptional(
    v.custom<ExplainShown>(
      (explain) => typeof explain === 'function',
      "must be explainShown: import { explainShown } from 'limen/explain'",
    ),
  ),
  product: notHere(onlyRerank),
  variant: notHere(onlyChoose),
})

const rerank = v.strictObject(
  {
    ...common,
    mode: v.literal('rerank'),
    card: text(cardMust),
    /** Default: the first link of a card that leads to a product tells which it is. */
    product: v.exactOptional(
      v.strictObject({
        attribute: v.pipe(
          v.string(),
          v.regex(/^[a-z][a-z0-9_.:-]*$/, 'must be the name of an attribute, such as "data-id"'),
        ),
      }),
    ),
    heading: notHere(ownCards),
    limit: notHere(ownCards),
    explain: notHere(ownCards),
    variant: notHere(onlyChoose),
  },
  needs('card', cardMust),
)

const choose = v.strictObject(
  {
    ...common,
    mode: v.literal('choose'),
    variant: text(variantMust),
    heading: notHere(ownVariants),
    limit: notHere(ownVariants),
    explain: notHere(ownVariants),
    card: notHere(ownVariants),
    product: notHere(onlyRerank),
  },
  needs('variant', variantMust),
)

/** One slot, by its mode. */
export const slotSchema = v.variant(
  'mode',
  [fill, rerank, choose],
  'must be "fill" (cards of Limen), "rerank" (the cards of the page, in a better order) or "choose" (one of several variants in the page)',
)
