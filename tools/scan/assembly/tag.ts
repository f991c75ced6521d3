import { find } from './find'
import { isSpelled } from './names'

const space: u8 = 1
const slash: u8 = 2
const greaterThan: u8 = 4
const equals: u8 = 8
const endsName: u8 = space | slash | greaterThan
const endsValue: u8 = space | greaterThan

const classes = memory.data(256)
store<u8>(classes + 0x09, space)
store<u8>(classes + 0x0a, space)
store<u8>(classes + 0x0c, space)
store<u8>(classes + 0x0d, space)
store<u8>(classes + 0x20, space)
store<u8>(classes + 0x2f, slash)
store<u8>(classes + 0x3e, greaterThan)
store<u8>(classes + 0x3d, equals)

/** The attributes that selectors ask for; a tag notes no others. */
const mostAttributes: u32 = 31
const spellings = memory.data(31 * 4)
const lengths = memory.data(31 * 4)
const letterBytes: usize = 2048
const letters = memory.data(2048)
/** By length and first letter: most attributes of a page are told apart by these alone. */
const maybe = memory.data(4096)
let count: u32 = 0
let used: usize = 0

/** Where the start and the end of the value of each attribute are. */
export const values = memory.data(31 * 8)

// The tag that was read last. One after the other, so they need no object.
export let nameStart: usize = 0
export let nameEnd: usize = 0
/** One bit for each attribute that it has and somebody asks for. */
export let present: u32 = 0
export let isSelfClosing: bool = false

/** Asks for an attribute, whose name (lower case) stands there. @returns whether there is room for it. */
export function ask(start: usize, end: usize): bool {
  const length = end - start
  if (count === mostAttributes || used + length > letterBytes) return false
  memory.copy(letters + used, start, length)
  store<u32>(spellings + 4 * count, (letters + used) as u32)
  store<u32>(lengths + 4 * count, length as u32)
  store<u8>(maybe + hint(start, end), 1)
  count++
  used += length
  return true
}

function hint(start: usize, end: usize): usize {
  return (((end - start) & 127) << 5) | (load<u8>(start) & 31)
}

function classOf(at: usize): u8 {
  return load<u8>(classes + load<u8>(at))
}

/** The first byte at or after `at` that may end a name: whitespace or less, `/`, `=` or `>`. */
function findName(at: usize, end: usize): usize {
  for (; at < end; at += 16) {
    const bytes = v128.load(at)
    const ends = v128.or(
      v128.or(i8x16.le_u(bytes, i8x16.splat(0x20)), i8x16.eq(bytes, i8x16.splat(0x2f))),
      v128.or(i8x16.eq(bytes, i8x16.splat(0x3d)), i8x16.eq(bytes, i8x16.splat(0x3e))),
    )
    const hits = i8x16.bitmask(ends)
    if (hits !== 0) {
      const found = at + ctz(hits)
      return found < end ? found : end
    }
  }
  return end
}

/** Whether a byte ends the name of a tag. */
export function isNameEnd(at: usize): bool {
  return (classOf(at) & endsName) !== 0
}

/**
 * Reads a tag whose name begins at `at` (WHATWG HTML, 13.2.5.6 to 13.2.5.40).
 *
 * @returns where it ends, or 0 when its end is not there yet.
 */
export function readTag(at: usize, end: usize): usize {
  nameStart = at
  at = findName(at, end)
  while (at < end && (classOf(at) & endsName) === 0) at = findName(at + 1, end)
  nameEnd = at
  present = 0
  while (true) {
    at = readPlain(at, end)
    let before: u8 = 0
    let kind: u8 = 0
    for (; at < end; at++) {
      kind = classOf(at)
      if ((kind & (space | slash)) === 0) break
      before = kind
    }
    if (at >= end) return 0
    if (kind === greaterThan) {
      isSelfClosing = before === slash
      return at + 1
    }
    at = readAttribute(at, end)
    if (at === 0) return 0
  }
}

/** Reads attributes as most are written, ` name="value"`. @returns where there is something else. */
function readPlain(at: usize, end: usize): usize {
  while (load<u8>(at) === 0x20 && classOf(at + 1) === 0) {
    const name = at + 1
    const nameEnd = findName(name + 1, end)
    if (load<u16>(nameEnd) !== 0x223d) break // `="`
    const valueEnd = find(0x22, nameEnd + 2, end)
    if (valueEnd >= end) break
    if (load<u8>(maybe + hint(name, nameEnd)) !== 0) note(name, nameEnd, nameEnd + 2, valueEnd)
    at = valueEnd + 1
  }
  return at
}

function readAttribute(start: usize, end: usize): usize {
  // The first byte is the name's also if it is "=".
  let at = findName(start + 1, end)
  while (at < end && classOf(at) === 0) at = findName(at + 1, end)
  const nameEnd = at
  while (at < end && classOf(at) === space) at++
  if (at >= end) return 0
  let from = nameEnd
  let to = nameEnd
  if (classOf(at) === equals) {
    at++
    while (at < end && classOf(at) === space) at++
    if (at >= end) return 0
    const first = load<u8>(at)
    if (first === 0x22 || first === 0x27) {
      from = at + 1
      to = find(first, from, end)
      at = to + 1
    } else {
      from = at
      while (at < end && (classOf(at) & endsValue) === 0) at++
      to = at
    }
    if (at >= end) return 0
  }
  if (load<u8>(maybe + hint(start, nameEnd)) !== 0) note(start, nameEnd, from, to)
  return at
}

function note(start: usize, end: usize, from: usize, to: usize): void {
  for (let index: u32 = 0; index < count; index++) {
    const name = load<u32>(spellings + 4 * index)
    if (!isSpelled(name, load<u32>(lengths + 4 * index), start, end)) continue
    const bit: u32 = 1 << index
    if ((present & bit) !== 0) return // of two with a name, the first counts
    present |= bit
    store<u32>(values + 8 * index, from as u32)
    store<u32>(values + 8 * index + 4, to as u32)
    return
  }
}
