import { html } from 'hono/html'
import { describeDecision, outcomeOf } from '../../preview/index.ts'
import { type Crossing, compare } from '../crossing.ts'
import type { Exchange, Message } from '../exchange.ts'
import type { Evidence } from '../received.ts'
import { outcomeWords, reasonWords } from '../words.ts'
import { crossingTable } from './crossing-table.ts'
import { permissionTable } from './permission-table.ts'
import { rankingTable } from './ranking-table.ts'
import { slotTable } from './slot-table.ts'
import { timingTable } from './timing-table.ts'
import { visitTable } from './visit-table.ts'

/** One exchange: the decision, what crossed, and how Limen came to it. */
export function exchangeArticle(exchange: Exchange, evidence: Evidence) {
  const { sent, status, trace } = exchange
  const received = evidence.by === 'nobody' ? undefined : evidence.received
  const crossings = compare(sent, received)
  const outcome = outcomeOf(trace)
  return html`<article>
  <header>
    <p class="path">${sent.method} ${new URL(sent.url).pathname}</p>
    <h2><b class="${outcome}">${outcome}</b>
    ${trace.plain ? reasonWords[trace.plain] : outcomeWords[outcome]}</h2>
    <p class="decision"><code>${describeDecision(trace)}</code></p>
    ${trace.fault !== undefined && html`<p class="fault">${String(trace.fault)}</p>`}
    <dl class="tiles">
      ${tile(String(count(crossings, 'dropped')), 'things stayed here')}
      ${tile(String(count(crossings, 'kept') + count(crossings, 'reduced')), 'things crossed')}
      ${tile(trace.ranking?.by ?? 'none', trace.ranking ? `ranked by ${trace.ranking.engine}` : 'no ranking')}
      ${tile(`${exchange.ended.getTime() - exchange.began.getTime()} ms`, `${outcome}, status ${status}`)}
    </dl>
  </header>
  <section class="threshold">
    <h3>What crossed the threshold</h3>
    ${claim(evidence)}
    <div class="sides">
      ${side('Your browser sent', sent)}
      ${side(evidence.by === 'limen' ? 'Limen asked the shop for' : 'The shop received', received)}
    </div>
    ${[...crossings].map(([part, rows]) => crossingTable(part, rows))}
  </section>
  <div class="pair">
    <div>${permissionTable(trace.permission)}${slotTable(trace.slots)}</div>
    <div>${visitTable(trace.visit)}${timingTable(trace.timings)}</div>
  </div>
  ${rankingTable(trace.ranking)}
</article>`
}

const claims: Readonly<Record<Evidence['by'], string>> = {
  shop: 'Evidence: the right side is the shop’s own account, from its /_received.',
  limen:
    'No evidence: the shop does not say what it received, so the right side is what Limen asked for.',
  nobody: 'The shop was not asked.',
}

function claim({ by }: Evidence) {
  return html`<p class="claim ${by}">${claims[by]}</p>`
}

function side(title: string, message: Message | undefined) {
  return html`<div><h4>${title}</h4><code>${message ? `${message.method} ${message.url}` : 'nothing'}</code></div>`
}

function tile(value: string, label: string) {
  return html`<div><dt>${label}</dt><dd>${value}</dd></div>`
}

function count(crossings: ReadonlyMap<string, readonly Crossing[]>, fate: Crossing['fate']) {
  return [...crossings.values()].flat().filter((crossing) => crossing.fate === fate).length
}
