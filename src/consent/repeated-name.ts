const stringOrBrace = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}]/g

/**
 * Whether any object in a JSON text has two members of one name. `JSON.parse` keeps the last, other
 * parsers the first, and a signature covers both (RFC 8259 section 4, RFC 7515 section 4).
 * @param text must be valid JSON: then a string before a colon is a name of the innermost open object.
 */
export function hasRepeatedName(text: string): boolean {
  const open: Set<string>[] = []
  for (const [token, colon] of text.matchAll(stringOrBrace)) {
    if (token === '{') open.push(new Set())
    else if (token === '}') open.pop()
    else if (colon !== undefined) {
      // Parsed, because "\u0061" and "a" are the same name.
      const name: string = JSON.parse(token.slice(0, -colon.length))
      const names = open.at(-1)
      if (names?.has(name)) return true
      names?.add(name)
    }
  }
  return false
}
