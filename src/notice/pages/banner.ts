import { html } from 'hono/html'
import type { Purpose } from '../../policy/index.ts'
import { consentPath } from '../paths.ts'
import type { Words } from '../words/words.ts'
import { fillIn, hiddenFields, type Markup } from './markup.ts'

/** A question, or a notice with a way to object: yes and no in one step, side by side, alike. */
export function banner(
  words: Words,
  { asked, isOptOut, gpc }: { asked: readonly Purpose[]; isOptOut: boolean; gpc: boolean },
): Markup {
  const { title, wishes } = isOptOut ? words.optOut : words
  return html`<section class="bar" aria-labelledby="bar-title">
    <h2 id="bar-title">${title}</h2>
    ${gpc && html`<p class="small soft">${words.gpc.status}</p>`}
    <p>${wishes}</p>
    <ul>${asked.map((purpose) => html`<li>${words.purposes[purpose].wish}</li>`)}</ul>
    <p>${words.assurance}</p>
    <form method="post" action="${consentPath}">
      ${hiddenFields({ via: 'banner', lang: words.language, asked })}
      ${pair(words, isOptOut ? words.optOut.understood : words.accept)}
      <a class="more" href="${consentPath}?lang=${words.language}" data-open>${words.choose}</a>
    </form>
  </section>`
}

/** No and yes, alike in everything but the word. */
export function pair({ refuse }: Words, accept: string, look = ''): Markup {
  const button = (value: string, text: string) =>
    html`<button name="choice" value="${value}" class="${look}">${text}</button>`
  return html`<div class="pair">${button('none', refuse)}${button('all', accept)}</div>`
}

/** What stays in the corner: the way back to the choice, and what became of the browser's signal. */
export function chip(words: Words, gpc: boolean): Markup {
  return html`<nav class="chip" aria-label="${words.reopen}">
    <a href="${consentPath}?lang=${words.language}" data-open>${gpc && html`<b>${words.gpc.honoured}</b>`}${words.reopen}</a>
  </nav>`
}

/** A question about one purpose where it would be used. */
export function question(words: Words, purpose: Purpose): Markup {
  const { wish, about } = words.purposes[purpose]
  const { ask, language } = words
  return html`<section class="beside" aria-labelledby="ask-title">
    <p><b id="ask-title">${fillIn(ask.question, { wish })}</b><br>
      <span class="small soft">${about} <a href="${consentPath}?lang=${language}" data-open>${words.details}</a></span></p>
    <form method="post" action="${consentPath}">
      ${hiddenFields({ via: 'jit', lang: language, asked: purpose })}
      <div class="pair">
        <button name="choice" value="none">${ask.no}</button><button name="choice" value="all">${ask.yes}</button>
      </div>
    </form>
  </section>`
}
