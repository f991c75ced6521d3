import { html } from 'hono/html'

/** Markup out of an escaping template. */
export type Markup = ReturnType<typeof html>

/**
 * Markup in ASCII alone, everything else as character references: the same in every charset a page may
 * be in. Not for scripts or styles.
 */
export function toAscii(markup: Markup): string {
  return markup
    .toString()
    .toWellFormed()
    .replace(/[^\0-\x7f]/gu, (character) => `&#${character.codePointAt(0)};`)
    .replace(/\n\s*/g, '')
}

/** A hidden field for each value. */
export function hiddenFields(fields: Readonly<Record<string, string | readonly string[]>>): Markup {
  const pairs = Object.entries(fields).flatMap(([name, values]) =>
    [values].flat().map((value) => html`<input type="hidden" name="${name}" value="${value}">`),
  )
  return html`${pairs}`
}

/** Words with the values of their `{names}`. */
export function fillIn(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole))
}
