import { html } from 'hono/html'
import type { AuditResult } from '../audit.ts'
import { gateLimits } from '../check.ts'
import { thinness } from '../showing.ts'
import { forest } from './forest.ts'
import { percent, withInterval } from './numbers.ts'

const shownChanges = 10

/** Whether a price is the same for all. */
export function priceSection({ flip, prices, minimum }: AuditResult) {
  const sentence =
    flip.changed.length === 0
      ? `${flip.compared} prices were compared before and after a flip; not one changed.`
      : `${flip.changed.length} prices changed, of ${flip.compared} compared.`
  return html`<section>
<h2>Is a price the same for all?</h2>
<p>${sentence}</p>
${
  flip.changed.length > 0 &&
  html`<ul>${flip.changed.slice(0, shownChanges).map(({ flip: name, item }) => html`<li>${name}: ${item}</li>`)}</ul>`
}
${prices.map(
  ({ attribute, gaps }) => html`<h3>Prices seen, by ${attribute}</h3>
<p class="soft">Of the same item in the same context, against what the others were asked.</p>
${forest({
  title: `Prices against the others' by ${attribute}`,
  scale: 'linear',
  band: [-gateLimits.priceGap, gateLimits.priceGap],
  fair: 0,
  show: percent,
  rows: gaps
    .filter(({ items }) => items > 1)
    .map(({ group, meanGap, shown, items }) => ({
      label: group,
      mark: meanGap,
      isThin: thinness({ shown, positive: items }, minimum) !== undefined,
      isApart: meanGap.low > gateLimits.priceGap || meanGap.high < -gateLimits.priceGap,
    })),
})}
<details><summary>Numbers</summary><div class="scroll" tabindex="0"><table>
<thead><tr><th>Group</th><th class="n">Prices</th><th class="n">Items</th><th class="n">Mean gap</th>
<th class="n">Largest gap</th><th class="n">Distance (KS)</th></tr></thead>
<tbody>${gaps.map(
    (
      gap,
    ) => html`<tr><td>${gap.group}</td><td class="n">${gap.shown}</td><td class="n">${gap.items}</td>
<td class="n">${withInterval(gap.meanGap, percent)}</td><td class="n">${percent(gap.maxGap)}</td>
<td class="n">${gap.distance.toFixed(3)}</td></tr>`,
  )}</tbody></table></div></details>`,
)}
</section>`
}
