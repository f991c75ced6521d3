/** A bar with the standard error of its value. */
export interface Bar {
  readonly label: string
  readonly value: number
  readonly standardError: number
  /** Whether it is one of the models. */
  readonly isModel: boolean
}

const [width, labelWidth, valueWidth, rowHeight, barHeight, axis] = [560, 190, 96, 26, 14, 22]

/**
 * Bars as SVG, in the colours of the page; a line through a bar's end is twice its standard error to
 * each side. The same numbers stand beside them as text.
 */
export function barChart(title: string, bars: readonly Bar[]): string {
  const most = Math.max(1e-9, ...bars.map(({ value, standardError }) => value + 2 * standardError))
  const step = niceStep(most / 4)
  const end = Math.ceil(most / step) * step
  const room = width - labelWidth - valueWidth
  const x = (value: number) => round(labelWidth + (Math.max(0, value) / end) * room)
  const height = bars.length * rowHeight + axis
  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, at) => at * step)
  const grid = ticks.map(
    (tick) =>
      `<line class="grid" x1="${x(tick)}" x2="${x(tick)}" y1="0" y2="${height - axis}"/>` +
      `<text class="tick" x="${x(tick)}" y="${height - 6}">${round(tick)}</text>`,
  )
  const rows = bars.map(({ label, value, standardError, isModel }, at) => {
    const top = at * rowHeight + (rowHeight - barHeight) / 2
    const middle = at * rowHeight + rowHeight / 2
    const [low, high] = [x(value - 2 * standardError), x(value + 2 * standardError)]
    return (
      `<text class="label" x="${labelWidth - 8}" y="${middle + 4}">${escapeText(label)}</text>` +
      `<rect class="${isModel ? 'bar model' : 'bar'}" x="${labelWidth}" y="${top}" width="${round(x(value) - labelWidth)}" height="${barHeight}"/>` +
      `<path class="error" d="M${low} ${middle}H${high}M${low} ${middle - 4}v8M${high} ${middle - 4}v8"/>` +
      `<text class="value" x="${width}" y="${middle + 4}">${value.toFixed(2)} ± ${standardError.toFixed(2)}</text>`
    )
  })
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeText(title)}">${grid.join('')}${rows.join('')}</svg>`
}

/** 1, 2 or 5 times a power of ten. */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  const [first = 10] = [1, 2, 5, 10].filter((each) => each * power >= rough)
  return first * power
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
])

/** Text as it may stand in HTML, also in an attribute. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities.get(character) ?? '')
}
