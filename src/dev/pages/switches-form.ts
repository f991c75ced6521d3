import { html } from 'hono/html'
import { choiceOf, type Switches, switches } from '../switches.ts'

/** The switches: each choice is a button, so that one click does it without a script. */
export function switchesForm(chosen: Switches, canConsent: boolean) {
  return html`<form class="switches" method="post" action="/.limen/dev/switches">
  <h2>Who is shopping</h2>
  ${[...switches].map(([name, { label, choices }]) => {
    const current = choiceOf(chosen, name)
    const isOff = name === 'consent' && !canConsent
    return html`<fieldset ${isOff && 'disabled'}>
    <legend>${label}</legend>
    ${[...choices].map(
      ([value, choice]) =>
        html`<button name="${name}" value="${value}" aria-pressed="${String(value === current)}">${choice.label}</button>`,
    )}
    ${isOff && html`<p>Set LIMEN_DEV_KEY and the option consent to try it.</p>`}
  </fieldset>`
  })}
  <button class="quiet" name="clear" value="on">Clear the switches</button>
</form>`
}
