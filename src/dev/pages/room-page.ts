import { html, raw } from 'hono/html'
import type { Exchange } from '../exchange.ts'
import type { Place } from '../places.ts'
import type { Evidence } from '../received.ts'
import type { Switches } from '../switches.ts'
import { exchangeArticle } from './exchange-article.ts'
import { exchangeList } from './exchange-list.ts'
import { style } from './style.ts'
import { switchesForm } from './switches-form.ts'

export interface RoomPage {
  /** Newest first. */
  readonly visits: readonly Exchange[]
  readonly assets: readonly Exchange[]
  readonly shown: (Exchange & { readonly evidence: Evidence }) | undefined
  readonly switches: Switches
  /** Whether there is a key to sign consent with. */
  readonly canConsent: boolean
  /** Whether the page loads itself again and again. */
  readonly follow: boolean
  readonly places: readonly Place[]
}

/** The development room. */
export function roomPage(room: RoomPage) {
  const { visits, assets, shown, switches, canConsent, follow, places } = room
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
${follow && html`<meta http-equiv="refresh" content="2">`}
<title>Limen: development room</title>
<link rel="icon" href="/.limen/dev/icon.svg">
<style>${raw(style) /* our own */}</style>
</head>
<body>
<header>
  <h1><img src="/.limen/dev/icon.svg" width="28" height="28" alt=""> Limen <small>development room</small></h1>
  <nav aria-label="The shop">
    <span>Go to</span>
    ${places.map(({ label, path }) => html`<a href="${path}">${label}</a>`)}
    ${
      follow
        ? html`<a class="follow on" href="/.limen/dev">stop following</a>`
        : html`<a class="follow" href="/.limen/dev?follow=1">follow</a>`
    }
  </nav>
</header>
<div class="room">
  <aside>
    ${switchesForm(switches, canConsent)}
    ${exchangeList(visits, assets, shown?.id)}
  </aside>
  <main>${shown ? exchangeArticle(shown, shown.evidence) : nothingYet(places)}</main>
</div>
</body>
</html>`
}

function nothingYet(places: readonly Place[]) {
  return html`<article class="empty">
  <h2>Nothing has happened yet</h2>
  <p>Go to a page of the shop${places[0] && html`, such as <a href="${places[0].path}">${places[0].label}</a>`},
  and come back. Here you will see what your browser sent, what the shop received of it, and how Limen
  came to its decision.</p>
</article>`
}
