import { html } from 'hono/html'
import { outcomeOf } from '../../preview/index.ts'
import type { Exchange } from '../exchange.ts'

/** What happened, newest first: page visits, and folded away what the pages loaded. */
export function exchangeList(
  visits: readonly Exchange[],
  assets: readonly Exchange[],
  shownId: number | undefined,
) {
  if (visits.length + assets.length === 0) return html``
  const items = (list: readonly Exchange[]) => list.map((exchange) => item(exchange, shownId))
  return html`<section class="list">
  <h2>Visits <small>UTC</small></h2>
  <ol>${items(visits)}</ol>
  ${
    assets.length > 0 &&
    html`<details ${assets.some(({ id }) => id === shownId) && 'open'}>
    <summary>${assets.length} assets</summary>
    <ol>${items(assets)}</ol>
  </details>`
  }
  <form method="post" action="/.limen/dev/forget"><button class="quiet">Forget all this</button></form>
</section>`
}

function item({ id, began, sent, status, trace }: Exchange, shownId: number | undefined) {
  const { pathname, search } = new URL(sent.url)
  const outcome = outcomeOf(trace)
  return html`<li><a href="/.limen/dev?show=${id}" ${id === shownId && html`aria-current="page"`}>
    <span class="path">${sent.method !== 'GET' && html`${sent.method} `}${pathname}${search}</span>
    <span class="note"><time>${began.toISOString().slice(11, 19)}</time> · ${status} · <b class="${outcome}">${trace.plain ?? outcome}</b></span>
  </a></li>`
}
