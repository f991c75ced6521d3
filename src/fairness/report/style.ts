/** The report's style sheet. Colour never stands alone: each verdict has its word, each mark its shape. */
export const style = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f6f6fa, #14141b);
  --card: light-dark(#fff, #1d1d27);
  --line: light-dark(#e2e2ec, #343442);
  --ink: light-dark(#1b1b28, #ededf5);
  --soft: light-dark(#5d5d75, #a6a6bc);
  --accent: light-dark(#3b3a8f, #b3b1ff);
  --band: light-dark(#e4f3ea, #1b3327);
  --yes: light-dark(#17663c, #7ddba5);
  --no: light-dark(#a02b2b, #ff9f98);
  --some: light-dark(#7d520a, #f3c469);
}
* { box-sizing: border-box }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, sans-serif }
main, section, header { display: grid; grid-template-columns: minmax(0, 1fr) }
main { max-width: 60rem; margin: auto; padding: 2rem 1.25rem 4rem; gap: 1.5rem }
h1, h2, h3, p, dl, dd, ul { margin: 0 }
h1 { font-size: 1.7rem; line-height: 1.25 }
h2 { font-size: 1.25rem }
h3 { font-size: 1.02rem; margin-top: 1rem }
section, header { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 1.4rem 1.5rem; gap: .8rem }
.soft { color: var(--soft); font-size: .92rem }
.verdict { font-size: 1.15rem; font-weight: 650 }
.passed { color: var(--yes) } .failed { color: var(--no) } .not-enough { color: var(--some) }
svg { width: 100%; min-width: 30rem; height: auto; overflow: visible; font: 14px system-ui, sans-serif }
svg text { fill: var(--ink) } svg .axis { fill: var(--soft); font-size: 12.5px }
svg .band { fill: var(--band) } svg .tick { stroke: var(--line) }
svg .guide { stroke: var(--some); stroke-dasharray: 2 4 }
svg .fair { stroke: var(--soft); stroke-dasharray: 4 4 }
svg .whisker { stroke: currentColor; stroke-width: 3; stroke-linecap: round }
svg g { color: var(--accent) } svg g.apart { color: var(--no) } svg g.thin { color: var(--some); opacity: .65 }
svg g circle, svg g path { fill: currentColor }
svg g .beside { fill: var(--card); stroke: currentColor; stroke-width: 2 }
.scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-size: .92rem }
th, td { text-align: left; padding: .35rem .7rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
th { color: var(--soft); font-weight: 500 }
td:first-child { min-width: 8rem } dl:not(.facts) dd { margin-bottom: .7rem }
.command span { display: inline-block; line-height: 1.55; max-width: 100% } td.passed, td.failed, td.not-enough { white-space: nowrap; padding-right: 1.2rem }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.facts { display: flex; flex-wrap: wrap; gap: .4rem 2rem }
.facts dt { color: var(--soft); font-size: .85rem } .facts dd { font-size: 1.2rem; font-weight: 600 }
details summary { cursor: pointer; color: var(--accent) }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere } td code { overflow-wrap: normal }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
@media (max-width: 44rem) {
  main { padding: 1rem .6rem 3rem } section, header { padding: 1.1rem 1rem }
  .checks thead { display: none } .checks tr { display: block; border-bottom: 1px solid var(--line); padding: .5rem 0 }
  .checks td { display: block; border: 0; padding: .1rem 0 } .checks td code { overflow-wrap: anywhere }
}
@media print { body { background: none } section, header { break-inside: avoid } }
`
