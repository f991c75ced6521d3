// Splits a page into tags and what is between them, as browsers do (WHATWG HTML, 13.2.5
// "Tokenization"), follows which elements are open, and tells JavaScript of those that selectors ask for.

import { find, slack } from './find'
import { lost, met, passed } from './host'
import {
  askedAs,
  ask as askForName,
  flagsOf,
  forgetOthers,
  isRead,
  isSpelled,
  lengthOf,
  mayComeFirst,
  named,
  nothing,
  read as readName,
  spellingOf,
} from './names'
import {
  clear,
  endElement,
  holdsNothing,
  holdsText,
  holdsUnknown,
  innermost,
  isForeign,
  isUntold,
  level,
  startElement,
} from './open-elements'
import {
  ask as askForAttribute,
  isNameEnd,
  isSelfClosing,
  nameEnd,
  nameStart,
  present,
  readTag,
} from './tag'

export { isForeign, isMisplaced, watched } from './open-elements'
export { nameEnd, nameStart, present, values } from './tag'

const lessThan: u8 = 0x3c
const greaterThan: u8 = 0x3e
const bang: u8 = 0x21
const slash: u8 = 0x2f
const question: u8 = 0x3f

const body = named('body')
const frameset = named('frameset')
const plaintext = named('plaintext')
const script = named('script')

/** How much of the page must be there to tell what begins with a `<`. Bytes. */
const lookahead: usize = 16
/** How much is looked back at from the end of a comment. Bytes. */
const lookbehind: usize = 3

const inMarkup = 0
const inComment = 1
const inBogus = 2
const inCdata = 3
const inText = 4
const inScript = 5
const inPlaintext = 6

// By level: the states of selectors that an element is in, and those that it and all around it are in.
export const own = memory.data(514 * 4)
export const within = memory.data(514 * 4)
const children = memory.data(514 * 4)

/** Where what is not read yet stands, with nothing before it and room behind it. */
export const input: usize = __heap_base + 16
let end: usize = 0
let isLast = false
let mode = inMarkup
/** The name of the end tag that ends the text. */
let textName: u32 = nothing
/** How deep in `<!-- <script>` a script is: at 2, its end tag is text. */
let escapes = 0
/** Where the comment or the escape has its first byte after `<!--`, in the page. */
let since: u32 = 0
/** Where in the page the input begins: what is before has been read. */
export let base: u32 = 0
/** It has met what it cannot tell, and reads no further. */
export let isLost = false
/** The attributes for which an element of any name is worth a look, one bit each. */
let anywhere: u32 = 0
let isHeadPassed = true
let isBodyPassed = true

/** Asks for elements of the name that stands in the input. */
export function askName(length: usize, number: u32): void {
  askForName(input, input + length, number)
}

/** Asks for the attribute whose name stands in the input. */
export function askAttribute(length: usize): bool {
  return askForAttribute(input, input + length)
}

/** Begins a page. */
export function begin(attributesAnywhere: u32, findsPlaces: bool): void {
  anywhere = attributesAnywhere
  isHeadPassed = isBodyPassed = !findsPlaces
  isLost = false
  base = 0
  mode = inMarkup
  escapes = 0
  clear()
  forgetOthers()
  store<u32>(own, 0)
  store<u32>(within, 0)
  store<u32>(children, 0)
}

/** Makes room for so many bytes of input. @returns whether there is. */
export function makeRoom(bytes: usize): bool {
  const pages = ((input + bytes + slack + 0xffff) >> 16) as i32
  return pages <= memory.size() || memory.grow(pages - memory.size()) !== -1
}

/** Reads the input. @returns how many bytes of it are the beginning of something: they stand first now. */
export function scan(length: usize, isAll: bool): usize {
  end = input + length
  isLast = isAll
  isWaiting = false
  let at = input
  while (at < end && !isLost && !isWaiting) at = step(at)
  const rest = end - at
  memory.copy(input, at, rest)
  base += (at - input) as u32
  return rest
}

/** Reads no further. */
export function lose(): void {
  isLost = true
  lost(false)
}

/** Whether what stands at the offset that was returned is only the beginning of something. */
let isWaiting = false

function wait(at: usize): usize {
  isWaiting = true
  return at
}

/** For an end whose beginning the last bytes may be. */
function waitForEnd(): usize {
  return wait(end - input > lookbehind ? end - lookbehind : input)
}

function enter(next: i32, at: usize): usize {
  mode = next
  return at
}

/** @returns how far it got. */
function step(at: usize): usize {
  switch (mode) {
    case inMarkup:
      return markup(at)
    case inComment:
      return comment(at)
    case inBogus:
      return bogus(at)
    case inCdata:
      return cdata(at)
    case inText:
      return text(at)
    case inScript:
      return code(at)
    default:
      return end
  }
}

function markup(from: usize): usize {
  const at = find(lessThan, from, end)
  if (at === end) return end
  // Behind the end there is nothing to be told apart from a letter.
  const first = at + 1 < end ? load<u8>(at + 1) : 0
  if (isLetter(first)) return startTag(at)
  if (isShort(at)) return wait(at)
  if (first === slash) {
    const second = load<u8>(at + 2)
    if (at + 2 < end && isLetter(second)) return plainEndTag(at)
    return at + 2 < end && second === greaterThan ? at + 3 : enter(inBogus, at + 2)
  }
  if (first === bang) return declaration(at)
  return first === question ? enter(inBogus, at + 2) : at + 1
}

function isShort(at: usize): bool {
  return at + lookahead > end && !isLast
}

