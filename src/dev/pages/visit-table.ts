import { html } from 'hono/html'
import { type FeatureName, features } from '../../policy/index.ts'
import type { Trace } from '../../trace.ts'

type Row = readonly [feature: FeatureName, value: string]

/** The visit as the model is told of it: nothing else is read. */
export function visitTable(visit: Trace['visit']) {
  const known: readonly Row[] = visit ? [...itemRows(visit.items), ...visit.context] : []
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

/** Of what the shopper holds, it is shown that it was used, and never what it is. */
function itemRows(items: NonNullable<Trace['visit']>['items']): readonly Row[] {
  const counts = new Map<FeatureName, number>()
  const rows: Row[] = []
  for (const { feature, id } of items) {
    if (features[feature].source !== 'profile') rows.push([feature, id])
    else counts.set(feature, (counts.get(feature) ?? 0) + 1)
  }
  return [
    ...rows,
    ...[...counts].map(([feature, count]): Row => [feature, `${count} of the profile`]),
  ]
}
