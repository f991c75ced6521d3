import { type AttributeSelector, parse, type Selector } from 'css-what'
import type { Scanner } from './scanner.ts'
import type { Wanted } from './wanted.ts'

/** A start tag, as far as selectors ask. */
export type Tag = Pick<Scanner, 'present' | 'has' | 'value'>

/** An element as a selector sees it. */
export interface Seen {
  readonly tag: Tag
  /** Its number in `Wanted`. */
  readonly name: number
  /** Which child of its parent it is, counted from 1. */
  readonly index: number
}

type Test = (seen: Seen) => boolean

/** One element of a selector, such as `li.card[data-id]`. */
export interface Compound {
  /** The number of the element's name in `Wanted`; 0 is any. */
  readonly name: number
  /** The attributes that it must have, one bit each. */
  readonly needs: number
  readonly tests: readonly Test[]
  /** The same for compounds that ask the same. */
  readonly text: string
}

/** The elements of a selector from the outermost to the one that is meant. */
export interface Complex {
  readonly compounds: readonly Compound[]
  /** Whether each but the first must be a child of the one before, and not only inside it. */
  readonly isChild: readonly boolean[]
}

/**
 * Reads a selector: element names, classes, ids, attributes, `:not()`, `:first-child`,
 * `:nth-child()`, spaces, `>` and commas (Selectors Level 4).
 *
 * @throws SyntaxError that names what it does not know.
 */
export function parseSelector(selector: string, wanted: Wanted): readonly Complex[] {
  return parse(selector).map((tokens) => complexOf(tokens, wanted))
}

export function matches({ name, needs, tests }: Compound, seen: Seen): boolean {
  if (name !== 0 && name !== seen.name) return false
  if ((seen.tag.present & needs) !== needs) return false
  for (const test of tests) if (!test(seen)) return false
  return true
}

function complexOf(tokens: readonly Selector[], wanted: Wanted): Complex {
  const parts: Selector[][] = [[]]
  const isChild = [false]
  for (const token of tokens) {
    if (token.type === 'descendant' || token.type === 'child') {
      parts.push([])
      isChild.push(token.type === 'child')
    } else parts.at(-1)?.push(token)
  }
  return { compounds: parts.map((part) => compoundOf(part, wanted)), isChild }
}

function compoundOf(tokens: readonly Selector[], wanted: Wanted): Compound {
  let name = 0
  let needs = 0
  const tests: Test[] = []
  for (const token of tokens) {
    if (token.type === 'tag') name = wanted.name(token.name.toLowerCase())
    else if (token.type === 'attribute') {
      const index = wanted.attribute(token.name.toLowerCase())
      const test = attributeTest(index, token)
      if (token.action !== 'not') needs |= 1 << index
      if (test) tests.push(test)
    } else if (token.type === 'pseudo') tests.push(pseudoTest(token.name, token.data, wanted))
    else if (token.type !== 'universal') throw new SyntaxError(`it does not know "${token.type}"`)
  }
  return { name, needs, tests, text: JSON.stringify(tokens) }
}

type Compare = (value: string, wanted: string) => boolean

const whitespace = /[\t\n\f\r ]+/

const comparisons: ReadonlyMap<string, Compare> = new Map<string, Compare>([
  ['equals', (value, wanted) => value === wanted],
  ['not', (value, wanted) => value !== wanted],
  ['element', (value, wanted) => value.split(whitespace).includes(wanted)],
  ['start', (value, wanted) => wanted !== '' && value.startsWith(wanted)],
  ['end', (value, wanted) => wanted !== '' && value.endsWith(wanted)],
  ['any', (value, wanted) => wanted !== '' && value.includes(wanted)],
  ['hyphen', (value, wanted) => value === wanted || value.startsWith(`${wanted}-`)],
])

function attributeTest(index: number, token: AttributeSelector): Test | undefined {
  const { action, ignoreCase, value } = token
  const compare = comparisons.get(action)
  if (!compare) return undefined // it is enough that the element has it
  const fold = ignoreCase === true ? (text: string) => text.toLowerCase() : (text: string) => text
  const wanted = fold(value)
  return ({ tag }) => (tag.has(index) ? compare(fold(tag.value(index)), wanted) : action === 'not')
}

function pseudoTest(name: string, data: unknown, wanted: Wanted): Test {
  if (name === 'first-child') return ({ index }) => index === 1
  if (name === 'nth-child' && typeof data === 'string') return nthTest(data)
  if (name === 'not' && Array.isArray(data)) {
    const complexes = data.map((tokens: Selector[]) => complexOf(tokens, wanted))
    if (complexes.every(({ compounds }) => compounds.length === 1)) {
      const compounds = complexes.flatMap(({ compounds }) => compounds)
      return (seen) => !compounds.some((compound) => matches(compound, seen))
    }
  }
  throw new SyntaxError(`it does not know ":${name}" here`)
}

const nth = /^\s*(?:(?<word>odd|even)|(?<a>[+-]?\d*)n\s*(?<b>[+-]\s*\d+)?|(?<only>[+-]?\d+))\s*$/i

// Selectors Level 4, 6.6.5.1: the `index` is a·n + b for some n of 0, 1, 2, …
function nthTest(formula: string): Test {
  const { word, a, b = '0', only } = nth.exec(formula)?.groups ?? {}
  if (only !== undefined) return ({ index }) => index === Number(only)
  if (word === undefined && a === undefined)
    throw new SyntaxError(`":nth-child(${formula})" is none`)
  const [step, offset] = word
    ? [2, word.toLowerCase() === 'odd' ? 1 : 0]
    : [stepOf(a ?? ''), Number(b.replace(/\s/g, ''))]
  return ({ index }) =>
    step === 0 ? index === offset : (index - offset) % step === 0 && (index - offset) / step >= 0
}

function stepOf(text: string): number {
  return text === '' || text === '+' ? 1 : text === '-' ? -1 : Number(text)
}
