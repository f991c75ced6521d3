// Names of elements as small numbers: a parser compares numbers, and makes no string of a tag.

/** It has no end tag. */
export const isVoid = 1
/** Its content is text, up to its own end tag. */
export const isText = 2
/** Inside `svg` or `math` it ends them. */
export const breaksOut = 4
/** An end tag inside it closes nothing outside of it. */
export const isBarrier = 8
/** The end tag of anything that is not special closes nothing around it. */
export const isSpecial = 16
/** Its end tag leaves special elements inside it open. */
export const isFormatting = 32
/** It ends a paragraph that is open. */
export const endsParagraph = 64
/** What a table is made of. */
export const isTablePart = 128
/** Its start tag closes something, or is left out, by a rule of its own. */
export const hasOwnRule = 256

// WHATWG HTML: 13.1.2 "Elements", 13.2.4 "Parse state", 13.2.6 "Tree construction".
const flagged: readonly (readonly [flag: number, names: string])[] = [
  [isVoid, 'area base br col embed hr img input link meta param source track wbr'],
  [isText, 'script style xmp iframe noembed noframes noscript title textarea plaintext'],
  [
    breaksOut,
    'b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li ' +
      'listing menu meta nobr ol p pre ruby s small span strike strong sub sup table tt u ul var',
  ],
  [isBarrier, 'applet caption html table td th marquee object select template'],
  [
    isSpecial,
    'address applet area article aside base basefont bgsound blockquote body br button caption ' +
      'center col colgroup dd details dir div dl dt embed fieldset figcaption figure footer form ' +
      'frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe img input keygen li link ' +
      'listing main marquee menu meta nav noembed noframes noscript object ol p param plaintext pre ' +
      'script search section select source style summary table tbody td template textarea tfoot th ' +
      'thead title tr track ul wbr xmp',
  ],
  [isFormatting, 'a b big code em font i nobr s small strike strong tt u'],
  [
    endsParagraph,
    'address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption ' +
      'figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li listing main menu nav ol p plaintext ' +
      'pre search section summary ul xmp',
  ],
  [hasOwnRule, 'a button dd dt form li nobr select table html head body'],
  [isTablePart, 'caption colgroup col tbody thead tfoot tr td th'],
]
/** All numbers of names that somebody asked for are below. */
export const mostNames = 2048
const places = mostNames
const table = new Int16Array(places) // open addressing; 0 is free
const spellings: Uint8Array[] = [new Uint8Array()]
const flags = new Uint16Array(places)

for (const [flag, names] of flagged) {
  for (const name of names.split(' ')) flags[nameId(name)] = flagsOf(nameId(name)) | flag
}

/** The number of a name (lower case), the same in all of an isolate. */
export function nameId(name: string): number {
  const bytes = new TextEncoder().encode(name)
  const place = placeOf(bytes, 0, bytes.length)
  const known = table[place] as number
  if (known > 0) return known
  table[place] = spellings.push(bytes) - 1
  return table[place] as number
}

/** What the parser knows of a name: some of the flags above. */
export function flagsOf(id: number): number {
  return id > 0 ? (flags[id] as number) : 0
}

/**
 * The number of the name that stands in a page. One that nobody asked for gets a number in `others`,
 * for this page only.
 */
export function readName(
  bytes: Uint8Array,
  start: number,
  end: number,
  others: Map<string, number>,
): number {
  const known = table[placeOf(bytes, start, end)] as number
  if (known > 0) return known
  const name = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 256)))
  const id = others.get(name.toLowerCase()) ?? -1 - others.size
  others.set(name.toLowerCase(), id)
  return id
}

function placeOf(bytes: Uint8Array, start: number, end: number): number {
  let place = 0
  for (let i = start; i < end; i++) {
    place = (place * 31 + ((bytes[i] as number) | 0x20)) & (places - 1)
  }
  for (;;) {
    const id = table[place] as number
    if (id === 0 || isSpelled(spellings[id] as Uint8Array, bytes, start, end)) return place
    place = (place + 1) & (places - 1)
  }
}

/** Whether `name` (lower case) stands there, in either case. */
export function isSpelled(
  name: Uint8Array,
  bytes: Uint8Array,
  start: number,
  end = start + name.length,
): boolean {
  if (end - start !== name.length) return false
  for (let i = 0; i < name.length; i++) {
    const byte = bytes[start + i] as number
    if ((byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte) !== name[i]) return false
  }
  return true
}
