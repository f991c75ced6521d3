import { html } from 'hono/html'
import { type CartLine, totals } from '../cart.ts'
import { layout, type Markup } from './layout.ts'
import { pounds } from './parts.ts'

export function cartPage(lines: readonly CartLine[]): Markup {
  return layout(
    { title: 'Basket', noIndex: true },
    lines.length === 0
      ? html`<div class="note"><h1>Your basket is empty</h1>
<p>Nothing in it yet. That is easily put right.</p>
<p><a class="button" href="/">Back to the shop</a></p></div>`
      : html`<h1>Your basket</h1>
<div class="basket">
<ul class="lines">
${lines.map(basketLine)}</ul>
<aside aria-label="Total">
${sums(lines)}
<p><a class="button wide" href="/checkout">To the till</a></p>
<p class="small"><a href="/">Go on shopping</a></p>
</aside>
</div>`,
  )
}

function basketLine({ item, quantity }: CartLine): Markup {
  const { id, title, price } = item
  return html`<li>
<img src="/images/${id}.svg" width="96" height="96" alt="">
<div class="line-text"><a href="/product/${id}">${title}</a><span>${pounds(price)} each</span></div>
<form action="/cart/update" method="post"><input type="hidden" name="id" value="${id}"><label class="hidden" for="n-${id}">How many ${title}</label><input id="n-${id}" name="quantity" type="number" value="${quantity}" min="0" max="99" inputmode="numeric"><button class="quiet">Update</button></form>
<form action="/cart/remove" method="post"><input type="hidden" name="id" value="${id}"><button class="plain" aria-label="Remove ${title}">Remove</button></form>
<strong>${pounds(price * quantity)}</strong>
</li>
`
}

/** What it comes to. */
export function sums(lines: readonly CartLine[]): Markup {
  const { goods, delivery, total } = totals(lines)
  return html`<dl class="sums"><dt>Goods</dt><dd>${pounds(goods)}</dd><dt>Delivery</dt><dd>${delivery === 0 ? 'Free' : pounds(delivery)}</dd><dt>Total</dt><dd>${pounds(total)}</dd></dl>`
}
