import { type Bar, barChart, escapeText } from './chart.ts'
import { segmentRows } from './eval-text.ts'
import type { Evaluation, PermissionName, ProtocolFigures, ProtocolName } from './evaluate.ts'
import type { Measure } from './tally.ts'
import {
  dataInWords,
  figureNames,
  figureWords,
  gainsInWords,
  nameOf,
  permissionRows,
  permissionWords,
  protocolWords,
  show,
  showTime,
} from './words.ts'

/** The evaluation as one web page that asks for nothing else: text, tables and charts. */
export function evaluationPage(evaluation: Evaluation): string {
  const protocols = Object.entries(evaluation.protocols) as [ProtocolName, ProtocolFigures][]
  const models = Object.entries(evaluation.models).map(
    ([name, { id, sha256 }]) =>
      `<li>${nameOf(name)}: ${escapeText(id)}, <code>${escapeText(sha256.slice(0, 12))}</code></li>`,
  )
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>How well the models rank</title>
<style>${style}</style>
<main>
<header>
<h1>How well the models rank</h1>
<p>${escapeText(dataInWords(evaluation))}</p>
<ul>${models.join('')}</ul>
<p class="soft">Figures are percent, ± standard error; the units drawn are whole visits and baskets. A line through
the end of a bar is two standard errors to each side.</p>
</header>
${protocols.map(([name, figures]) => protocolSection(name, figures)).join('\n')}
<section><h2>Cost of one call</h2>
<p class="soft">Over the whole catalogue, on the machine that made this page. A model is called in the engine that it meets at
the edge.</p>
${table([
  ['Method', 'p50 ms', 'p99 ms', 'Bytes'],
  ...Object.entries(evaluation.costs).map(([method, { p50Ms, p99Ms, bytes }]) => [
    nameOf(method),
    showTime(p50Ms),
    showTime(p99Ms),
    bytes.toLocaleString('en'),
  ]),
])}
</section>
</main>
</html>
`
}

function protocolSection(name: ProtocolName, figures: ProtocolFigures): string {
  const { title, note } = protocolWords[name]
  return `<section><h2>${title}</h2>
<p class="soft">${note} ${figures.questions.toLocaleString('en')} questions of ${figures.orders.toLocaleString('en')} visits or baskets.</p>
<div class="pair">${methodChart(figures, 'recall20')}${methodChart(figures, 'mrr20')}</div>
${table([
  ['Method', ...figureNames.map((each) => figureWords[each])],
  ...Object.entries(figures.methods).map(([method, { figures: all }]) => [
    nameOf(method),
    ...figureNames.map((each) => show(all[each])),
  ]),
])}
${gainsInWords(figures)
  .map((each) => `<p>${escapeText(each)}</p>`)
  .join('\n')}
<h3>What privacy costs</h3>
<p class="soft">The same model, told less. The last column is the difference on the same questions, in points.</p>
${permissionCharts(figures)}
${table(permissionRows(figures))}
<h3>By segment</h3>
${table(segmentRows(figures, 'recall20'))}
<details><summary>MRR@20 by segment</summary>${table(segmentRows(figures, 'mrr20'))}</details>
</section>`
}

function methodChart({ methods }: ProtocolFigures, measure: Measure): string {
  const bars = Object.entries(methods).map(([method, { figures }]): Bar => {
    const isModel = method === 'current' || method === 'candidate'
    return { label: nameOf(method), ...figures[measure], isModel }
  })
  return figure(figureWords[measure], bars)
}

function permissionCharts({ permissions }: ProtocolFigures): string {
  const charts = Object.entries(permissions).map(([model, levels]) => {
    const bars = (Object.keys(levels) as PermissionName[]).map((level): Bar => {
      return { label: permissionWords[level], ...levels[level].recall20, isModel: level === 'all' }
    })
    return figure(`${nameOf(model)}, R@20`, bars)
  })
  return `<div class="pair">${charts.join('')}</div>`
}

function figure(title: string, bars: readonly Bar[]): string {
  return `<figure><figcaption>${escapeText(title)}</figcaption><div class="scroll" tabindex="0">${barChart(title, bars)}</div></figure>`
}

function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[], tag: string) =>
    row
      .map((cell, at) =>
        at === 0
          ? `<th scope="row">${escapeText(cell)}</th>`
          : `<${tag}>${escapeText(cell)}</${tag}>`,
      )
      .join('')
  const heads = head.map((cell) => `<th scope="col">${escapeText(cell)}</th>`).join('')
  const isModel = (name = '') => /^(Current|Candidate) model$/.test(name)
  const body = rows
    .map((row) => `<tr${isModel(row[0]) ? ' class="model"' : ''}>${cells(row, 'td')}</tr>`)
    .join('\n')
  return `<div class="scroll" tabindex="0"><table><thead><tr>${heads}</tr></thead><tbody>\n${body}</tbody></table></div>`
}

const style = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f6f6fa, #14141b);
  --card: light-dark(#fff, #1d1d27);
  --line: light-dark(#e2e2ec, #343442);
  --text: light-dark(#1b1b28, #ededf5);
  --soft: light-dark(#5d5d75, #a6a6bc);
  --bar: light-dark(#b6b6c9, #5c5c74);
  --model: light-dark(#3b3a8f, #b3b1ff);
}
* { box-sizing: border-box }
body { margin: 0; font: 16px/1.55 system-ui, sans-serif; color: var(--text); background: var(--page) }
main { max-width: 76rem; margin: auto; padding: 2rem 1.25rem 4rem; display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.5rem }
section, header { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 1.4rem 1.5rem }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 } h2 { font-size: 1.25rem; margin: 0 } h3 { font-size: 1.02rem; margin: 1.8rem 0 0 }
p, li { max-width: 52rem; margin: .7rem 0 } ul { padding-left: 1.2rem } .soft { color: var(--soft); font-size: .92rem }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere }
.pair { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 28rem), 1fr)); gap: 0 1.5rem }
figure { margin: 1rem 0; min-width: 0 } figcaption { font-weight: 600; margin-bottom: .3rem }
svg { display: block; width: 100%; min-width: 28rem; height: auto; font: 12px system-ui, sans-serif }
.scroll { overflow-x: auto } table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; margin: .5rem 0 }
th, td { padding: .35rem .7rem .35rem 0; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap }
th:first-child { text-align: left; font-weight: 400 } thead th { color: var(--soft); font-weight: 500 }
tr.model th, tr.model td { font-weight: 600; color: var(--model) }
details { margin-top: .8rem } summary { cursor: pointer; color: var(--model) }
:focus-visible { outline: 2px solid var(--model); outline-offset: 2px }
.bar { fill: var(--bar) } .bar.model { fill: light-dark(#8b8ae0, #7674d6) } .grid { stroke: var(--line) }
.error { stroke: var(--text); fill: none } .label, .value { fill: var(--text) } .tick { fill: var(--soft); text-anchor: middle }
.label, .value { text-anchor: end }
@media print { body { background: none } section, header { break-inside: avoid } }
`
