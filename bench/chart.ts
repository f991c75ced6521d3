import type { Row, Table } from './figures.ts'

const width = 760
const left = 190
const right = 150
const rowHeight = 26
const panelGap = 58

/** A picture of the pages under load: one panel a page, one bar a contestant. */
export function drawChart(tables: readonly Table[]): string {
  const panels = tables.filter(({ id }) => id.startsWith('page-'))
  let top = 0
  const drawn = panels.map((table) => {
    const panel = drawPanel(table, top)
    top += panelGap + table.rows.length * rowHeight
    return panel
  })
  const words = panels.map(({ title, rows }) => `${title}: ${rows.map(inWords).join(', ')}.`)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top + 12}" role="img" aria-labelledby="title words">
<title id="title">Requests a second, by size of the page</title>
<desc id="words">${escapeXml(words.join(' '))}</desc>
<style>
text { font: 14px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #1c2321 }
.heading { font-weight: 600 }
.figure { font-variant-numeric: tabular-nums; fill: #57615e }
.bar { fill: #b9c3bf }
.base { fill: #7d8a86 }
.limen { fill: #1f6f54 }
@media (prefers-color-scheme: dark) {
text { fill: #e8eeeb }
.figure { fill: #a9b5b0 }
.bar { fill: #4a5652 }
.base { fill: #78857f }
.limen { fill: #4fc198 }
}
</style>
${drawn.join('\n')}
</svg>
`
}

function drawPanel({ title, rows }: Table, top: number): string {
  const most = Math.max(...rows.map(requestsOf))
  const bars = rows.map((row, i) => {
    const y = top + 44 + i * rowHeight
    const length = Math.max(2, (requestsOf(row) / most) * (width - left - right))
    return `<text x="${left - 10}" y="${y + 14}" text-anchor="end">${escapeXml(row.name)}</text>
<rect class="${colourOf(row)}" x="${left}" y="${y}" width="${length.toFixed(1)}" height="18" rx="2"/>
<text class="figure" x="${(left + length + 8).toFixed(1)}" y="${y + 14}">${figureOf(row)}</text>`
  })
  return `<text class="heading" x="${left}" y="${top + 30}">${escapeXml(title)}, requests a second</text>
${bars.join('\n')}`
}

function requestsOf({ figures }: Row): number {
  return figures.requestsPerSecond?.median ?? 0
}

function figureOf(row: Row): string {
  const ratio = row.figures.ratio?.median
  const requests = Math.round(requestsOf(row)).toLocaleString('en')
  return ratio === undefined ? requests : `${requests} (${ratio.toFixed(2)}×)`
}

function inWords(row: Row): string {
  return `${row.name} ${Math.round(requestsOf(row))}`
}

function colourOf({ name }: Row): string {
  if (name.startsWith('limen')) return 'limen'
  return name === 'pass-through' ? 'base' : 'bar'
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
