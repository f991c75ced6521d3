/** A place in a page that Limen may change, as the configuration names it. Plain data. */
export interface Slot {
  readonly id: string
  /** A CSS selector, as `parseSelector` knows them. */
  readonly select: string
  /** Its cards or variants, if the page's own are to be used. */
  readonly parts?: PartRule
  /** It may be changed also where a framework is going to hydrate it. */
  readonly hydrationSafe?: boolean
}

/** What the cards or variants of a slot are, and what tells what they are about. */
export interface PartRule {
  /** A CSS selector of their elements, inside the slot's. */
  readonly select: string
  /** Their links lead to products. */
  readonly links?: boolean
  /** The attribute of theirs that holds the id of a product. */
  readonly product?: string
  /** The attribute of theirs that holds the key of a category. */
  readonly category?: string
  /** One of them is shown and must be visible by itself: none may be `hidden`. */
  readonly alone?: boolean
}

// Elements whose content is flow content in every parser state. Cards inside a `script`, `textarea`
// or `select` would be text, code or nothing.
const containers: ReadonlySet<string> = new Set([
  ...['address', 'article', 'aside', 'blockquote', 'center', 'dd', 'details', 'dialog', 'div'],
  ...['fieldset', 'figure', 'footer', 'form', 'header', 'li', 'main', 'nav', 'search'],
  ...['section', 'td', 'th'],
])

// Where what we render would be out of place, but what stands there already may change places.
const lists: ReadonlySet<string> = new Set(['menu', 'ol', 'table', 'tbody', 'ul'])

const otherParts: ReadonlySet<string> = new Set(['a', 'p', 'picture', 'span', 'tbody', 'tr'])

/** Whether an element of this name (lower case) may be the slot. */
export function canBeSlot({ parts }: Slot, tagName: string): boolean {
  return isContainer(tagName) || (parts !== undefined && lists.has(tagName))
}

/** Whether an element of this name (lower case) may be a card or variant. */
export function canBePart(tagName: string): boolean {
  return isContainer(tagName) || otherParts.has(tagName)
}

function isContainer(tagName: string): boolean {
  return containers.has(tagName) || tagName.includes('-')
}
