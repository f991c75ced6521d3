import { left } from './host'
import {
  breaksOut,
  endsParagraph,
  flagsOf,
  hasImpliedEnd,
  hasOwnRule,
  isBarrier,
  isCell,
  isFormatting,
  isHeading,
  isList,
  isMathPoint,
  isOutermost,
  isRowParent,
  isSpecial,
  isSvgPoint,
  isTablePart,
  isTerm,
  isText,
  isTransparent,
  isVoid,
  named,
  nothing,
  staysInTable,
} from './names'

/** What an element holds: markup, nothing, text up to its end tag; or nobody can tell. */
export const holdsMarkup = 0
export const holdsNothing = 1
export const holdsText = 2
export const holdsUnknown = 3

const html: u8 = 0
const svg: u8 = 1
const math: u8 = 2

const a = named('a')
const body = named('body')
const br = named('br')
const button = named('button')
const colgroup = named('colgroup')
const col = named('col')
const form = named('form')
const frameset = named('frameset')
const head = named('head')
const input = named('input')
const li = named('li')
const mathName = named('math')
const nobr = named('nobr')
const p = named('p')
const script = named('script')
const select = named('select')
const svgName = named('svg')
const table = named('table')
const td = named('td')
const template = named('template')
const th = named('th')
const tr = named('tr')

/** Browsers stop nesting here (Blink, `kMaximumHTMLParserDOMTreeDepth`). */
export const deepest: u32 = 512

// The stack of open elements (WHATWG HTML, 13.2.4.2 and 13.2.6), as far as tags alone tell.

/** How many elements are open; the innermost is the one at this level, the document is level 0. */
export let level: u32 = 0
const names = memory.data(514 * 4) // 0: it is no longer on the browser's stack
const spaces = memory.data(514)
/** The levels whose end JavaScript is told. */
export const watched = memory.data(514)
/** How many are open, by name: most of what is looked for is not there. */
const counts = memory.data(1024 * 2)
let isInForm = false
/** Nobody can tell any longer what is open. */
export let isUntold = false
/** Browsers open formatting elements anew that something else ended; which, tags alone do not tell. */
let isReopened = false
// Of the tag that is being read, in the page.
let tagStart: u32 = 0
let tagEnd: u32 = 0

function nameAt(at: u32): u32 {
  return load<u32>(names + 4 * at)
}

/** The name of the innermost element; `nothing`, if there is none. */
export function innermost(): u32 {
  return nameAt(level)
}

function spaceAt(at: u32): u8 {
  return load<u8>(spaces + at)
}

/** Begins a page. */
export function clear(): void {
  level = 0
  isInForm = false
  isUntold = false
  isReopened = false
  memory.fill(counts, 0, 1024 * 2)
  memory.fill(watched, 0, 514)
}

export function isForeign(): bool {
  return spaceAt(level) !== html
}

/**
 * Whether what begins here is taken out of a table, left out of a `select`, only a template, or inside
 * of a formatting element that may end it.
 */
export function isMisplaced(): bool {
  if (isReopened && (flagsOf(nameAt(level)) & isSpecial) === 0) return true
  return find(select, noStop) > 0 || find(template, noStop) > 0 || isAmongRows()
}

/** What a start tag opens; it may close others first. */
export function startElement(name: u32, isSelfClosing: bool, start: u32, end: u32): u32 {
  tagStart = start
  tagEnd = end
  const flags = flagsOf(name)
  if (isForeign() && isPurelyForeign()) {
    if ((flags & breaksOut) === 0) return push(name, spaceAt(level), isSelfClosing)
    leaveForeign()
  }
  if (name === svgName) return push(name, svg, isSelfClosing)
  if (name === mathName) return push(name, math, isSelfClosing)
  if (name === frameset) return holdsUnknown
  const isPlain = (flags & (endsParagraph | hasOwnRule | isTablePart)) === 0
  const isLeftOut = !isPlain && !makeRoom(name, flags)
  // Some browsers end a `select` where one of its controls begins, others take it in.
  if (isUntold || (name === input && find(select, noStop) > 0)) return holdsUnknown
  if (isLeftOut) return holdsNothing
  if ((flags & isVoid) !== 0) return holdsNothing
  if ((flags & isText) === 0) return push(name, html, false)
  // Older browsers leave such a tag out in a `select`, and read on as if it were not there.
  if (name !== script && find(select, noStop) > 0) return holdsUnknown
  return push(name, html, false) === holdsUnknown ? holdsUnknown : holdsText
}

