/** A place in a page that Limen may change, as the configuration names it. */
export interface Slot {
  readonly id: string
  /** A CSS selector that HTMLRewriter knows. */
  readonly select: string
}

// What a slot may be: elements whose content is flow content in every parser state. Cards inside a
// `script`, `textarea` or `select` would be text, code or nothing.
const containers: ReadonlySet<string> = new Set([
  ...['address', 'article', 'aside', 'blockquote', 'center', 'dd', 'details', 'dialog', 'div'],
  ...['fieldset', 'figure', 'footer', 'form', 'header', 'li', 'main', 'nav', 'search'],
  ...['section', 'td', 'th'],
])

/** Whether cards may be put into an element of this name (lower case). */
export function isContainer(tagName: string): boolean {
  return containers.has(tagName) || tagName.includes('-')
}
