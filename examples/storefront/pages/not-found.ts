import { html } from 'hono/html'
import { layout, type Markup } from './layout.ts'

export function notFoundPage(): Markup {
  return layout(
    { title: 'Not here', noIndex: true },
    html`<div class="note"><h1>Not on any shelf</h1>
<p>We looked in the back as well. Perhaps it was sold, or the address has a slip in it.</p>
<p><a class="button" href="/">Back to the shop</a></p></div>`,
  )
}