/** Closes what an end tag closes. */
export function endElement(name: u32, start: u32, end: u32): void {
  tagStart = start
  tagEnd = end
  if (nameAt(level) === name && name !== form) {
    pop(level)
    return
  }
  if (name === p || name === br) leaveForeign()
  for (let at = level; spaceAt(at) !== html; at--) {
    if (nameAt(at) !== name) continue
    popTo(at, at)
    return
  }
  const flags = flagsOf(name)
  if ((flags & isOutermost) !== 0) return // what comes after it still goes into what is open
  if (name === form) endForm()
  else if ((flags & isFormatting) !== 0) endFormatting(name)
  else endBlock(name, flags)
}

function endBlock(name: u32, flags: u32): void {
  const at =
    (flags & isHeading) !== 0 ? findAny(isHeading, atWall) : find(name, stopOf(name, flags))
  if (at > 0) popTo(at, at)
  // A row that no tag began may end all the same.
  else if (name === tr || (flags & isRowParent) !== 0) {
    const around = find(table, atTemplate)
    if (around === level || around === 0) return
    // But what stands between rows may have come before any.
    isUntold = (flagsOf(nameAt(around + 1)) & isTablePart) === 0
    popTo(around + 1, 0)
  }
}

function stopOf(name: u32, flags: u32): u32 {
  if (name === template) return noStop
  if (name === p) return atWallOrButton
  if (name === li) return atWallOrList
  if ((flags & staysInTable) !== 0) return atTableWall
  return (flags & isSpecial) === 0 ? atSpecial : atWall
}

function leaveForeign(): void {
  while (isPurelyForeign()) pop(0)
}

/**
 * Closes what cannot go on when an element begins.
 *
 * @returns false when browsers leave the start tag out.
 */
function makeRoom(name: u32, flags: u32): bool {
  if (name === form && !beginForm()) return false
  if ((flags & endsParagraph) !== 0) popTo(find(p, atWallOrButton), 0)
  if ((flags & hasOwnRule) !== 0) {
    if (name === li) popTo(find(li, atNoItem), 0)
    else if ((flags & isTerm) !== 0) popTo(findAny(isTerm, atNoItem), 0)
    else if (name === button) popTo(find(button, atWall), 0)
    else if (name === a || name === nobr) endFormatting(name)
    else if (name === select) isUntold = find(select, noStop) > 0
    else if (name === table && isAmongRows()) popTo(find(table, noStop), 0)
    else if ((flags & isOutermost) !== 0) return isOutside(name)
  } else if ((flags & isTablePart) !== 0) return makeRoomInTable(name)
  return true
}

function isAmongRows(): bool {
  const around = find(table, atTemplate)
  return around > 0 && around > findAny(isCell, atTemplate)
}

/** Rows and cells end what is open in the table around them (13.2.6.4.9, "clear the stack back"). */
function makeRoomInTable(name: u32): bool {
  const around = find(table, atTemplate)
  if (around === 0) return find(template, noStop) > 0
  while (level > around && !mayHold(nameAt(level), name)) pop(0)
  return true
}

function mayHold(parent: u32, name: u32): bool {
  const isParentOfRows = (flagsOf(parent) & isRowParent) !== 0
  if (name === tr) return isParentOfRows
  if (name === td || name === th) return isParentOfRows || parent === tr
  return name === col && parent === colgroup
}

function isOutside(name: u32): bool {
  if (name === body && nameAt(level) === head) pop(0)
  return level === 0 || (level === 1 && (flagsOf(nameAt(1)) & isOutermost) !== 0)
}

// 13.2.4.4, "the form element pointer": a form in a form is left out, but for one in a template.
function beginForm(): bool {
  if (find(template, noStop) > 0) return true
  const isFirst = !isInForm
  isInForm = true
  return isFirst
}

// 13.2.6.4.7, `</form>`: it is the first one's, wherever that is, and what is open inside it stays open.
function endForm(): void {
  const isInTemplate = find(template, noStop) > 0
  if (!isInTemplate && !isInForm) return
  if (!isInTemplate) isInForm = false
  const at = find(form, atWall)
  if (at === 0) return
  while (level > at && (flagsOf(nameAt(level)) & hasImpliedEnd) !== 0) pop(0)
  if (isInTemplate || level === at) popTo(at, at)
  else forget(at)
}

