const maxLength = 2000

// A Map: the scheme comes from the feed, and what is not listed (`javascript:`, `data:`) is no link.
const schemes: ReadonlyMap<string, true> = new Map([
  ['http:', true],
  ['https:', true],
])

/**
 * Whether a text may stand in `href` or `src`: an http(s) URL with a host, or a path that starts with a
 * single `/`. Browsers read `\` as `/` and drop tabs and line breaks, so none of them may be there.
 */
export function isSafeLink(text: string): boolean {
  if (text.length > maxLength || /[\p{Cc}\p{Z}\\\ufffd]/u.test(text) || !text.isWellFormed()) {
    return false
  }
  if (text.startsWith('/')) return !text.startsWith('//')

  const scheme = /^([a-z]+:)\/\/[^/]/i.exec(text)?.[1]?.toLowerCase()
  return scheme !== undefined && schemes.has(scheme) && URL.canParse(text)
}
