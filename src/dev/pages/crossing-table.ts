import { html } from 'hono/html'
import type { Crossing, Part } from '../crossing.ts'
import { fateWords, partWords } from '../words.ts'

/** One part of a request on both sides of the threshold. */
export function crossingTable(part: Part, rows: readonly Crossing[]) {
  return html`<table class="crossings">
  <caption>${partWords[part]}</caption>
  <thead><tr><th scope="col">Name</th><th scope="col">Sent</th><th scope="col">Received</th></tr></thead>
  <tbody>${rows.map(
    ({ name, sent, received, fate }) => html`<tr class="${fate}">
    <th scope="row">${name} <small>${fateWords[fate]}</small></th>
    <td>${sent === undefined ? html`<i>nothing</i>` : value(sent)}</td>
    <td>${received === undefined ? html`<i>nothing</i>` : value(received)}</td>
  </tr>`,
  )}</tbody>
</table>`
}

/** A long value shows its beginning, and all of it when it has the focus. */
function value(text: string) {
  return text.length > 120
    ? html`<code class="long" tabindex="0">${text}</code>`
    : html`<code>${text}</code>`
}
