import { html, raw } from 'hono/html'
import type { AuditResult } from '../audit.ts'
import type { Check } from '../check.ts'
import type { GateOutcome } from '../gate.ts'
import { costSection } from './cost-section.ts'
import { itemSection } from './item-section.ts'
import { percent } from './numbers.ts'
import { priceSection } from './price-section.ts'
import { shopperSection } from './shopper-section.ts'
import { style } from './style.ts'
import { definitions, verdictWords } from './words.ts'

export interface ReportFacts {
  /** Of the model. */
  readonly id: string
  /** ISO 8601 date. */
  readonly today: string
  /** What makes the same figures again. */
  readonly command: string
}

/** An audit as one page of HTML that needs nothing else: no script, no picture, no network. */
export function reportPage(result: AuditResult, gate: GateOutcome, facts: ReportFacts): string {
  const { showings, shoppers, places, spread } = result
  const [verdict, sentence] = gate.passed
    ? ['passed', 'The gate is open: nothing failed, and nothing was too thin to tell.']
    : ['failed', `The gate is closed: ${countOf(gate)}.`]
  return String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Fairness of ${facts.id}</title>
<style>${raw(style) /* our own */}</style>
</head>
<body>
<main>
<header>
<h1>Fairness of ${facts.id}</h1>
<p class="verdict ${verdict}">${sentence}</p>
<dl class="facts">
${fact('Rankings', showings)}${fact('Shoppers', shoppers)}${fact('Places', places)}
${fact('Items ever shown', percent(spread.coverage))}${fact('Gini of exposure', spread.gini.toFixed(2))}
</dl>
<p class="soft">${facts.today}. <code class="command">${facts.command.split(/ (?=--[a-z])/).map((part) => html`<span>${part}</span> `)}</code></p>
</header>
${gateSection(gate)}
${result.items.map((items) => itemSection(items, result))}
${result.shopperGroups.map((shoppers) => shopperSection(shoppers, gate))}
${priceSection(result)}
${result.cost && costSection(result.cost)}
<section>
<h2>What the words mean</h2>
<dl>${definitions.map(([word, meaning]) => html`<dt><strong>${word}</strong></dt><dd class="soft">${meaning}</dd>`)}</dl>
</section>
</main>
</body>
</html>
`)
}

function fact(name: string, value: unknown) {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`
}

function countOf({ checks }: GateOutcome): string {
  const open = checks.filter(({ waiver }) => !waiver)
  const count = (verdict: Check['verdict']) =>
    open.filter((each) => each.verdict === verdict).length
  return `${count('failed')} checks failed, ${count('not-enough')} have not enough data`
}

const order: readonly Check['verdict'][] = ['failed', 'not-enough', 'passed']

function gateSection({ checks, notAsked }: GateOutcome) {
  const sorted = order.flatMap((verdict) => checks.filter((each) => each.verdict === verdict))
  const open = sorted.filter(({ verdict }) => verdict !== 'passed')
  const passed = sorted.filter(({ verdict }) => verdict === 'passed')
  return html`<section>
<h2>The gate</h2>
${open.length > 0 && checkTable(open)}
${passed.length > 0 && html`<details${raw(open.length === 0 ? ' open' : '')}><summary>${passed.length} checks passed</summary>${checkTable(passed)}</details>`}
${notAsked.length > 0 && html`<p class="soft">Not asked, so nothing is said of it: ${notAsked.join(', ')}.</p>`}
</section>`
}

function checkTable(checks: readonly Check[]) {
  return html`<div class="scroll" tabindex="0"><table class="checks">
<thead><tr><th>Check</th><th>Verdict</th><th>What was found</th></tr></thead>
<tbody>${checks.map(
    ({ id, verdict, detail, waiver }) => html`<tr><td><code>${id}</code></td>
<td class="${verdict}">${verdictWords[verdict]}</td>
<td>${detail}${waiver && html`<br>Waived by ${waiver.reviewer} until ${waiver.until}: ${waiver.reason}`}</td></tr>`,
  )}</tbody>
</table></div>`
}
