import { ConfigError } from '../errors.ts'

/** What the catalogue knows: the vocabulary in which a page may be asked for. */
export interface Known {
  isProduct(id: string): boolean
  isCategory(key: string): boolean
  /** A word, NFKC and in lower case, that occurs in the catalogue. */
  isWord(word: string): boolean
}

/**
 * What a path or query parameter may be:
 *
 * - `product`, `category`: an id or key the catalogue knows;
 * - `integer`: 0 to 999999 in its shortest form;
 * - `slug`: 1 to 64 of `a-z`, `0-9` and `-`;
 * - `words`: search text, reduced to at most 8 words the catalogue knows;
 * - `text`: anything up to 200 characters, as it is: personal data can cross here;
 * - a list: one of these.
 */
export type ValueRule =
  | 'product'
  | 'category'
  | 'integer'
  | 'slug'
  | 'words'
  | 'text'
  | readonly string[]

/** Checks a value and gives what may cross of it; `undefined` when nothing may. */
export type CheckValue = (value: string, known: Known) => string | undefined

const maxWords = 8
const maxTextLength = 200

const rules: ReadonlyMap<string, CheckValue> = new Map([
  ['product', only((id, known) => known.isProduct(id))],
  ['category', only((key, known) => known.isCategory(key))],
  ['integer', only((value) => /^(0|[1-9]\d{0,5})$/.test(value))],
  ['slug', only((value) => /^[a-z0-9-]{1,64}$/.test(value))],
  ['words', knownWords],
  ['text', only((value) => value.length <= maxTextLength && value.isWellFormed())],
])

/** Finds the check for a rule, or says which option names a rule that does not exist. */
export function checkFor(rule: ValueRule, option: string): CheckValue {
  if (typeof rule !== 'string') {
    const listed = new Set(rule)
    return only((value) => listed.has(value))
  }
  const check = rules.get(rule)
  if (check) return check
  throw new ConfigError(option, `must be a list of values or one of ${[...rules.keys()].join(' ')}`)
}

function only(allows: (value: string, known: Known) => boolean): CheckValue {
  return (value, known) => (allows(value, known) ? value : undefined)
}

function knownWords(value: string, known: Known): string | undefined {
  const words = value
    .normalize('NFKC')
    .toLowerCase()
    .split(/\s+/)
    // An address goes as a whole: `rose@example.com` must not become `rose`.
    .filter((token) => !token.includes('@'))
    .flatMap((token) => token.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [])
    .filter((word) => known.isWord(word))
  return words.slice(0, maxWords).join(' ') || undefined
}
