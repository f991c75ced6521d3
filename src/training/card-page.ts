/**
 * A model card as a web page. It knows what our cards use of Markdown: headings, paragraphs, lists,
 * tables, code, bold words and links. All text is escaped.
 */
export function cardPage(card: string): string {
  const title = /^# (.*)$/m.exec(card)?.[1] ?? 'Model card'
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escapeText(title)}</title>
<style>
body { max-width: 48rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif }
h1 { font-size: 1.7rem; line-height: 1.25 } h2 { font-size: 1.25rem; margin-top: 2rem }
table { display: block; overflow-x: auto; border-collapse: collapse; margin: 1rem 0; font-size: .92rem; font-variant-numeric: tabular-nums }
th, td { padding: .35rem .9rem .35rem 0; border-bottom: 1px solid #8886; text-align: left } th { font-weight: 500 }
td:not(:first-child), th:not(:first-child) { text-align: right; white-space: nowrap } pre { overflow-x: auto } pre, code { font-family: ui-monospace, monospace; overflow-wrap: anywhere }
</style>
${blocksOf(card)
  .map((block) => renderBlock(block))
  .join('\n')}
</html>
`
}

/** Lines that belong together: a fence with all in it, or what stands between empty lines. */
function blocksOf(card: string): string[][] {
  const blocks: string[][] = [[]]
  let isCode = false
  for (const line of card.split('\n')) {
    const isFence = line.startsWith('```')
    if (isFence && !isCode) blocks.push([])
    if (isCode || line !== '') blocks.at(-1)?.push(line)
    if (isFence) isCode = !isCode
    if (!isCode && (line === '' || isFence)) blocks.push([])
  }
  return blocks.filter((block) => block.length > 0)
}

const kinds: readonly (readonly [RegExp, (lines: readonly string[]) => string])[] = [
  [/^```/, (lines) => `<pre>${lines.slice(1, -1).map(escapeText).join('\n')}</pre>`],
  [/^#+ /, heading],
  [
    /^- /,
    (lines) =>
      `<ul>\n${lines.map((line) => `<li>${inline(line.slice(2))}</li>`).join('\n')}\n</ul>`,
  ],
  [/^\|/, table],
]

function renderBlock(lines: readonly string[]): string {
  const [first = ''] = lines
  const [, render] = kinds.find(([sign]) => sign.test(first)) ?? []
  return render ? render(lines) : `<p>${inline(lines.join(' '))}</p>`
}

function heading([line = '', ...rest]: readonly string[]): string {
  const level = line.indexOf(' ')
  const html = `<h${level}>${inline(line.slice(level + 1))}</h${level}>`
  return rest.length === 0 ? html : `${html}\n${renderBlock(rest)}`
}

function table([head = '', , ...rows]: readonly string[]): string {
  const cells = (line: string, tag: string) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => `<${tag}>${inline(cell.trim())}</${tag}>`)
      .join('')
  const body = rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('\n')
  return `<table>\n<tr>${cells(head, 'th')}</tr>\n${body}\n</table>`
}

function inline(text: string): string {
  return escapeText(text)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/\*\*([^*]+)\*\*/g, '<b>$1</b>')
    .replace(/\[([^\]]+)\]\((https:[^)\s]+)\)/g, '<a href="$2">$1</a>')
}

const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
])

function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities.get(character) ?? '')
}
