// Names of elements as small numbers: a parser compares numbers. Those that the HTML standard has rules
// for have flags; all others that a page brings are numbered as they come.

/** It has no end tag. */
export const isVoid: u32 = 1
/** Its content is text, up to its own end tag. */
export const isText: u32 = 1 << 1
/** Inside `svg` or `math` it ends them. */
export const breaksOut: u32 = 1 << 2
/** An end tag inside it closes nothing outside of it. */
export const isBarrier: u32 = 1 << 3
/** The end tag of anything that is not special closes nothing around it. */
export const isSpecial: u32 = 1 << 4
/** Its end tag leaves special elements inside it open. */
export const isFormatting: u32 = 1 << 5
/** It ends a paragraph that is open. */
export const endsParagraph: u32 = 1 << 6
/** What a table is made of. */
export const isTablePart: u32 = 1 << 7
/** Its start tag closes something, or is left out, by a rule of its own. */
export const hasOwnRule: u32 = 1 << 8
export const isOutermost: u32 = 1 << 9
export const isHeading: u32 = 1 << 10
export const isTerm: u32 = 1 << 11
export const isCell: u32 = 1 << 12
export const isRowParent: u32 = 1 << 13
/** Its end tag looks no further than the table it is in. */
export const staysInTable: u32 = 1 << 14
/** An item of a list ends through it. */
export const isTransparent: u32 = 1 << 15
export const isList: u32 = 1 << 16
/** It may be open at the end of a form. */
export const hasImpliedEnd: u32 = 1 << 17
/** Inside these, foreign content holds HTML. */
export const isSvgPoint: u32 = 1 << 18
export const isMathPoint: u32 = 1 << 19
/** It may stand before the place in the head: it tells how the rest is to be read. */
export const mayComeFirst: u32 = 1 << 20

/** The number of no name. */
export const nothing: u32 = 0

// Open addressing: 0 is free. Never more than half full.
const places: u32 = 2048
const mostNames: u32 = places / 2
const table = memory.data(2048 * 2)
/** The first eight bytes of each name: most have no more. */
const heads = memory.data(1024 * 8)
const starts = memory.data(1024 * 4)
const lengths = memory.data(1024 * 4)
const flags = memory.data(1024 * 4)
const asked = memory.data(1024)
const placed = memory.data(1024 * 2)
const letterBytes: usize = 16 * 1024
const letters = memory.data(16 * 1024)
let count: u32 = 1
let used: usize = 0
// Those of the standard and of selectors stay, those of a page go with it.
let keptCount: u32 = 1
let keptUsed: usize = 0

// WHATWG HTML: 13.1.2 "Elements", 13.2.4 "Parse state", 13.2.6 "Tree construction".
know('area base br col embed hr img input link meta param source track wbr', isVoid)
know('script style xmp iframe noembed noframes noscript title textarea plaintext', isText)
know('b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head', breaksOut)
know('hr i img li listing menu meta nobr ol p pre ruby s small span strike strong', breaksOut)
know('sub sup table tt u ul var', breaksOut)
know('applet caption html table td th marquee object select template', isBarrier)
know('address applet area article aside base basefont bgsound blockquote body br', isSpecial)
know('button caption center col colgroup dd details dir div dl dt embed fieldset', isSpecial)
know('figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header', isSpecial)
know('hgroup hr html iframe img input keygen li link listing main marquee menu', isSpecial)
know('meta nav noembed noframes noscript object ol p param plaintext pre script', isSpecial)
know('search section select source style summary table tbody td template textarea', isSpecial)
know('tfoot th thead title tr track ul wbr xmp', isSpecial)
know('a b big code em font i nobr s small strike strong tt u', isFormatting)
know('address article aside blockquote center dd details dialog dir div dl dt', endsParagraph)
know('fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr', endsParagraph)
know('li listing main menu nav ol p plaintext pre search section summary ul xmp', endsParagraph)
know('caption colgroup col tbody thead tfoot tr td th', isTablePart)
know('a button dd dt form li nobr select table html head body', hasOwnRule)
know('html head body', isOutermost)
know('h1 h2 h3 h4 h5 h6', isHeading)
know('dd dt', isTerm)
know('td th caption', isCell)
know('tbody thead tfoot', isRowParent)
know('table tbody thead tfoot tr td th caption', staysInTable)
know('address div p', isTransparent)
know('ul ol', isList)
know('dd dt li optgroup option p rb rp rt rtc', hasImpliedEnd)
know('foreignobject desc title', isSvgPoint)
know('mi mo mn ms mtext', isMathPoint)
know('html head meta title base', mayComeFirst)

