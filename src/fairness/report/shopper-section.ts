import { html } from 'hono/html'
import type { Impact, OutcomeAudit, ShopperAudit } from '../audit.ts'
import { gateLimits } from '../check.ts'
import type { GateOutcome } from '../gate.ts'
import { forest } from './forest.ts'
import { percent, withInterval } from './numbers.ts'
import { outcomeWords } from './words.ts'

/** What groups of shoppers get, for one of their attributes. */
export function shopperSection(audit: ShopperAudit, gate: GateOutcome) {
  const { attribute, outcomes, quality, unknown } = audit
  return html`<section>
<h2>Shoppers by ${attribute}</h2>
<p class="soft">${
    attribute === 'country'
      ? 'The country of a visit is contextual: a ranking may know it.'
      : `No ranking has seen this: ${attribute} is a label of the audit.`
  }${
    unknown > 0 && ` ${unknown} rankings of shoppers whose ${attribute} is not known are left out.`
  }</p>
${outcomes.map((outcome) => outcomePart(attribute, outcome, gate))}
<details><summary>Quality of each group</summary><div class="scroll" tabindex="0"><table>
<thead><tr><th>Group</th><th class="n">MRR</th><th class="n">NDCG</th></tr></thead>
<tbody>${quality.map(
    ({ group, mrr, ndcg }) => html`<tr><td>${group}</td>
<td class="n">${withInterval(mrr, (value) => value.toFixed(3))}</td>
<td class="n">${withInterval(ndcg, (value) => value.toFixed(3))}</td></tr>`,
  )}</tbody></table></div></details>
</section>`
}

function outcomePart(attribute: string, audit: OutcomeAudit, { family }: GateOutcome) {
  const { outcome, rates, parity, impact, gaps, thin } = audit
  const { title, what } = outcomeWords[outcome]
  const q = new Map(family.map((tested) => [tested.id, tested.q]))
  const gapOf = new Map(gaps.map(({ group, gap }) => [group, gap]))
  const highest = rates.find(({ group }) => group === parity?.highest)
  const whole = (value: number) => percent(value, 0)
  return html`<h3>${title}</h3>
<p class="soft">${what}</p>
${forest({
  title: `${title} By ${attribute}`,
  scale: 'linear',
  show: whole,
  ...(highest && {
    guide: { value: 0.8 * highest.rate.value, label: `four fifths of ${highest.group}` },
  }),
  rows: rates.map(({ group, rate }) => ({
    label: group,
    mark: rate,
    isThin: group in thin,
  })),
})}
<p>${
    parity
      ? html`Largest difference, <strong>${parity.lowest}</strong> against <strong>${parity.highest}</strong>:
${withInterval(parity.difference, percent)}. Ratio ${withInterval(parity.ratio)}; the gate closes when the
difference may be over ${whole(gateLimits.parityDifference)} and the ratio under ${gateLimits.parityRatio}.`
      : 'Fewer than two groups have enough data to be compared.'
  }</p>
${impact && impactPart(impact)}
<details><summary>Numbers</summary><div class="scroll" tabindex="0"><table>
<thead><tr><th>Group</th><th class="n">Shoppers</th><th class="n">Cases</th><th class="n">Independent</th>
<th class="n">Rate</th><th class="n">Behind the others</th><th class="n">q</th><th>Enough?</th></tr></thead>
<tbody>${rates.map(({ group, shoppers, trials, effective, rate }) => {
    const gap = gapOf.get(group)
    return html`<tr><td>${group}</td><td class="n">${shoppers}</td><td class="n">${trials}</td>
<td class="n">${Math.floor(effective)}</td><td class="n">${withInterval(rate, percent)}</td>
<td class="n">${gap && withInterval(gap, percent)}</td>
<td class="n">${q.get(`${outcome}.${attribute}.${group}`)?.toFixed(3)}</td>
<td>${thin[group] ?? 'yes'}</td></tr>`
  })}</tbody></table></div></details>`
}

function impactPart({ privileged, ratios }: Impact) {
  const said = ratios.map(
    ({ group, ratio }, at) => html`${at > 0 && '; '}${group} ${withInterval(ratio)}`,
  )
  return html`<p>Disparate impact against <strong>${privileged}</strong>, who are said to be privileged: ${
    ratios.length > 0 ? said : 'no two of these groups have enough data'
  }.</p>`
}
