const encoder = new TextEncoder()

/**
 * Markup as ASCII bytes, everything else as character references: the same in every charset a page
 * may be in, also where a `<meta charset>` disagrees with the header. Not for scripts or styles.
 */
export function asciiMarkup(markup: string): Uint8Array<ArrayBuffer> {
  const ascii = markup
    .toWellFormed()
    .replace(/[^\0-\x7f]/gu, (character) => `&#${character.codePointAt(0)};`)
  return Uint8Array.from(encoder.encode(ascii))
}
