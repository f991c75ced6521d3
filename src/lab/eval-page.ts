import { type Bar, barChart, escapeText } from './chart.ts'
import { segmentRows } from './eval-text.ts'
import type { Evaluation, PermissionName, ProtocolFigures, ProtocolName } from './evaluate.ts'
import type { Measure } from './tally.ts'
import {
  dataInWords,
  figureNames,
  figureWords,
  nameOf,
  permissionWords,
  protocolWords,
  show,
  showSigned,
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
<h1>How well the models rank</h1>
<p>${escapeText(dataInWords(evaluation))}</p>
<ul>${models.join('')}</ul>
<p>Figures are percent, ± standard error; the units drawn are whole visits and baskets. A line through the
end of a bar is two standard errors to each side.</p>
${protocols.map(([name, figures]) => protocolSection(name, figures)).join('\n')}
<section><h2>Cost of one call</h2>
<p>Over the whole catalogue, on the machine that made this page. A model is called in the engine that it meets at
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
</html>
`
}

function protocolSection(name: ProtocolName, figures: ProtocolFigures): string {
  const { title, note } = protocolWords[name]
  return `<section><h2>${title}</h2>
<p>${note} ${figures.questions.toLocaleString('en')} questions of ${figures.orders.toLocaleString('en')} visits or baskets.</p>
<div class="pair">${methodChart(figures, 'recall20')}${methodChart(figures, 'mrr20')}</div>
${table([
  ['Method', ...figureNames.map((each) => figureWords[each])],
  ...Object.entries(figures.methods).map(([method, { figures: all }]) => [
    nameOf(method),
    ...figureNames.map((each) => show(all[each])),
  ]),
])}
${figures.gain ? gainText(figures.gain) : ''}
<h3>What privacy costs</h3>
<p>The same model, told less. The last column is the difference on the same questions, in points.</p>
${permissionCharts(figures)}
${table(permissionRows(figures))}
<h3>By segment</h3>
${table(segmentRows(figures))}
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
  return `<figure><figcaption>${escapeText(title)}</figcaption>${barChart(title, bars)}</figure>`
}

function permissionRows({ permissions, costs }: ProtocolFigures): string[][] {
  const rows = Object.entries(permissions).flatMap(([model, levels]) =>
    (Object.keys(levels) as PermissionName[]).map((level) => {
      const cost = costs[model]?.[level]
      return [
        `${nameOf(model)}: ${permissionWords[level]}`,
        ...(['recall20', 'mrr20', 'ndcg20'] as const).map((each) => show(levels[level][each])),
        cost && level !== 'all'
          ? showSigned({ ...cost.recall20, value: -cost.recall20.value })
          : '',
      ]
    }),
  )
  return [['What it may know', 'R@20', 'MRR@20', 'NDCG@20', 'R@20 against all'], ...rows]
}

function gainText(gain: NonNullable<ProtocolFigures['gain']>): string {
  const parts = (Object.keys(gain) as Measure[]).map(
    (each) => `${figureWords[each]} ${showSigned(gain[each])}`,
  )
  return `<p><b>Candidate less current</b>, on the same questions: ${parts.join(', ')}.</p>`
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
  const body = rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('\n')
  return `<div class="scroll"><table><thead><tr>${heads}</tr></thead><tbody>\n${body}</tbody></table></div>`
}

const style = `
:root { --text: #1a1c1f; --soft: #5c636b; --line: #d9dde1; --page: #fff; --bar: #a9b4bf; --model: #0b6bcb }
@media (prefers-color-scheme: dark) {
  :root { --text: #e8eaed; --soft: #a3abb3; --line: #3a4047; --page: #15181b; --bar: #5a6672; --model: #58a6ff }
}
body { max-width: 72rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--page) }
h1 { font-size: 1.6rem } h2 { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: 1.5rem }
p, li { max-width: 48rem } code { font-family: ui-monospace, monospace }
.pair { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 28rem), 1fr)); gap: 1.5rem }
figure { margin: 1rem 0 } figcaption { font-weight: 600 } svg { width: 100%; height: auto; font-size: 12px }
.scroll { overflow-x: auto } table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem }
th, td { padding: .3rem .7rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap }
th:first-child { text-align: left; font-weight: 400 } thead th { color: var(--soft); font-weight: 600 }
.bar { fill: var(--bar) } .bar.model { fill: var(--model) } .grid { stroke: var(--line) }
.error { stroke: var(--text); fill: none } .label, .value { fill: var(--text) } .tick { fill: var(--soft); text-anchor: middle }
.label, .value { text-anchor: end }
`
