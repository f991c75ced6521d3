import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { ConfigError } from '../errors.ts'
import { isSafeLink } from './links.ts'
import type { Price, Product } from './product.ts'

/** What a card template may use; every value put into `html` is escaped. */
export interface CardTools {
  readonly html: (strings: TemplateStringsArray, ...values: unknown[]) => HtmlEscapedString
  /** A price as the slot's language writes it: `£2.95`. */
  readonly price: (price: Price) => string
}

/** Renders one product, inside its list item. A plain string is shown as text. */
export type Card = (product: Product, tools: CardTools) => HtmlEscapedString | string

/** The words a slot shows beside what the shop says. */
export interface SlotWords {
  readonly whyTitle: string
  readonly was: string
  readonly now: string
}

export interface SlotContent {
  /** The slot's name; unique in a page. */
  readonly id: string
  readonly heading: string
  readonly products: readonly Product[]
  /** Why these are shown, in a sentence a shopper understands. */
  readonly why: string
  /** BCP 47 tag of the page's language; `en` if absent. */
  readonly language?: string
  readonly words?: SlotWords
  readonly card?: Card
  /** CSS pixels kept free for an image, so that nothing moves when it arrives. */
  readonly image?: { readonly width: number; readonly height: number }
}

const english: SlotWords = { whyTitle: 'Why am I seeing this?', was: 'Was', now: 'Now' }

/**
 * Renders what stands inside a slot's element; empty if no product can be shown.
 *
 * The heading names a group, not a region: the shop's own element may already be a landmark, and a page
 * with many landmarks is harder to walk through. The group also holds the explanation, which a name on
 * the list alone would leave out. `role="list"` is there because Safari takes a list without bullets
 * for no list. The classes `limen-…` are for the shop's style sheet; nothing needs one to be understood.
 */
export function renderSlot(content: SlotContent): string {
  const { id, heading, why, words = english } = content
  // Here too, for products that did not come from a feed, and before a shop's card sees them.
  const products = content.products.filter(
    ({ link, imageLink }) => isSafeLink(link) && isSafeLink(imageLink),
  )
  if (products.length === 0) return ''

  const titleId = `limen-${id}-title`
  const tools: CardTools = { html: htmlNow, price: priceFormat(content.language ?? 'en') }
  const card = content.card ?? defaultCard(words, content.image ?? { width: 300, height: 300 })
  const slot = htmlNow`<div class="limen-slot" role="group" aria-labelledby="${titleId}">
<h2 id="${titleId}">${heading}</h2>
<ul class="limen-cards" role="list">
${products.map((product) => htmlNow`<li>${checkCard(id, card(product, tools))}</li>\n`)}</ul>
<details class="limen-why"><summary>${words.whyTitle}</summary><p>${why}</p></details>
</div>`
  // A lone surrogate would become other bytes than the ones counted and compared.
  return slot.toString().toWellFormed()
}

const encoder = new TextEncoder()

/** `renderSlot` in UTF-8, as a template is filled with. */
export function renderSlotBytes(content: SlotContent): Uint8Array {
  return encoder.encode(renderSlot(content))
}

function defaultCard(words: SlotWords, { width, height }: { width: number; height: number }): Card {
  // One link around image and title: one stop for the keyboard, one name to be read out.
  return ({ title, link, imageLink, price, salePrice }, tools) => tools.html`<a href="${link}">
<img src="${imageLink}" width="${width}" height="${height}" alt="" loading="lazy" decoding="async">
<span class="limen-title">${title}</span>
<span class="limen-price">${
    salePrice
      ? tools.html`<s><span class="limen-hidden">${words.was} </span>${tools.price(price)}</s> <span class="limen-hidden">${words.now} </span>${tools.price(salePrice)}`
      : tools.price(price)
  }</span>
</a>`
}

/** Hono's `html` for values that are here already: a slot is rendered in one go or not at all. */
function htmlNow(strings: TemplateStringsArray, ...values: unknown[]): HtmlEscapedString {
  const escaped = html(strings, ...values)
  if (escaped instanceof Promise) {
    escaped.catch(() => {})
    throw new ConfigError('card', 'must not put a promise into html`…`')
  }
  return escaped
}

function checkCard(slot: string, card: unknown): unknown {
  const isEscaped = typeof card === 'object' && card !== null && 'isEscaped' in card
  if (isEscaped || typeof card === 'string') return card
  throw new ConfigError(`slots.${slot}.card`, 'must return html`…` or a string, at once')
}

const formats = new Map<string, Intl.NumberFormat>()

function priceFormat(language: string) {
  return ({ amount, currency }: Price): string => {
    const key = `${language} ${currency}`
    let format = formats.get(key)
    if (!format) {
      format = new Intl.NumberFormat(language, { style: 'currency', currency })
      formats.set(key, format)
    }
    return format.format(amount)
  }
}
