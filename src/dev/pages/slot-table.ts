import { html } from 'hono/html'
import type { Trace } from '../../trace.ts'
import { reasonWords } from '../words.ts'

/** What became of each slot of the page. */
export function slotTable(slots: Trace['slots']) {
  return html`<section>
  <h3>The slots of the page</h3>
  ${
    slots.size === 0
      ? html`<p class="none">None was looked for, or there is none.</p>`
      : html`<table class="slots">
  <thead><tr><th scope="col">Slot</th><th scope="col">Became</th></tr></thead>
  <tbody>${[...slots].map(
    ([name, outcome]) =>
      html`<tr><th scope="row">${name}</th><td>${
        outcome === 'filled'
          ? html`<b class="yes">filled</b>`
          : html`<b class="no">${outcome}</b><small>${reasonWords[outcome]}</small>`
      }</td></tr>`,
  )}</tbody>
</table>`
  }
</section>`
}
