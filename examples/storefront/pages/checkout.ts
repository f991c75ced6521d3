import { html } from 'hono/html'
import type { CartLine } from '../cart.ts'
import { sums } from './cart.ts'
import { layout, type Markup } from './layout.ts'
import { pounds } from './parts.ts'

/** What the form asks for. */
export const addressFields = [
  { name: 'name', label: 'Name', type: 'text', autocomplete: 'name' },
  { name: 'email', label: 'E-mail', type: 'email', autocomplete: 'email' },
  { name: 'address', label: 'Address', type: 'text', autocomplete: 'street-address' },
] as const

export type Address = Readonly<Record<string, string>>

/** The form, again with what was typed if something is missing. */
export function checkoutPage(
  lines: readonly CartLine[],
  typed: Address = {},
  missing: readonly string[] = [],
): Markup {
  return layout(
    { title: 'Checkout', noIndex: true },
    html`<h1>Where shall we send it?</h1>
${missing.length > 0 ? html`<p class="problem" role="alert">Please fill in: ${missing.join(', ')}.</p>` : ''}
<div class="basket">
<form class="fields" action="/checkout" method="post">
${addressFields.map(({ name, label, type, autocomplete }) => html`<label for="${name}">${label}</label><input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" value="${typed[name] ?? ''}" maxlength="200" required>\n`)}<button class="wide">Place the order</button>
<p class="small">This is an example shop: nothing is charged, and nothing is sent.</p>
</form>
<aside aria-label="Your order">
<ul class="short">
${lines.map(({ item, quantity }) => html`<li>${quantity} × ${item.title} <span>${pounds(item.price * quantity)}</span></li>\n`)}</ul>
${sums(lines)}
</aside>
</div>`,
  )
}

export function thanksPage(): Markup {
  return layout(
    { title: 'Thank you', noIndex: true },
    html`<div class="note"><h1>Thank you</h1>
<p>Your order is in the book. The kettle is on, and we shall start wrapping.</p>
<p><a class="button" href="/">Back to the shop</a> <a class="button quiet" href="/account">Your orders</a></p></div>`,
  )
}
