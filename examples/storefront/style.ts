/** The shop's style sheet. System fonts only: nothing is asked of anybody else. */
export const style = `
:root {
  --paper: #fbf8f2;
  --card: #fffdf9;
  --line: #e6ddcf;
  --ink: #26312d;
  --soft: #5e665f;
  --green: #1f4037;
  --rose: #a63d4f;
  --serif: 'Iowan Old Style', 'Palatino Linotype', Palatino, 'Liberation Serif', Georgia, serif;
  --sans: 'Avenir Next', Avenir, 'Segoe UI', 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif;
  --gap: clamp(1rem, 2.4vw, 1.75rem);
}
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 var(--sans); }
h1, h2, .logo { font-family: var(--serif); font-weight: 500; line-height: 1.15; text-wrap: balance; }
h1 { margin: 0 0 .6rem; font-size: clamp(1.9rem, 4.2vw, 2.7rem); letter-spacing: -.01em; }
h2 { margin: 0 0 1rem; font-size: 1.5rem; }
a { color: inherit; text-underline-offset: .2em; text-decoration-thickness: 1px; }
a:hover { color: var(--rose); }
img { display: block; max-width: 100%; height: auto; }
ul, ol { margin: 0; padding: 0; list-style: none; }
:focus-visible { outline: 2px solid var(--rose); outline-offset: 3px; border-radius: 4px; }
.hidden, .limen-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; padding: .5rem 1rem; background: var(--card); z-index: 1; }
.small { font-size: .875rem; color: var(--soft); }

.notice { margin: 0; padding: .45rem 1rem; background: var(--green); color: #f3efe4; text-align: center; font-size: .8125rem; letter-spacing: .02em; }
.top, .departments ul, main, .bottom { max-width: 76rem; margin-inline: auto; padding-inline: clamp(1rem, 3vw, 2rem); }
.top { display: grid; grid-template-columns: auto minmax(12rem, 28rem) auto; align-items: center; justify-content: space-between; gap: 1rem 2rem; padding-block: 1.35rem 1.1rem; }
.logo { margin: 0; font-size: 1.75rem; letter-spacing: -.015em; text-decoration: none; white-space: nowrap; color: var(--green); }
.logo span { color: var(--rose); font-style: italic; }
.search { display: flex; }
.search input { flex: 1; min-width: 0; border-radius: 999px 0 0 999px; border-right: 0; padding-left: 1.1rem; }
.search button { border-radius: 0 999px 999px 0; padding-inline: 1.1rem 1.25rem; }
.yours { display: flex; gap: 1.5rem; font-size: .9375rem; }
.yours a, .departments a, .bottom a { text-decoration: none; }
.yours a:hover, .departments a:hover, .bottom a:hover { text-decoration: underline; }
.departments { border-block: 1px solid var(--line); }
.departments ul { display: flex; justify-content: space-between; gap: 1.15rem; overflow-x: auto; scrollbar-width: none; }
.departments a { display: block; padding: .8rem 0 .72rem; font-size: .84375rem; white-space: nowrap; border-bottom: 2px solid transparent; }
.departments [aria-current] { border-color: var(--rose); }
main { padding-block: clamp(1.25rem, 3vw, 2.25rem) clamp(3rem, 6vw, 5rem); min-height: 60vh; }

input { font: inherit; color: inherit; background: var(--card); border: 1px solid #cfc4b2; border-radius: 8px; padding: .6rem .8rem; }
input::placeholder { color: #7a7d74; }
button, .button { display: inline-block; font: inherit; font-weight: 500; color: #fffdf8; background: var(--green); border: 1px solid var(--green); border-radius: 999px; padding: .6rem 1.4rem; cursor: pointer; text-decoration: none; text-align: center; }
button:hover, .button:hover { background: #2d584c; color: #fffdf8; }
.quiet { background: transparent; color: var(--green); }
.quiet:hover { background: #eef0e6; color: var(--green); }
.plain { background: none; border: 0; padding: .3rem 0; color: var(--soft); font-weight: 400; font-size: .875rem; text-decoration: underline; text-underline-offset: .2em; }
.plain:hover { background: none; color: var(--rose); }
.wide { width: 100%; }

.hero { display: grid; grid-template-columns: 1fr 1.15fr; align-items: center; gap: clamp(1.5rem, 4vw, 3.5rem); padding: clamp(1.5rem, 4vw, 3.25rem); background: #f1ebdd; border-radius: 20px; }
.hero h1 { font-size: clamp(2.1rem, 5vw, 3.4rem); margin-bottom: 1rem; }
.hero p { max-width: 34ch; margin: 0 0 1.4rem; font-size: 1.0625rem; }
.hero p:last-child { display: flex; flex-wrap: wrap; gap: .75rem; max-width: none; margin: 0; }
.hero .kicker { margin-bottom: .6rem; color: var(--rose); font-size: .875rem; font-weight: 500; letter-spacing: .04em; }
.shelf { display: grid; grid-template-columns: repeat(3, 1fr); gap: .85rem; }
.shelf img { border-radius: 14px; }

.products, .limen-cards { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: calc(var(--gap) * 1.2) var(--gap); margin: 0; padding: 0; list-style: none; }
:is(.products, .limen-cards) > li { display: flex; }
:is(.products, .limen-cards) a { display: flex; flex-direction: column; width: 100%; text-decoration: none; }
:is(.products, .limen-cards) img { width: 100%; aspect-ratio: 1; height: auto; border-radius: 14px; background: #f1ebdd; object-fit: cover; transition: transform .25s ease; }
:is(.products, .limen-cards) a:hover img { transform: translateY(-4px); }
.product-title, .limen-title { margin-top: .75rem; line-height: 1.35; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
.product-price, .limen-price { margin-top: .15rem; color: var(--green); font-weight: 600; font-variant-numeric: tabular-nums; }
.product-price small { margin-left: .5rem; font-weight: 400; color: var(--soft); }
.limen-price s { font-weight: 400; color: var(--soft); }
@media (prefers-reduced-motion: reduce) { :is(.products, .limen-cards) img { transition: none; } }

.slot { position: relative; margin-top: clamp(2.25rem, 5vw, 3.75rem); }
.slot.compact { margin: 1.75rem 0 2.25rem; padding: 1.5rem var(--gap) 1.35rem; background: var(--card); border: 1px solid var(--line); border-radius: 20px; }
.slot.compact h2 { font-size: 1.25rem; }
.slot.compact :is(.products, .limen-cards) { grid-template-columns: repeat(6, minmax(0, 1fr)); gap: var(--gap); }
.slot.compact :is(.product-title, .limen-title) { font-size: .875rem; }
.slot.compact :is(.product-price, .limen-price) { font-size: .9375rem; }
.slot.compact :is(.products, .limen-cards) small { display: block; margin: 0; }
.limen-slot { position: relative; }
.limen-slot h2 { padding-right: 12rem; }
.limen-why { position: absolute; top: .25rem; right: 0; max-width: min(20rem, 100%); font-size: .8125rem; color: var(--soft); text-align: right; }
.limen-why summary { cursor: pointer; text-decoration: underline dotted; text-underline-offset: .25em; list-style: none; }
.limen-why summary::-webkit-details-marker { display: none; }
.limen-why p { position: relative; z-index: 1; margin: .5rem 0 0; padding: .8rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; box-shadow: 0 6px 20px rgb(38 49 45 / .1); text-align: left; }
.limen-why dl { position: relative; z-index: 1; margin: .5rem 0 0; padding: .8rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; box-shadow: 0 6px 20px rgb(38 49 45 / .1); text-align: left; }
.limen-why dt { font-weight: 600; }
.limen-why dd { margin: 0 0 .5rem; }

.tiles { margin-top: clamp(2.5rem, 6vw, 4.25rem); }
.tiles ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(16.5rem, 1fr)); gap: .9rem; }
.tiles a { display: flex; align-items: center; gap: 1rem; height: 100%; padding: .7rem; background: var(--card); border: 1px solid var(--line); border-radius: 16px; text-decoration: none; }
.tiles a:hover { border-color: #b9ab92; }
.tiles img { width: 4.75rem; border-radius: 11px; }
.tiles strong { display: block; font: 500 1.125rem/1.25 var(--serif); }
.tiles small { color: var(--soft); font-size: .8125rem; }
.promise { display: grid; grid-template-columns: repeat(3, 1fr); gap: 2rem; margin-top: clamp(2.5rem, 6vw, 4.25rem); padding-top: 2rem; border-top: 1px solid var(--line); }
.promise h2 { font-size: 1.1875rem; margin-bottom: .35rem; }
.promise p { margin: 0; color: var(--soft); max-width: 32ch; }

.breadcrumb { margin-bottom: 1.25rem; font-size: .875rem; color: var(--soft); }
.breadcrumb ol { display: flex; flex-wrap: wrap; }
.breadcrumb li + li::before { content: '/'; margin-inline: .6rem; color: #b9ab92; }
.breadcrumb a { text-decoration: none; }
.breadcrumb a:hover { text-decoration: underline; }
.category-head > p { margin: 0 0 1.25rem; color: var(--soft); }
.shelves { display: flex; flex-wrap: wrap; gap: .5rem; }
.shelves a { display: block; padding: .35rem .95rem; border: 1px solid var(--line); border-radius: 999px; background: var(--card); font-size: .9375rem; text-decoration: none; }
.shelves a:hover { border-color: var(--green); color: var(--green); }
.shelves [aria-current] { background: var(--green); border-color: var(--green); color: #fffdf8; }
.shelves [aria-current]:hover { color: #fffdf8; }
.sort { display: flex; flex-wrap: wrap; gap: .35rem 1.1rem; margin-bottom: 1.25rem; font-size: .9375rem; }
.sort span { color: var(--soft); }
.sort a { text-decoration: none; }
.sort a:hover { text-decoration: underline; }
.sort [aria-current] { font-weight: 600; text-decoration: underline; text-decoration-color: var(--rose); text-decoration-thickness: 2px; text-underline-offset: .35em; }
.pages { display: flex; justify-content: space-between; align-items: center; gap: 1rem; margin-top: 3rem; padding-top: 1.25rem; border-top: 1px solid var(--line); font-variant-numeric: tabular-nums; }
.pages a { text-decoration: none; font-weight: 500; }
.pages .off { color: #a9a79b; }

.detail { display: grid; grid-template-columns: minmax(0, 1.1fr) minmax(0, 1fr); gap: clamp(1.5rem, 5vw, 4rem); align-items: start; }
.detail .picture { width: 100%; border-radius: 20px; }
.buy { padding-top: .5rem; }
.buy .price { margin: 0 0 .4rem; font-size: 1.625rem; font-family: var(--serif); color: var(--green); }
.buy .price small { font: .875rem var(--sans); color: var(--soft); margin-left: .4rem; }
.stock { margin: 0 0 1.5rem; font-size: .9375rem; }
.stock::before { content: ''; display: inline-block; width: .6rem; height: .6rem; margin-right: .55rem; border-radius: 50%; background: #4d8a5b; }
.stock.out::before { background: #bb8a3c; }
.add { display: flex; flex-wrap: wrap; gap: .8rem; align-items: center; padding-block: 1.4rem; border-block: 1px solid var(--line); }
.add label { color: var(--soft); font-size: .9375rem; }
.add input { width: 5rem; }
.add button { flex: 1 1 12rem; padding-block: .75rem; }
.buy dl { display: grid; grid-template-columns: 6.5rem 1fr; gap: .45rem 1rem; margin: 1.4rem 0 0; font-size: .9375rem; }
.buy dt { color: var(--soft); }
.buy dd { margin: 0; }
.variants { margin-bottom: 1.5rem; }
.variants h2 { font: 600 .9375rem/1.4 var(--sans); margin-bottom: .6rem; }
.variants ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .5rem; }
.variants a { display: flex; align-items: center; gap: .75rem; height: 100%; padding: .35rem .6rem .35rem .35rem; border: 1px solid var(--line); border-radius: 12px; background: var(--card); font-size: .875rem; line-height: 1.3; text-decoration: none; }
.variants a:hover { border-color: #b9ab92; }
.variants img { width: 3.25rem; flex: none; border-radius: 8px; }

.basket { display: grid; grid-template-columns: minmax(0, 1fr) 20rem; gap: clamp(1.5rem, 4vw, 3rem); align-items: start; margin-top: 1.5rem; }
.basket aside { padding: 1.5rem; background: var(--card); border: 1px solid var(--line); border-radius: 20px; }
.basket aside .small { margin: .9rem 0 0; text-align: center; }
.lines li { display: grid; grid-template-columns: 6rem minmax(0, 1fr) auto auto 4.5rem; gap: .5rem 1.25rem; align-items: center; padding-block: 1rem; border-bottom: 1px solid var(--line); }
.lines li:first-child { border-top: 1px solid var(--line); }
.lines img { border-radius: 12px; }
.lines .line-text a { display: block; text-decoration: none; line-height: 1.35; }
.lines .line-text a:hover { text-decoration: underline; }
.lines .line-text span { font-size: .875rem; color: var(--soft); }
.lines form { display: flex; gap: .5rem; align-items: center; }
.lines input { width: 4.4rem; padding: .4rem .6rem; }
.lines .quiet { padding: .4rem .9rem; font-size: .875rem; }
.lines strong { text-align: right; font-variant-numeric: tabular-nums; }
.sums { display: grid; grid-template-columns: 1fr auto; gap: .5rem 0; margin: 0 0 1.25rem; font-variant-numeric: tabular-nums; }
.sums dd { margin: 0; text-align: right; }
.sums dt:last-of-type, .sums dd:last-of-type { padding-top: .7rem; border-top: 1px solid var(--line); font-weight: 600; font-size: 1.125rem; }
.short { margin-bottom: 1.25rem; font-size: .9375rem; }
.short li { display: flex; justify-content: space-between; gap: 1rem; padding-block: .3rem; }
.short span { white-space: nowrap; color: var(--soft); font-variant-numeric: tabular-nums; }
.fields { display: grid; gap: .4rem; justify-items: start; max-width: 30rem; }
.fields label { margin-top: .7rem; font-weight: 500; font-size: .9375rem; }
.fields input { width: 100%; }
.fields button { margin-top: 1.3rem; }
.problem { padding: .75rem 1rem; background: #f8e8e8; border-left: 3px solid var(--rose); border-radius: 6px; }
.note { max-width: 38rem; margin: clamp(1rem, 5vw, 3.5rem) auto; }
.note > p { margin: 0 0 1.25rem; }
.note h2 { margin-top: 2rem; }
.orders { margin-bottom: 1.75rem; }
.orders li { display: flex; flex-wrap: wrap; gap: .3rem 1.25rem; padding-block: .75rem; border-bottom: 1px solid var(--line); }
.orders span { margin-left: auto; font-variant-numeric: tabular-nums; }

.bottom { display: grid; grid-template-columns: 2fr 1fr 1fr; gap: 2rem; padding-block: 0 2rem; font-size: .9375rem; }
.bottom::before { content: ''; grid-column: 1 / -1; border-top: 1px solid var(--line); }
.bottom .logo { font-size: 1.375rem; margin-bottom: .5rem; }
.bottom p { margin: 0; max-width: 32ch; color: var(--soft); }
.bottom h2 { font-size: 1rem; margin-bottom: .6rem; }
.bottom li { padding-block: .15rem; }
.bottom .small { grid-column: 1 / -1; max-width: none; padding-top: 1.25rem; border-top: 1px solid var(--line); }

@media (min-width: 74rem) {
  .tiles li:last-child { grid-column: span 2; }
}
@media (max-width: 60rem) {
  .top { grid-template-columns: 1fr auto; }
  .search { grid-column: 1 / -1; grid-row: 2; }
  .products, .limen-cards { grid-template-columns: repeat(3, minmax(0, 1fr)); }
  .basket { grid-template-columns: 1fr; }
}
@media (max-width: 44rem) {
  .notice span { display: none; }
  .logo { font-size: 1.4375rem; }
  .top { padding-block: 1rem .9rem; gap: .85rem 1rem; }
  .yours { gap: 1.1rem; }
  .departments ul { gap: 1.4rem; mask-image: linear-gradient(to right, #000 88%, transparent); }
  .hero, .detail { grid-template-columns: 1fr; }
  .hero { border-radius: 16px; }
  .shelf { gap: .6rem; }
  .shelf img:nth-child(n + 4) { display: none; }
  .products, .limen-cards { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1.5rem .9rem; }
  .product-title, .limen-title { font-size: .9375rem; }
  .slot.compact { padding: 1.1rem 0 1.1rem 1rem; }
  .slot.compact :is(.products, .limen-cards) { grid-template-columns: none; grid-auto-flow: column; grid-auto-columns: 8.25rem; overflow-x: auto; padding-right: 1rem; gap: .85rem; scrollbar-width: none; }
  .slot.compact :is(.products, .limen-cards) a:hover img { transform: none; }
  .limen-slot h2 { padding-right: 0; }
  .limen-why { position: static; margin-top: 1rem; text-align: left; }
  .slot.compact .limen-why { margin-right: 1rem; }
  .tiles ul { grid-template-columns: 1fr 1fr; gap: .6rem; }
  .tiles a { flex-direction: column; align-items: flex-start; gap: .6rem; }
  .tiles img { width: 3.25rem; }
  .tiles strong { font-size: 1.0625rem; }
  .promise, .bottom { grid-template-columns: 1fr; gap: 1.5rem; }
  .lines li { grid-template-columns: 4.5rem minmax(0, 1fr) auto; gap: .4rem .9rem; }
  .lines img { grid-row: 1 / 3; align-self: start; }
  .lines .line-text { grid-column: 2 / -1; }
  .lines form { grid-row: 2; grid-column: 2; }
  .lines form + form { grid-row: 3; grid-column: 2; }
  .lines strong { grid-row: 2; grid-column: 3; }
}
`.trimStart()

export const favicon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1f4037"/><path d="M16 28V17M16 24q-6 0-7-5 6 0 7 5q1-5 7-5-1 5-7 5" stroke="#8fb08a" stroke-width="2" fill="none" stroke-linecap="round"/><path d="M10 13h12q0 6-6 6t-6-6z" fill="#7fa179"/><path d="M9 6l3 7 1.5-8L16 13l2.5-8L20 13l3-7-1 8H10z" fill="#d98da3"/></svg>'
