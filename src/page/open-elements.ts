import {
  breaksOut,
  endsParagraph,
  flagsOf,
  hasOwnRule,
  isBarrier,
  isFormatting,
  isSpecial,
  isTablePart,
  isText,
  isVoid,
  mostNames,
  nameId,
} from './names.ts'
import type { Content } from './scan.ts'
import type { Tag } from './tag.ts'

const html = 0
const svg = 1
const math = 2

const ids = (names: string): ReadonlySet<number> =>
  new Set(names.split(' ').filter(Boolean).map(nameId))

const a = nameId('a')
const body = nameId('body')
const br = nameId('br')
const button = nameId('button')
const form = nameId('form')
const frameset = nameId('frameset')
const head = nameId('head')
const li = nameId('li')
const mathName = nameId('math')
const nobr = nameId('nobr')
const p = nameId('p')
const script = nameId('script')
const select = nameId('select')
const svgName = nameId('svg')
const table = nameId('table')
const template = nameId('template')

const outermost = ids('html head body')
const headings = ids('h1 h2 h3 h4 h5 h6')
const lists = ids('ul ol')
const terms = ids('dd dt')
const transparent = ids('address div p')
const tableParts = ids('table tbody thead tfoot tr td th caption')
const cells = ids('td th caption')
const rows = ids('tr tbody thead tfoot')
const rowParents = ids('tbody thead tfoot')
const cellParents = ids('tr tbody thead tfoot')
const parentsOf: ReadonlyMap<number, ReadonlySet<number>> = new Map([
  [nameId('tr'), rowParents],
  [nameId('td'), cellParents],
  [nameId('th'), cellParents],
  [nameId('col'), ids('colgroup')],
])
/** What may be open at the end of a form. */
const impliedEnds = ids('dd dt li optgroup option p rb rp rt rtc')
/** Inside these, foreign content holds HTML: by what they are in. */
const integrationPoints = [ids(''), ids('foreignobject desc title'), ids('mi mo mn ms mtext')]

/** Browsers stop nesting here (Blink, `kMaximumHTMLParserDOMTreeDepth`). */
export const deepest = 512

/**
 * The stack of open elements (WHATWG HTML, 13.2.4.2 and 13.2.6), as far as tags alone tell. Where
 * browsers differ, it is lost.
 */
export class OpenElements {
  /** How many elements are open; the innermost is the one at this level, the document is level 0. */
  level = 0
  readonly #names = new Int32Array(deepest + 1) // 0: it is no longer on the browser's stack
  readonly #spaces = new Uint8Array(deepest + 1)
  #isInForm = false
  /** How many are open, by name: most of what is looked for is not there. */
  readonly #counts = new Uint16Array(mostNames)
  readonly #onClose: (level: number, closedLevel: number) => void

  /**
   * @param onClose told of each element that is closed, the innermost first; `closedLevel` is that of
   * the element whose end tag it was, or 0.
   */
  constructor(onClose: (level: number, closedLevel: number) => void) {
    this.#onClose = onClose
  }

  get isForeign(): boolean {
    return this.#spaces[this.level] !== html
  }

