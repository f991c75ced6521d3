import { html } from 'hono/html'
import type { Permission } from '../../consent/index.ts'
import { purposes } from '../../policy/index.ts'
import type { Trace } from '../../trace.ts'
import { purposeWords, reasonWords } from '../words.ts'

/** What may be done, for each purpose, and if not, why. */
export function permissionTable(permission: Trace['permission']) {
  return html`<section>
  <h3>What is permitted</h3>
  ${permission ? rows(permission) : html`<p class="none">Nothing was decided: this route carries no personal page.</p>`}
</section>`
}

function rows(permission: Permission) {
  return html`<table class="permission">
  <thead><tr><th scope="col">Purpose</th><th scope="col">Decision</th></tr></thead>
  <tbody>${purposes.map((purpose) => {
    const { granted, reason } = permission[purpose]
    return html`<tr>
    <th scope="row">${purpose}<small>${purposeWords[purpose]}</small></th>
    <td data-purpose="${purpose}">${
      granted
        ? html`<b class="yes">granted</b>`
        : html`<b class="no">${reason}</b><small>${reasonWords[reason]}</small>`
    }</td>
  </tr>`
  })}</tbody>
</table>`
}
