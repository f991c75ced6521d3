import { html } from 'hono/html'
import type { Candidate } from '../../model/index.ts'
import type { Trace } from '../../trace.ts'
import { bar } from './timing-table.ts'

const shownFirst = 12

/** The ranking, best first. */
export function rankingTable(ranking: Trace['ranking']) {
  if (!ranking)
    return html`<section><h3>The ranking</h3><p class="none">Nothing was ranked.</p></section>`
  const { by, engine, release } = ranking
  const candidates = ranking.best()
  const stage = release && html` <code>${release.model.slice(0, 12)}</code>, ${release.stage},`
  const shares = sharesOf(candidates)
  const rows = candidates.map((candidate, i) => row(candidate, i + 1, shares(candidate)))
  const rest = rows.slice(shownFirst)
  return html`<section class="ranking">
  <h3>The ranking</h3>
  <p class="claim">${
    by === 'model'
      ? html`By the <b>model</b>${stage}, engine <b>${engine}</b>: ${candidates.length} products that may be shown, best first.`
      : html`By what is <b>popular</b> in the category: the model was late or failed.`
  }</p>
  ${table(rows.slice(0, shownFirst))}
  ${rest.length > 0 && html`<details><summary>${rest.length} more</summary>${table(rest)}</details>`}
</section>`
}

function table(rows: readonly unknown[]) {
  return html`<table>
  <thead><tr><th scope="col">Rank</th><th scope="col">Product</th><th scope="col">Id</th><th scope="col">Score</th></tr></thead>
  <tbody>${rows}</tbody>
</table>`
}

function row({ product, score }: Candidate, rank: number, share: number) {
  return html`<tr>
    <td>${rank}</td>
    <th scope="row"><a href="${product.link}">${product.title}</a></th>
    <td><code>${product.id}</code></td>
    <td>${score === undefined ? html`<i>none</i>` : html`${bar(share)} ${score.toFixed(3)}`}</td>
  </tr>`
}

/** Where a score lies between the lowest, 0, and the highest, 1. */
function sharesOf(candidates: readonly Candidate[]): (candidate: Candidate) => number {
  const scores = candidates.flatMap(({ score }) => score ?? [])
  const [low, high] = [Math.min(...scores), Math.max(...scores)]
  return ({ score = low }) => (high > low ? (score - low) / (high - low) : 1)
}
