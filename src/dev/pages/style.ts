/** A door with somebody on the sill. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="7" fill="#3b3a8f"/>
<path d="M9 26V13a7 7 0 0 1 14 0v13" fill="none" stroke="#fff" stroke-width="2.6"/>
<path d="M5 26h22" stroke="#ffc857" stroke-width="2.6" stroke-linecap="round"/>
</svg>`

/** The room's style sheet. Colour never stands alone: each mark has its word beside it. */
export const style = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f5f5f9, #15151c);
  --card: light-dark(#fff, #1e1e28);
  --line: light-dark(#e3e3ec, #33333f);
  --ink: light-dark(#1c1c28, #ececf4);
  --soft: light-dark(#62627a, #a3a3b8);
  --accent: light-dark(#3b3a8f, #b3b1ff);
  --tint: light-dark(#ecebfa, #2a2a45);
  --yes: light-dark(#17663c, #7ddba5);
  --yes-back: light-dark(#dff5e8, #17382a);
  --no: light-dark(#a02b2b, #ff9f98);
  --no-back: light-dark(#fdeaea, #422322);
  --some: light-dark(#85560a, #f3c469);
  --some-back: light-dark(#fdf2db, #3d3013);
}
* { box-sizing: border-box }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, sans-serif }
a { color: var(--accent) }
h1, h2, h3, h4, p, ol, dl, dd { margin: 0; padding: 0 }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
body > header {
  display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center; justify-content: space-between;
  padding: .7rem 1.25rem; background: var(--card); border-bottom: 1px solid var(--line);
}
h1 { display: flex; align-items: center; gap: .5rem; font-size: 1.15rem }
h1 small { font-weight: 400; color: var(--soft) }
nav { display: flex; flex-wrap: wrap; gap: .35rem .4rem; align-items: center; color: var(--soft) }
nav a { padding: .2rem .7rem; border: 1px solid var(--line); border-radius: 9px; text-decoration: none }
nav a:hover { border-color: var(--accent) }
nav .follow { margin-left: .6rem; border-style: dashed }
nav .follow.on { border-style: solid; background: var(--tint) }
.room { display: grid; grid-template-columns: 17.5rem minmax(0, 1fr); gap: 1.25rem; padding: 1.25rem; max-width: 92rem; margin: auto; align-items: start }
aside { display: grid; gap: 1.25rem; min-width: 0 }
aside > *, article > section, .pair section, article > header, .empty {
  background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 1rem 1.15rem; min-width: 0;
}
aside h2 { font-size: 1rem; margin-bottom: .6rem }
fieldset { border: 0; margin: 0 0 .8rem; padding: 0; display: flex; flex-wrap: wrap; gap: .3rem }
legend { padding: 0 0 .25rem; font-size: .82rem; color: var(--soft) }
fieldset p { font-size: .82rem; color: var(--soft) }
button {
  font: inherit; font-size: .84rem; color: inherit; background: none; border: 1px solid var(--line);
  border-radius: 9px; padding: .18rem .6rem; cursor: pointer;
}
button:hover { border-color: var(--accent) }
button:disabled { opacity: .5; cursor: default }
button[aria-pressed=true] { background: var(--accent); border-color: var(--accent); color: var(--card); font-weight: 600 }
button.quiet { border-color: transparent; color: var(--soft); padding: .18rem 0; text-decoration: underline }
.list ol { list-style: none; max-height: 26rem; overflow: auto; margin: 0 -.6rem .6rem }
.list a { display: block; padding: .35rem .6rem; border-radius: 9px; color: inherit; text-decoration: none }
.list a:hover, .list a[aria-current] { background: var(--tint) }
.list .path { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 500 }
.list .note { font-size: .8rem; color: var(--soft) }
summary { cursor: pointer; color: var(--soft); font-size: .88rem; padding: .2rem 0 }
article { display: grid; gap: 1.25rem; min-width: 0 }
article > header .path { color: var(--soft); overflow-wrap: anywhere }
article h2 { font-size: 1.3rem; line-height: 1.35; display: flex; flex-wrap: wrap; gap: .3rem .6rem; align-items: center }
article h2 b { font-size: 1rem }
.decision { margin: .3rem 0 .9rem; color: var(--soft); font-size: .85rem; overflow-wrap: anywhere }
.fault { color: var(--no); margin: 0 0 .9rem }
.tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: .6rem }
.tiles div { display: flex; flex-direction: column-reverse; background: var(--page); border-radius: 10px; padding: .55rem .8rem }
.tiles dd { font-size: 1.35rem; font-weight: 650; line-height: 1.25 }
.tiles dt { font-size: .8rem; color: var(--soft) }
h3 { font-size: 1.02rem; margin-bottom: .5rem }
.claim { color: var(--soft); font-size: .88rem; margin-bottom: .8rem }
.claim.shop { color: var(--yes) }
.claim.limen { color: var(--some) }
.none { color: var(--soft) }
b.yes, b.no, b.personal, b.plain, b.error { font-weight: 600; border-radius: 7px; padding: .05rem .5rem; white-space: nowrap; font-size: .85rem }
b.yes, b.personal { color: var(--yes); background: var(--yes-back) }
b.no, b.error { color: var(--no); background: var(--no-back) }
b.plain { color: var(--some); background: var(--some-back) }
aside h2 small { color: var(--soft); font-weight: 400 }
.list b { white-space: normal; padding: 0; background: none; font-size: inherit }
code { font: .86em/1.45 ui-monospace, 'Cascadia Code', Menlo, Consolas, monospace; overflow-wrap: anywhere }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: .6rem }
.sides div { background: var(--tint); border-radius: 10px; padding: .55rem .8rem }
.sides h4 { font-size: .82rem; color: var(--soft); font-weight: 500 }
table { width: 100%; border-collapse: collapse; font-size: .9rem }
caption { text-align: left; font-weight: 600; padding: 1rem 0 .2rem }
th, td { text-align: left; vertical-align: top; padding: .38rem .75rem .38rem 0; font-weight: 400; overflow-wrap: anywhere }
th:last-child, td:last-child { padding-right: 0 }
tbody tr { border-top: 1px solid var(--line) }
tbody th { font-weight: 500 }
thead th { color: var(--soft); font-size: .8rem; overflow-wrap: normal }
th small, td small { display: block; color: var(--soft); font-size: .82rem; font-weight: 400 }
td i { color: var(--soft) }
.crossings { table-layout: fixed }
.crossings thead { position: absolute; clip-path: inset(50%); height: 1px; overflow: hidden }
.crossings tbody th { width: 24% }
.crossings td { width: 38% }
.crossings th small { display: inline-block; border-radius: 6px; padding: 0 .4rem; margin-left: .25rem; font-size: .76rem }
.kept th small { color: var(--accent); background: var(--tint) }
.reduced th small, .added th small { color: var(--some); background: var(--some-back) }
.dropped th small { color: var(--yes); background: var(--yes-back) }
.dropped code { color: var(--soft); text-decoration: line-through }
.crossings td + td { padding-left: 1.3rem; position: relative }
.reduced td + td::before { content: '→'; color: var(--some); position: absolute; left: 0 }
.long { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; cursor: zoom-in }
.long:focus { display: block }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1.25rem; align-items: start }
.pair > div { display: grid; gap: 1.25rem; min-width: 0 }
.permission tbody th { width: 55% }
.visit tbody th { width: 54% }
.visit td:last-child { white-space: nowrap }
.timings tbody th { width: 50% }
.timings td, .ranking td:last-child { white-space: nowrap; font-variant-numeric: tabular-nums }
.bar { display: inline-block; width: 6rem; height: .5rem; border-radius: 4px; background: var(--page); overflow: hidden; margin-right: .5rem }
.bar span { display: block; height: 100%; background: var(--accent); border-radius: 4px }
.ranking code { white-space: nowrap }
.ranking td:first-child { width: 3.2rem; color: var(--soft) }
.empty { max-width: 42rem; padding: 2rem }
@media (max-width: 1100px) { .pair { grid-template-columns: minmax(0, 1fr) } }
@media (max-width: 760px) {
  .room { grid-template-columns: minmax(0, 1fr); padding: .75rem; gap: .75rem }
  article, aside, .pair, .pair > div { gap: .75rem }
  .list ol { max-height: 13rem }
  .tiles { grid-template-columns: 1fr 1fr }
  .sides { grid-template-columns: 1fr }
  .crossings tr { display: grid; grid-template-columns: 1fr 1fr; gap: 0 .75rem; padding: .4rem 0 }
  .crossings th, .crossings td { padding-block: 0; width: auto }
  .crossings tbody th { grid-column: 1 / -1; width: auto }
  .timings .bar { width: 3rem }
  .ranking .bar { display: none }
  .ranking code { white-space: nowrap }
.ranking td:first-child { width: 2.6rem }
}
`
