import { html } from 'hono/html'
import { catalogue } from '../catalogue.ts'

export type Markup = ReturnType<typeof html>

export interface PageOptions {
  readonly title: string
  readonly description?: string
  /** Keeps search engines out. */
  readonly noIndex?: boolean
  readonly query?: string
  /** Key of the department that the page is in. */
  readonly department?: string
}

export const shopName = 'Tuppence & Thistle'

/** Every page of the shop: the same for everybody, so that one copy serves all. */
export function layout(options: PageOptions, main: Markup): Markup {
  const { title, description, noIndex = false, query = '', department } = options
  const { departments } = catalogue()
  return html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${shopName}</title>
${description ? html`<meta name="description" content="${description}">\n` : ''}${noIndex ? html`<meta name="robots" content="noindex">\n` : ''}<meta name="theme-color" content="#1f4037">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/style.css">
</head>
<body>
<a class="skip" href="#main">Skip to the shop</a>
<p class="notice">Free delivery on orders over £50<span> · Posted from Ludlow within two days</span></p>
<header class="top">
<a class="logo" href="/">Tuppence <span>&amp;</span> Thistle</a>
<form class="search" action="/search" role="search">
<label class="hidden" for="q">Search the shop</label>
<input id="q" name="q" type="search" value="${query}" placeholder="Search for mugs, bunting, a jam jar…" maxlength="80" autocomplete="off">
<button>Search</button>
</form>
<nav class="yours" aria-label="Yours"><a href="/account">Account</a><a href="/cart">Basket</a></nav>
</header>
<nav class="departments" aria-label="Departments"><ul>
${departments.map(({ key, name }) => html`<li><a href="/category/${key}"${key === department ? html` aria-current="true"` : ''}>${name}</a></li>\n`)}</ul></nav>
<main id="main">
${main}
</main>
<footer class="bottom">
<div>
<p class="logo">Tuppence <span>&amp;</span> Thistle</p>
<p>Small presents and useful prettiness, since a rainy Tuesday in 2009.</p>
</div>
<div><h2>Shop</h2><ul><li><a href="/category/kitchen-dining">Kitchen &amp; Dining</a></li><li><a href="/category/paper-party">Paper &amp; Party</a></li><li><a href="/category/christmas-easter">Christmas &amp; Easter</a></li></ul></div>
<div><h2>Yours</h2><ul><li><a href="/cart">Basket</a></li><li><a href="/account">Account and orders</a></li><li><a href="/.limen/consent">Privacy</a></li></ul></div>
<p class="small">An example shop: nothing is sold, and nothing is sent.</p>
</footer>
</body>
</html>`
}