// 13.2.6.4.7, the adoption agency: blocks inside it stay open, and so do formatting elements around
// those. It has eight goes, one for each block and a last one, which ends all that is inside the innermost.
function endFormatting(name: u32): void {
  const at = find(name, atWall)
  if (at === 0) return
  let blocks = 0
  let innermost = at
  for (let above = at + 1; above <= level; above++) {
    if (!isBlock(above)) continue
    innermost = above
    blocks++
  }
  if (blocks === 0) {
    popTo(at, at)
    return
  }
  if (blocks >= 8) isUntold = true
  popTo(innermost + 1, 0)
  for (let inside = at; inside < innermost; inside++) {
    if (inside === at || !(isBlock(inside) || isReopenable(inside))) forget(inside)
  }
}

function isBlock(at: u32): bool {
  return isOneIn(isSpecial, nameAt(at), spaceAt(at))
}

function isReopenable(at: u32): bool {
  return spaceAt(at) === html && (flagsOf(nameAt(at)) & isFormatting) !== 0
}

/** @returns the level of the innermost HTML element of a name, not beyond where it stops; or 0. */
function find(name: u32, stop: u32): u32 {
  if (load<u16>(counts + 2 * name) === 0) return 0
  for (let at = level; at > 0; at--) {
    const open = nameAt(at)
    const space = spaceAt(at)
    if (open === name && space === html) return at
    if (stops(stop, open, space)) return 0
  }
  return 0
}

/** The same for any name of a flag. */
function findAny(flag: u32, stop: u32): u32 {
  for (let at = level; at > 0; at--) {
    const open = nameAt(at)
    const space = spaceAt(at)
    if (space === html && (flagsOf(open) & flag) !== 0) return at
    if (stops(stop, open, space)) return 0
  }
  return 0
}

// Where a search among the open elements ends: 13.2.4.2, "has an element in scope", and what is like it.
const noStop: u32 = 0
const atTemplate: u32 = 1
const atTableWall: u32 = 2
const atWall: u32 = 3
const atWallOrButton: u32 = 4
const atWallOrList: u32 = 5
const atSpecial: u32 = 6
const atNoItem: u32 = 7

function stops(stop: u32, name: u32, space: u8): bool {
  switch (stop) {
    case atTemplate:
      return name === template
    case atTableWall:
      return name === table || name === template
    case atWall:
      return isOneIn(isBarrier, name, space)
    case atWallOrButton:
      return name === button || isOneIn(isBarrier, name, space)
    case atWallOrList:
      return (flagsOf(name) & isList) !== 0 || isOneIn(isBarrier, name, space)
    case atSpecial:
      return isOneIn(isSpecial, name, space)
    case atNoItem:
      return (flagsOf(name) & isTransparent) === 0 && isOneIn(isSpecial, name, space)
    default:
      return false
  }
}

/** Whether it has the flag; in foreign content, whether it holds HTML. */
function isOneIn(flag: u32, name: u32, space: u8): bool {
  return (flagsOf(name) & (space === html ? flag : pointsOf(space))) !== 0
}

function pointsOf(space: u8): u32 {
  return space === svg ? isSvgPoint : isMathPoint
}

function isPurelyForeign(): bool {
  const space = spaceAt(level)
  return space !== html && (flagsOf(nameAt(level)) & pointsOf(space)) === 0
}

function push(name: u32, space: u8, isEmpty: bool): u32 {
  if (isEmpty) return holdsNothing
  if (level === deepest) return holdsUnknown
  level++
  store<u32>(names + 4 * level, name)
  store<u8>(spaces + level, space)
  store<u16>(counts + 2 * name, load<u16>(counts + 2 * name) + 1)
  return holdsMarkup
}

function forget(at: u32): void {
  uncount(nameAt(at))
  store<u32>(names + 4 * at, nothing)
}

function uncount(name: u32): void {
  if (name !== nothing) store<u16>(counts + 2 * name, load<u16>(counts + 2 * name) - 1)
}

/** @param closedLevel that of the element whose end tag it is, or 0. */
function popTo(to: u32, closedLevel: u32): void {
  while (to > 0 && level >= to) pop(closedLevel)
}

function pop(closedLevel: u32): void {
  const at = level--
  if (at !== closedLevel && isReopenable(at)) isReopened = true
  uncount(nameAt(at))
  if (load<u8>(watched + at) === 0) return
  store<u8>(watched + at, 0)
  left(at, closedLevel, tagStart, tagEnd)
}