/** Gives each of these names a flag. */
function know(names: string, flag: u32): void {
  const end = names.length
  for (let i = 0; i < end; ) {
    const from = letters + used
    let length: usize = 0
    for (; i < end && names.charCodeAt(i) !== 0x20; i++) {
      store<u8>(from + length++, names.charCodeAt(i))
    }
    i++
    const at = flags + 4 * (read(from, from + length) as usize)
    store<u32>(at, load<u32>(at) | flag)
  }
  keep()
}

/** The number of a name of the standard. */
export function named(name: string): u32 {
  const from = letters + used
  for (let i = 0; i < name.length; i++) store<u8>(from + i, name.charCodeAt(i))
  const id = read(from, from + name.length)
  keep()
  return id
}

function keep(): void {
  keptCount = count
  keptUsed = used
}

/** Remembers that a selector asks for the name that stands there, and the number it has for it. */
export function ask(start: usize, end: usize, number: u32): void {
  store<u8>(asked + read(start, end), number)
  keep()
}

/** The number that selectors have for a name; 0, if none asks for it. */
export function askedAs(id: u32): u32 {
  return load<u8>(asked + id)
}

export function flagsOf(id: u32): u32 {
  return load<u32>(flags + 4 * (id as usize))
}

/** Where a name is spelled, in lower case. */
export function spellingOf(id: u32): usize {
  return letters + load<u32>(starts + 4 * (id as usize))
}

export function lengthOf(id: u32): usize {
  return load<u32>(lengths + 4 * (id as usize))
}

/** Forgets the names of a page. */
export function forgetOthers(): void {
  while (count > keptCount) {
    count--
    store<u16>(table + 2 * load<u16>(placed + 2 * count), 0)
  }
  used = keptUsed
}

/** The number of the name that stands there; `nothing`, when a page has more than anyone can follow. */
export function read(start: usize, end: usize): u32 {
  const length = end - start
  const head = headOf(start, length)
  let place = (((head + length) * 0x9e3779b97f4a7c15) >> 53) as u32
  while (true) {
    const id = load<u16>(table + 2 * place) as u32
    if (id === 0) return add(start, length, head, place)
    const isLike = load<u64>(heads + 8 * id) === head && lengthOf(id) === length
    if (isLike && (length <= 8 || isSpelled(spellingOf(id), length, start, end))) return id
    place = (place + 1) & (places - 1)
  }
}

/** Whether a name stands there, if it is short. Of longer ones it is not told. */
export function isRead(id: u32, start: usize): bool {
  const length = lengthOf(id)
  return length <= 8 && headOf(start, length) === load<u64>(heads + 8 * id)
}

/** Up to eight bytes, in lower case. */
function headOf(start: usize, length: usize): u64 {
  const bytes = load<u64>(start) & (length < 8 ? ((1 as u64) << (8 * (length as u64))) - 1 : -1)
  // Eight at once: the highest bit of each byte tells whether it is above a bound.
  const low = bytes & 0x7f7f7f7f7f7f7f7f
  const isFromA = low + 0x3f3f3f3f3f3f3f3f
  const isBehindZ = low + 0x2525252525252525
  const isUpper = (isFromA ^ isBehindZ) & ~bytes & 0x8080808080808080
  return bytes | (isUpper >> 2)
}

function add(start: usize, length: usize, head: u64, place: u32): u32 {
  if (count === mostNames || used + length > letterBytes) return nothing
  const id = count++
  store<u16>(table + 2 * place, id as u16)
  store<u16>(placed + 2 * id, place as u16)
  store<u64>(heads + 8 * id, head)
  store<u32>(starts + 4 * id, used as u32)
  store<u32>(lengths + 4 * id, length as u32)
  for (let i: usize = 0; i < length; i++)
    store<u8>(letters + used + i, lowerCase(load<u8>(start + i)))
  used += length
  return id
}

/** Whether a name (lower case) stands there, in either case. */
export function isSpelled(name: usize, length: usize, start: usize, end: usize): bool {
  if (end - start !== length) return false
  for (let i: usize = 0; i < length; i++) {
    if (lowerCase(load<u8>(start + i)) !== load<u8>(name + i)) return false
  }
  return true
}

function lowerCase(byte: u8): u8 {
  return byte - 0x41 < 26 ? byte | 0x20 : byte
}
