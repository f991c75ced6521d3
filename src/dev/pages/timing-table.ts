import { html } from 'hono/html'
import type { Trace } from '../../trace.ts'
import { stepWords } from '../words.ts'

/** How long each step took; asking the shop and ranking run at the same time. */
export function timingTable(timings: Trace['timings']) {
  const longest = Math.max(1, ...timings.values())
  return html`<section>
  <h3>How long it took</h3>
  ${
    timings.size === 0
      ? html`<p class="none">No step was taken.</p>`
      : html`<table class="timings">
  <thead><tr><th scope="col">Step</th><th scope="col">Time</th></tr></thead>
  <tbody>${[...timings].map(
    ([step, ms]) => html`<tr>
    <th scope="row">${step}<small>${stepWords[step]}</small></th>
    <td>${bar(ms / longest)} ${ms < 1 ? 'under 1' : ms.toFixed(0)} ms</td>
  </tr>`,
  )}</tbody>
</table>`
  }
</section>`
}

/** A bar as long as its share, from 0 to 1. */
export function bar(share: number) {
  return html`<span class="bar"><span style="width:${Math.max(1, share * 100).toFixed(1)}%"></span></span>`
}
