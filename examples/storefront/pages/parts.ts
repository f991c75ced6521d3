import { html } from 'hono/html'
import { type Category, categoryKey, type Item } from '../catalogue.ts'
import type { Markup } from './layout.ts'

/** Pence as people write them: `£2.95`. */
export const pounds = (pence: number) => `£${(pence / 100).toFixed(2)}`

/** The shop's own list of products. */
export function productList(items: readonly Item[], loading: 'eager' | 'lazy' = 'lazy'): Markup {
  return html`<ul class="products">
${items.map((item) => html`<li class="product">${productCard(item, loading)}</li>\n`)}</ul>`
}

function productCard({ id, title, price, available }: Item, loading: string): Markup {
  return html`<a href="/product/${id}"><img src="/images/${id}.svg" width="300" height="300" alt="" loading="${loading}" decoding="async"><span class="product-title">${title}</span><span class="product-price">${pounds(price)}${available ? '' : html` <small>Out of stock</small>`}</span></a>`
}

export function breadcrumb(item: Item): Markup {
  return html`<nav class="breadcrumb" aria-label="Breadcrumb"><ol><li><a href="/">Home</a></li><li><a href="/category/${categoryKey(item.parent)}">${item.parent}</a></li><li><a href="/category/${categoryKey(item.leaf)}">${item.leaf}</a></li></ol></nav>`
}

export function categoryBreadcrumb({ parent, name }: Category): Markup {
  return html`<nav class="breadcrumb" aria-label="Breadcrumb"><ol><li><a href="/">Home</a></li>${parent ? html`<li><a href="/category/${parent.key}">${parent.name}</a></li>` : ''}<li aria-current="page">${name}</li></ol></nav>`
}

/** Links to the other pages of a long list; empty if there are none. */
export function pagination(current: number, last: number, link: (page: number) => string): Markup {
  if (last <= 1) return html``
  const step = (page: number, text: string, rel: string) =>
    page < 1 || page > last
      ? html`<span class="off">${text}</span>`
      : html`<a href="${link(page)}" rel="${rel}">${text}</a>`
  return html`<nav class="pages" aria-label="Pages">${step(current - 1, '← Previous', 'prev')}<span>Page ${current} of ${last}</span>${step(current + 1, 'Next →', 'next')}</nav>`
}