function startTag(at: usize): usize {
  const next = readTag(at + 1, end)
  if (next === 0) return wait(at)
  const name = readName(nameStart, nameEnd)
  const content = begun(name, at, next)
  if (isLost || content !== holdsText) return next
  textName = name
  escapes = 0
  return enter(name === script ? inScript : name === plaintext ? inPlaintext : inText, next)
}

/** An element begins, or is empty. */
function begun(name: u32, from: usize, next: usize): u32 {
  const start = base + ((from - input) as u32)
  const stop = base + ((next - input) as u32)
  if (!isHeadPassed && (flagsOf(name) & mayComeFirst) === 0) {
    isHeadPassed = true
    passed(0, start)
  }
  if (!isBodyPassed && name === body) {
    isBodyPassed = true
    passed(1, stop)
  }
  const content = name === nothing ? holdsUnknown : startElement(name, isSelfClosing, start, stop)
  if (content === holdsUnknown) {
    isLost = true
    lost(name === frameset)
    return content
  }
  const isOpen = content !== holdsNothing
  const at = level + (isOpen ? 0 : 1)
  const around = at - 1
  const index = load<u32>(children + 4 * around) + 1
  store<u32>(children + 4 * around, index)
  store<u32>(children + 4 * at, 0)
  store<u32>(own + 4 * at, 0)
  store<u32>(within + 4 * at, load<u32>(within + 4 * around))
  const number = askedAs(name)
  if (number !== 0 || (present & anywhere) !== 0 || anywhere === 0xffffffff) {
    met(number, at, index, isOpen, start, stop)
  }
  return content
}

/** An end tag as most are: of the innermost element, and nothing but its name. */
function plainEndTag(at: usize): usize {
  const name = innermost()
  const behind = at + 2 + lengthOf(name)
  if (behind >= end || load<u8>(behind) !== greaterThan || !isRead(name, at + 2)) return endTag(at)
  endElement(name, base + ((at - input) as u32), base + ((behind + 1 - input) as u32))
  return behind + 1
}

function endTag(at: usize): usize {
  const next = readTag(at + 2, end)
  if (next === 0) return wait(at)
  const name = readName(nameStart, nameEnd)
  if (name === nothing) {
    lose()
    return next
  }
  endElement(name, base + ((at - input) as u32), base + ((next - input) as u32))
  if (isUntold) lose()
  return enter(inMarkup, next)
}

function declaration(at: usize): usize {
  if (load<u16>(at + 2) === 0x2d2d && at + 4 <= end) {
    since = base + ((at + 4 - input) as u32)
    return enter(inComment, at + 4)
  }
  // "[CDATA["
  const isCdata = load<u32>(at + 2) === 0x4144435b && load<u32>(at + 5) === 0x5b415441
  return isForeign() && isCdata && at + 9 <= end ? enter(inCdata, at + 9) : enter(inBogus, at + 2)
}

// 13.2.5.43 to 13.2.5.52: `<!-->` and `<!--->` are whole comments, `<!--!>` is not.
function comment(from: usize): usize {
  const start = input + since - base
  for (let at = find(greaterThan, from, end); at < end; at = find(greaterThan, at + 1, end)) {
    const isBanged = load<u8>(at - 1) === bang && hasDashes(at - 1, start)
    if (isBanged || hasDashes(at, start - 2)) return enter(inMarkup, at + 1)
  }
  return waitForEnd()
}

function bogus(from: usize): usize {
  const at = find(greaterThan, from, end)
  return at === end ? end : enter(inMarkup, at + 1)
}

function cdata(from: usize): usize {
  for (let at = find(greaterThan, from, end); at < end; at = find(greaterThan, at + 1, end)) {
    if (load<u16>(at - 2) === 0x5d5d) return enter(inMarkup, at + 1)
  }
  return waitForEnd()
}

function text(from: usize): usize {
  for (let at = find(lessThan, from, end); at < end; at = find(lessThan, at + 1, end)) {
    if (isShort(at)) return wait(at)
    if (isTextEnd(at)) return endTag(at)
  }
  return end
}

// 13.2.5.15 to 13.2.5.31: in `<!-- <script>`, an end tag is text.
function code(from: usize): usize {
  let at = from
  for (; at < end; at++) {
    if (escapes === 0) at = find(lessThan, at, end)
    if (at === end) break
    const byte = load<u8>(at)
    if (byte === greaterThan && escapes > 0) {
      if (hasDashes(at, input + since - base - 2)) escapes = 0
    } else if (byte === lessThan) {
      if (isShort(at)) return wait(at)
      const isEnd = isTextEnd(at)
      if (isEnd && escapes < 2) return endTag(at)
      if (isEnd) escapes = 1
      else escape(at)
    }
  }
  return waitForEnd()
}

function escape(at: usize): void {
  if (escapes === 0) {
    // "!--"
    const isEscape = (load<u32>(at + 1) & 0xffffff) === 0x2d2d21 && at + 4 <= end
    if (!isEscape) return
    escapes = 1
    since = base + ((at + 4 - input) as u32)
  } else if (escapes === 1 && isNamed(script, at + 1)) escapes = 2
}

function isTextEnd(at: usize): bool {
  return load<u8>(at + 1) === slash && isNamed(textName, at + 2)
}

/** Whether this name stands there, and ends there. */
function isNamed(name: u32, at: usize): bool {
  const length = lengthOf(name)
  const behind = at + length
  return behind < end && isSpelled(spellingOf(name), length, at, behind) && isNameEnd(behind)
}

function isLetter(byte: u8): bool {
  return (byte | 0x20) - 0x61 < 26
}

/** Whether two dashes, the first not before `start`, stand right before `at`. */
function hasDashes(at: usize, start: usize): bool {
  // What began long ago began before the input, and before all memory.
  return ((at - 2 - start) as i32) >= 0 && load<u16>(at - 2) === 0x2d2d
}
