import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Interval } from '../interval.ts'

/** One group of a chart: a dot with its interval, and a second value beside it as a hollow one. */
export interface ForestRow {
  readonly label: string
  readonly mark: Interval
  readonly beside?: number
  /** Too thin to conclude from: drawn pale. */
  readonly isThin?: boolean
  /** Outside of what it has to be within. */
  readonly isApart?: boolean
}

export interface Forest {
  /** What the chart says, for those who do not see it. */
  readonly title: string
  readonly rows: readonly ForestRow[]
  readonly scale: 'linear' | 'ratio'
  /** What marks have to be within, and what is fair. */
  readonly band?: readonly [low: number, high: number]
  readonly fair?: number
  /** A line to compare with, and what it says. */
  readonly guide?: { readonly value: number; readonly label: string }
  readonly show: (value: number) => string
}

const size = { width: 720, letter: 8, right: 24, row: 30, top: 24, axis: 34 }

/** Draws groups below one another on one axis. What is drawn stands in a table beside it too. */
export function forest(chart: Forest): HtmlEscapedString | Promise<HtmlEscapedString> {
  const { title, rows, band, fair, guide, show } = chart
  const axis = axisOf(chart)
  const bottom = size.top + rows.length * size.row
  const height = bottom + size.axis
  return html`<div class="scroll" tabindex="0"><svg viewBox="0 0 ${size.width} ${height}" role="img" aria-label="${title}">
${band && html`<rect class="band" x="${axis.at(band[0])}" y="${size.top}" width="${axis.at(band[1]) - axis.at(band[0])}" height="${bottom - size.top}"/>`}
${axis.ticks.map(
  (
    tick,
  ) => html`<line class="tick" x1="${axis.at(tick)}" x2="${axis.at(tick)}" y1="${size.top}" y2="${bottom}"/>
<text class="axis" x="${axis.at(tick)}" y="${bottom + 20}" text-anchor="middle">${show(tick)}</text>`,
)}
${fair !== undefined && html`<line class="fair" x1="${axis.at(fair)}" x2="${axis.at(fair)}" y1="${size.top}" y2="${bottom}"/>`}
${
  guide &&
  html`<line class="guide" x1="${axis.at(guide.value)}" x2="${axis.at(guide.value)}" y1="${size.top}" y2="${bottom}"/>
<text class="axis" x="${axis.at(guide.value)}" y="${size.top - 8}" text-anchor="start">${guide.label}</text>`
}
${rows.map((row, index) => drawRow(row, size.top + (index + 0.5) * size.row, axis))}
</svg></div>`
}

function drawRow(row: ForestRow, y: number, { left, at }: Axis) {
  const { label, mark, beside, isThin, isApart } = row
  const kind = isThin ? 'thin' : isApart ? 'apart' : 'sound'
  return html`<g class="${kind}">
<text x="${left - 14}" y="${y + 5}" text-anchor="end">${label}</text>
<line class="whisker" x1="${at(mark.low)}" x2="${at(mark.high)}" y1="${y}" y2="${y}"/>
${beside !== undefined && html`<circle class="beside" cx="${at(beside)}" cy="${y}" r="5"/>`}
${isApart ? html`<path d="M${at(mark.value)} ${y - 7}l7 7l-7 7l-7 -7z"/>` : html`<circle cx="${at(mark.value)}" cy="${y}" r="6"/>`}
</g>`
}

interface Axis {
  /** Where it begins: right of the labels. */
  readonly left: number
  readonly ticks: readonly number[]
  at(value: number): number
}

/** An axis that holds every interval, its ticks round numbers. */
function axisOf({ rows, scale, band, fair, guide }: Forest): Axis {
  const isRatio = scale === 'ratio'
  const values = [
    ...rows.flatMap(({ mark, beside }) => [mark.low, mark.value, mark.high, beside ?? mark.value]),
    ...(band ?? []),
    ...(fair === undefined ? [] : [fair]),
    ...(guide ? [guide.value] : []),
  ].filter((value) => Number.isFinite(value) && (!isRatio || value > 0))
  const place = isRatio ? Math.log2 : (value: number) => value
  const [least, most] = [Math.min(...values.map(place)), Math.max(...values.map(place))]
  const ticks = isRatio ? ratioTicks(least, most) : linearTicks(least, most)
  const [first, last] = [place(ticks[0] as number), place(ticks.at(-1) as number)]
  const left = 40 + size.letter * Math.max(0, ...rows.map(({ label }) => label.length))
  const width = size.width - left - size.right
  return {
    left,
    ticks,
    at(value) {
      const share = (place(isRatio ? Math.max(value, 1e-9) : value) - first) / (last - first)
      const inside = Math.min(1, Math.max(0, Number.isNaN(share) ? 0 : share))
      return Math.round((left + inside * width) * 10) / 10
    },
  }
}

/** Powers of two; halves of ratios are as far from fair as doubles. */
function ratioTicks(least: number, most: number): number[] {
  const [from, to] = [Math.max(-5, Math.floor(least)), Math.min(5, Math.ceil(most))]
  return Array.from({ length: Math.max(1, to - from) + 1 }, (_, at) => 2 ** (from + at))
}

function linearTicks(least: number, most: number): number[] {
  const rough = Math.max(most - least, 1e-6) / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5, 10].find((each) => each * power >= rough) as number)
  const first = Math.floor(least / step)
  const count = Math.max(1, Math.ceil(most / step) - first)
  return Array.from({ length: count + 1 }, (_, at) => (first + at) * step)
}
