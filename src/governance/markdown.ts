/** A Markdown table; what stands in its cells stays text. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return 'None.'
  const lines = [head, head.map(() => '---'), ...rows.map((row) => row.map(plainText))]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** Words that mean nothing to Markdown, on one line. */
export function plainText(words: string): string {
  return words.replace(/[\\`*[\]<>|&]|\b_|_\b/g, '\\$&').replace(/\s+/g, ' ')
}
