import { html } from 'hono/html'
import { type FeatureName, features } from '../../policy/index.ts'
import type { Trace } from '../../trace.ts'

/** The visit as the model is told of it: nothing else is read. */
export function visitTable(visit: Trace['visit']) {
  const known: readonly (readonly [FeatureName, string])[] = visit
    ? [...visit.items.map(({ feature, id }) => [feature, id] as const), ...visit.context]
    : []
  return html`<section>
  <h3>What is known of the visit</h3>
  ${
    known.length === 0
      ? html`<p class="none">Nothing was read.</p>`
      : html`<table class="visit">
  <thead><tr><th scope="col">Feature and data category</th><th scope="col">Value</th><th scope="col">Purpose</th></tr></thead>
  <tbody>${known.map(([name, value]) => {
    const { category, purpose } = features[name]
    return html`<tr><th scope="row">${name}<small>${category}</small></th><td><code>${value}</code></td><td>${purpose}</td></tr>`
  })}</tbody>
</table>`
  }
</section>`
}
