/** Headers as one text, a line for each: equal texts, equal headers. No name and no value holds a line break. */
export function headerLines(headers: Iterable<readonly [string, string]>): string {
  let lines = ''
  for (const [name, value] of headers) lines += `\n${name}:${value}`
  return lines
}