  get #space(): number {
    return this.#spaces[this.level] as number
  }

  /** Whether what begins here is taken out of a table, left out of a `select`, or only a template. */
  get isMisplaced(): boolean {
    const inside = (name: number) => this.#find(name, isNothing)
    return inside(select) > 0 || inside(template) > 0 || this.#isAmongRows()
  }

  /** What a start tag opens; it may close others first. */
  start(tag: Tag, name: number): Content {
    const flags = flagsOf(name)
    if (this.#isPurelyForeign()) {
      const stays = (flags & breaksOut) === 0
      if (stays) return this.#push(name, this.#space, tag.isSelfClosing)
      this.#leaveForeign()
    }
    if (name === svgName) return this.#push(name, svg, tag.isSelfClosing)
    if (name === mathName) return this.#push(name, math, tag.isSelfClosing)
    if (name === frameset) return 'lost'
    if (!this.#makeRoom(name, flags) || (flags & isVoid) !== 0) return 'empty'
    if ((flags & isText) === 0) return this.#push(name, html, false)
    // Older browsers leave such a tag out in a `select`, and read on as if it were not there.
    if (name !== script && this.#find(select, isNothing) > 0) return 'lost'
    return this.#push(name, html, false) === 'lost' ? 'lost' : 'text'
  }

  /** Closes what an end tag closes. */
  end(name: number): void {
    if (this.#names[this.level] === name) {
      if (name === form) this.#isInForm = false
      this.#popTo(this.level, this.level)
      return
    }
    if (name === p || name === br) this.#leaveForeign()
    for (let at = this.level; this.#spaces[at] !== html; at--) {
      if (this.#names[at] === name) {
        this.#popTo(at, at)
        return
      }
    }
    const flags = flagsOf(name)
    if (outermost.has(name)) return // what comes after it still goes into what is open
    if (name === form) this.#endForm()
    else if ((flags & isFormatting) !== 0) this.#endFormatting(name)
    else this.#endBlock(name, flags)
  }

  #endBlock(name: number, flags: number): void {
    const at = headings.has(name)
      ? this.#findAny(headings, isWall)
      : this.#find(name, stops.get(name) ?? ((flags & isSpecial) === 0 ? isNoOrdinary : isWall))
    if (at > 0) this.#popTo(at, at)
    // A row that no tag began may end all the same.
    else if (rows.has(name) && this.#find(table, isTemplate) > 0) {
      this.#popTo(this.#find(table, isTemplate) + 1)
    }
  }

  #leaveForeign(): void {
    while (this.#isPurelyForeign()) this.#pop(0)
  }

  /**
   * Closes what cannot go on when an element begins.
   *
   * @returns false when browsers leave the start tag out.
   */
  #makeRoom(name: number, flags: number): boolean {
    if ((flags & (endsParagraph | hasOwnRule | isTablePart)) === 0) return true
    if ((flags & endsParagraph) !== 0) this.#popTo(this.#find(p, isWallOrButton))
    if (name === li) this.#popTo(this.#find(li, isNoItem))
    else if (terms.has(name)) this.#popTo(this.#findAny(terms, isNoItem))
    else if (name === button) this.#popTo(this.#find(button, isWall))
    else if (name === a || name === nobr) this.#endFormatting(name)
    else if (name === form) return this.#beginForm()
    else if (name === select) return this.#find(select, isNothing) === 0
    else if (name === table && this.#isAmongRows()) this.#popTo(this.#find(table, isNothing))
    else if (outermost.has(name)) return this.#isOutside(name)
    else if ((flags & isTablePart) !== 0) return this.#makeRoomInTable(name)
    return true
  }

  #isAmongRows(): boolean {
    const around = this.#find(table, isTemplate)
    return around > 0 && around > this.#findAny(cells, isTemplate)
  }

  /** Rows and cells end what is open in the table around them (13.2.6.4.9, "clear the stack back"). */
  #makeRoomInTable(name: number): boolean {
    const around = this.#find(table, isTemplate)
    if (around === 0) return this.#find(template, isNothing) > 0
    const parents = parentsOf.get(name)
    while (this.level > around && !parents?.has(this.#names[this.level] as number)) this.#pop(0)
    return true
  }

  #isOutside(name: number): boolean {
    if (name === body && this.#names[this.level] === head) this.#pop(0)
    return this.level === 0 || (this.level === 1 && outermost.has(this.#names[1] as number))
  }

  // 13.2.4.4, "the form element pointer": a form in a form is left out.
  #beginForm(): boolean {
    const isFirst = !this.#isInForm
    this.#isInForm = true
    return isFirst
  }

  // 13.2.6.4.7, `</form>`: what is open inside it stays open.
  #endForm(): void {
    this.#isInForm = false
    const at = this.#find(form, isWall)
    if (at === 0) return
    while (this.level > at && impliedEnds.has(this.#names[this.level] as number)) this.#pop(0)
    if (this.level === at) this.#popTo(at, at)
    else this.#forget(at)
  }

  // 13.2.6.4.7, the adoption agency: blocks inside it stay open.
  #endFormatting(name: number): void {
    const at = this.#find(name, isWall)
    if (at === 0) return
    for (let above = at + 1; above <= this.level; above++) {
      if ((flagsOf(this.#names[above] as number) & isSpecial) === 0) continue
      this.#forget(at)
      return
    }
    this.#popTo(at, at)
  }

  /** @returns the level of the innermost HTML element of a name, not beyond where `stops`; or 0. */
  #find(name: number, stops: Stops): number {
    if (name > 0 && this.#counts[name] === 0) return 0
    for (let at = this.level; at > 0; at--) {
      const open = this.#names[at] as number
      if (open === name && this.#spaces[at] === html) return at
      if (stops(open, this.#spaces[at] as number)) return 0
    }
    return 0
  }

  #findAny(names: ReadonlySet<number>, stops: Stops): number {
    let innermost = 0
    for (const name of names) innermost = Math.max(innermost, this.#find(name, stops))
    return innermost
  }

  #isPurelyForeign(): boolean {
    return this.isForeign && !isIntegration(this.#names[this.level] as number, this.#space)
  }

  #push(name: number, space: number, isEmpty: boolean): Content {
    if (isEmpty) return 'empty'
    if (this.level === deepest) return 'lost'
    this.level++
    this.#names[this.level] = name
    if (name > 0) this.#counts[name] = (this.#counts[name] as number) + 1
    this.#spaces[this.level] = space
    return 'markup'
  }

  #forget(level: number): void {
    const name = this.#names[level] as number
    this.#counts[name] = (this.#counts[name] as number) - 1
    this.#names[level] = 0
  }

  #popTo(level: number, closedLevel = 0): void {
    while (level > 0 && this.level >= level) this.#pop(closedLevel)
  }

  #pop(closedLevel: number): void {
    const name = this.#names[this.level] as number
    if (name > 0) this.#counts[name] = (this.#counts[name] as number) - 1
    this.level--
    this.#onClose(this.level + 1, closedLevel)
  }
}

function isIntegration(name: number, space: number): boolean {
  return integrationPoints[space]?.has(name) === true
}

/** Where a search among the open elements ends. */
type Stops = (name: number, space: number) => boolean

// 13.2.4.2, "has an element in scope", and what is like it.
const isNothing: Stops = () => false
const isTemplate: Stops = (name) => name === template
const isTableWall: Stops = (name) => name === table || name === template
const isWall: Stops = (name, space) =>
  space !== html ? isIntegration(name, space) : (flagsOf(name) & isBarrier) !== 0
const isWallOrButton: Stops = (name, space) => name === button || isWall(name, space)
const isWallOrList: Stops = (name, space) => lists.has(name) || isWall(name, space)
const isNoOrdinary: Stops = (name, space) =>
  space !== html ? isIntegration(name, space) : (flagsOf(name) & isSpecial) !== 0
const isNoItem: Stops = (name, space) => !transparent.has(name) && isNoOrdinary(name, space)

const stops: ReadonlyMap<number, Stops> = new Map<number, Stops>([
  [template, isNothing],
  [p, isWallOrButton],
  [li, isWallOrList],
  ...[...tableParts].map((name): [number, Stops] => [name, isTableWall]),
])
