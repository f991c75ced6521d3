import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { ConfigError } from '../errors.ts'
import { concatBytes } from '../lib/bytes.ts'
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

export interface SlotFrame {
  /** The slot's name; unique in a page. */
  readonly id: string
  readonly heading: string
  /** BCP 47 tag of the page's language; `en` if absent. */
  readonly language?: string
  readonly words?: SlotWords
  readonly card?: Card
  /** CSS pixels kept free for an image, so that nothing moves when it arrives. */
  readonly image?: { readonly width: number; readonly height: number }
}

/**
 * Renders what stands inside a slot's element; nothing if no product can be shown.
 *
 * @param why says why these are shown, in a sentence a shopper understands.
 * @param reasons why each of them is, by its id.
 */
export type RenderSlot = (
  products: readonly Product[],
  why: string,
  reasons?: ReadonlyMap<string, string>,
) => Uint8Array<ArrayBuffer>

const english: SlotWords = { whyTitle: 'Why am I seeing this?', was: 'Was', now: 'Now' }

/**
 * Builds the renderer of a slot. A card is made to bytes once; to render is to join them.
 *
 * The heading names a group, not a region: the shop's own element may already be a landmark, and a page
 * with many landmarks is harder to walk through. The group also holds the explanation, which a name on
 * the list alone would leave out. `role="list"` is there because Safari takes a list without bullets
 * for no list. The classes `limen-…` are for the shop's style sheet; nothing needs one to be understood.
 *
 * @param toBytes writes well-formed markup in the page's encoding.
 */
export function slotRenderer(
  frame: SlotFrame,
  toBytes: (markup: string) => Uint8Array<ArrayBuffer> = utf8,
): RenderSlot {
  const { id, heading, words = english } = frame
  const titleId = `limen-${id}-title`
  const tools: CardTools = { html: htmlNow, price: priceFormat(frame.language ?? 'en') }
  const card = frame.card ?? defaultCard(words, frame.image ?? { width: 300, height: 300 })
  // A lone surrogate would become other bytes than the ones counted and compared.
  const bytesOf = (markup: unknown) => toBytes(String(markup).toWellFormed())

  const head = bytesOf(htmlNow`<div class="limen-slot" role="group" aria-labelledby="${titleId}">
<h2 id="${titleId}">${heading}</h2>
<ul class="limen-cards" role="list">
`)
  const cards = remembered((product: Product) =>
    // Here too, for products that did not come from a feed, and before a shop's card sees them.
    isSafeLink(product.link) && isSafeLink(product.imageLink)
      ? bytesOf(htmlNow`<li>${checkCard(id, card(product, tools))}</li>\n`)
      : undefined,
  )
  const foot = (why: string, each: unknown = '') =>
    bytesOf(htmlNow`</ul>
<details class="limen-why"><summary>${words.whyTitle}</summary><p>${why}</p>${each}</details>
</div>`)
  const feet = remembered((why: string) => foot(why))

  return function renderSlot(products, why, reasons) {
    const parts = [head]
    const rows: HtmlEscapedString[] = []
    for (const product of products) {
      const shown = cards(product)
      if (!shown) continue
      parts.push(shown)
      const reason = reasons?.get(product.id)
      if (reason) rows.push(htmlNow`<dt>${product.title}</dt><dd>${reason}</dd>`)
    }
    if (parts.length === 1) return new Uint8Array()
    // What is said of each may be of one shopper: it is not remembered.
    parts.push(rows.length > 0 ? foot(why, htmlNow`<dl>${rows}</dl>`) : feet(why))
    return concatBytes(parts)
  }
}

const encoder = new TextEncoder()

function utf8(markup: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(encoder.encode(markup))
}

/** For keys of which there are few: the products of a catalogue, the sentences of a shop. */
function remembered<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>()
  return (key) => {
    const known = made.get(key)
    if (known !== undefined) return known
    const value = make(key)
    made.set(key, value)
    return value
  }
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
  // Before an isolate's first request: the first format of a language takes milliseconds, more do not.
  formats.set(language, new Intl.NumberFormat(language))
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
