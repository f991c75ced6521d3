import { html } from 'hono/html'
import { gateLimits } from '../check.ts'
import type { Cost } from '../cost.ts'
import { percent, withInterval } from './numbers.ts'

/** What the re-ranking costs. */
export function costSection({ before, after, loss, changed }: Cost) {
  return html`<section>
<h2>What the re-ranking costs</h2>
<p>NDCG ${before.toFixed(4)} without and ${after.toFixed(4)} with it: a loss of
${withInterval(loss, (value) => percent(value, 2))}, of which ${percent(gateLimits.cost, 0)} is allowed. It changes
${percent(changed)} of the rankings. All figures of this page are with it.</p>
</section>`
}
