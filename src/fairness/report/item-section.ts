import { html } from 'hono/html'
import type { AuditResult, ItemAudit } from '../audit.ts'
import { gateLimits } from '../check.ts'
import { thinness } from '../showing.ts'
import { forest } from './forest.ts'
import { percent, ratio, withInterval } from './numbers.ts'

/** Who gets seen: the groups of one attribute of items. */
export function itemSection(items: ItemAudit, { minimum }: AuditResult) {
  const { attribute, groups, isDeclared, infeasible } = items
  const [low, high] = gateLimits.exposure
  return html`<section>
<h2>Who gets seen, by ${attribute}?</h2>
<p class="soft">Exposure over demand of each group, against all others. ${
    isDeclared
      ? `The gate wants every interval within ${low} to ${high}.`
      : `Shown for information: the gate holds declared groups to ${low} to ${high}.`
  } Hollow: exposure of an item, whatever is in demand.</p>
${forest({
  title: `Exposure over demand by ${attribute}`,
  scale: 'ratio',
  band: gateLimits.exposure,
  fair: 1,
  show: ratio,
  rows: groups.map(({ group, perDemand, perItem, ...cell }) => ({
    label: group,
    mark: perDemand,
    beside: perItem.value,
    isThin: thinness(cell, minimum) !== undefined,
    isApart: perDemand.low < low || perDemand.high > high,
  })),
})}
<details><summary>Numbers</summary><div class="scroll" tabindex="0"><table>
<thead><tr><th>Group</th><th class="n">Items</th><th class="n">Of catalogue</th><th class="n">Of demand</th>
<th class="n">Of exposure</th><th class="n">Exposure over demand</th><th class="n">Per item</th></tr></thead>
<tbody>${groups.map(
    (each) => html`<tr><td>${each.group}</td><td class="n">${each.items}</td>
<td class="n">${percent(each.catalogueShare)}</td><td class="n">${percent(each.demandShare)}</td>
<td class="n">${withInterval(each.exposureShare, percent)}</td>
<td class="n">${withInterval(each.perDemand)}</td><td class="n">${withInterval(each.perItem)}</td></tr>`,
  )}</tbody></table></div>
<p class="soft">Infeasible prefixes: ${percent(infeasible)}.</p></details>
</section>`
}
