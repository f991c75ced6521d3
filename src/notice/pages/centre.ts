import { html } from 'hono/html'
import { type Purpose, purposes } from '../../policy/index.ts'
import { consentPath } from '../paths.ts'
import type { Offered } from '../regime.ts'
import type { Words } from '../words/words.ts'
import { pair } from './banner.ts'
import { fillIn, hiddenFields, type Markup } from './markup.ts'

/** What the preference centre shows. */
export interface CentreView {
  readonly offered: readonly Offered[]
  /** Purposes that are on now. */
  readonly granted: ReadonlySet<Purpose>
  readonly gpc: boolean
  /** What the signal keeps off. */
  readonly signalled: ReadonlySet<Purpose>
  readonly hasChosen: boolean
  readonly isSaved: boolean
  /** The page to go back to: a path of this site. */
  readonly from: string | undefined
  readonly profileDays: number
  readonly privacyPolicy: string | undefined
  readonly hasReceipt: boolean
}

/** Every purpose with a switch, what it means, and what the shop does not do. */
export function centre(words: Words, view: CentreView): Markup {
  const { offered, from, isSaved, gpc } = view
  const asked = offered.map(({ purpose }) => purpose)
  const never = purposes.filter((purpose) => !asked.includes(purpose))
  return html`<div class="sheet">
    <div class="top"><h1 id="centre-title" tabindex="-1">${words.centre.title}</h1>
      <form method="dialog" data-dialog hidden><button class="plain">${words.close}</button></form></div>
    ${isSaved && html`<p class="note" role="status">${words.saved}</p>`}
    <p class="soft">${words.centre.intro}</p>
    ${gpc && html`<p class="note"><b>${words.gpc.honoured}.</b> ${words.gpc.status}</p>`}
    <form method="post" action="${consentPath}">
      ${hiddenFields({ via: 'prefcentre', lang: words.language, from: from ?? [], asked })}
      <div class="purposes">${offered.map((one) => purposeRow(words, one, view))}</div>
      ${
        never.length > 0 &&
        html`<h2>${words.neverTitle}</h2>
        <ul class="never">${never.map((purpose) => html`<li>${words.purposes[purpose].never}</li>`)}</ul>`
      }
      <div class="actions">
        <button name="choice" value="some">${words.save}</button>
        ${pair(view.granted.size > 0 && view.hasChosen ? { ...words, refuse: words.withdraw } : words, words.accept, 'quiet')}
      </div>
    </form>
    ${foot(words, view)}
  </div>`
}

function purposeRow(words: Words, { purpose, ground }: Offered, view: CentreView): Markup {
  const { name, about, data, kept } = words.purposes[purpose]
  const id = `limen-${purpose}`
  return html`<div class="purpose">
    <h2><label for="${id}">${name}</label></h2>
    <input class="switch" type="checkbox" role="switch" id="${id}" name="yes" value="${purpose}"
      aria-describedby="${id}-about"${view.granted.has(purpose) && html` checked`}>
    <p id="${id}-about">${about}${view.signalled.has(purpose) && html` <b>${words.gpc.honoured}.</b>`}</p>
    <details><summary>${words.details}<span class="hidden">: ${name}</span></summary><dl>
      <dt>${words.dataTitle}</dt><dd>${data}</dd>
      <dt>${words.keptTitle}</dt><dd>${fillIn(kept, { days: view.profileDays })}</dd>
      <dt>${words.groundTitle}</dt><dd>${words.grounds[ground]}</dd>
    </dl></details>
  </div>`
}

function foot(words: Words, { from, privacyPolicy, hasChosen, hasReceipt }: CentreView): Markup {
  return html`<div class="foot">
    <a href="${from ?? '/'}" data-close>${words.back}</a>
    ${hasChosen && hasReceipt && html`<a href="${consentPath}/receipt" download>${words.receipt}</a>`}
    ${privacyPolicy !== undefined && html`<a href="${privacyPolicy}">${words.centre.privacyPolicy}</a>`}
  </div>`
}

/** The browser says no and the shopper just said yes: which counts (11 CCR 7025(c)). */
export function exception(
  words: Words,
  { asked, from }: { asked: readonly Purpose[]; from: string | undefined },
): Markup {
  return html`<div class="sheet">
    <h1 id="centre-title" tabindex="-1">${words.gpc.conflictTitle}</h1>
    <p>${words.gpc.conflict}</p>
    <ul class="asked">${asked.map((purpose) => html`<li><b>${words.purposes[purpose].name}.</b> ${words.purposes[purpose].about}</li>`)}</ul>
    <form method="post" action="${consentPath}">
      ${hiddenFields({ via: 'prefcentre', lang: words.language, from: from ?? [], asked })}
      <div class="pair">
        <button name="choice" value="none">${words.gpc.keep}</button><button name="choice" value="exception">${words.gpc.override}</button>
      </div>
    </form>
  </div>`
}

/** Something was wrong, and nothing was changed. */
export function problemSheet(words: Words, title: string): Markup {
  return html`<div class="sheet">
    <h1 id="centre-title">${title}.</h1>
    <div class="foot"><a href="${consentPath}?lang=${words.language}">${words.centre.title}</a><a href="/">${words.back}</a></div>
  </div>`
}
