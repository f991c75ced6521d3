import { html } from 'hono/html'
import type { Account, Order } from '../accounts.ts'
import { layout, type Markup } from './layout.ts'
import { pounds } from './parts.ts'

export function logInPage(problem?: string): Markup {
  return layout(
    { title: 'Log in', noIndex: true },
    html`<div class="note"><h1>Come in</h1>
<p>Your e-mail is enough; this is an example shop. It remembers you until its Worker is restarted.</p>
${problem ? html`<p class="problem" role="alert">${problem}</p>` : ''}
<form class="fields" action="/account/login" method="post">
<label for="email">E-mail</label><input id="email" name="email" type="email" autocomplete="email" maxlength="200" required>
<button>Log in</button>
</form></div>`,
  )
}

export function accountPage({ email, orders }: Account): Markup {
  return layout(
    { title: 'Your account', noIndex: true },
    html`<div class="note"><h1>Your account</h1>
<p>Logged in as <strong>${email}</strong>.</p>
<h2>Orders</h2>
${orders.length > 0 ? html`<ul class="orders">\n${orders.map(orderLine)}</ul>` : html`<p>None yet.</p>`}
<form action="/account/logout" method="post"><button class="quiet">Log out</button></form></div>`,
  )
}

function orderLine({ number, placed, lines, total }: Order): Markup {
  const count = lines.reduce((sum, { quantity }) => sum + quantity, 0)
  return html`<li><strong>${number}</strong> <time datetime="${placed.toISOString()}">${placed.toISOString().slice(0, 10)}</time> ${count} ${count === 1 ? 'thing' : 'things'} <span>${pounds(total)}</span></li>\n`
}
