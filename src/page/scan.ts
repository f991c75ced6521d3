import { concatBytes } from '../lib/bytes.ts'
import { isSpelled, nameId, readName } from './names.ts'
import { type Attributes, Tag } from './tag.ts'

/** Follows the tags of a page. Offsets are those of the page. */
export interface Follower {
  /** Whether `<![CDATA[` begins a section here: inside `svg` and `math`. */
  readonly isForeign: boolean
  startTag(tag: Tag, name: number, start: number, end: number): Content
  endTag(name: number, start: number, end: number): void
  /** What follows is not read. */
  lost(): void
}

/** What an element holds: markup, nothing, text up to its end tag; or nobody can tell. */
export type Content = 'markup' | 'empty' | 'text' | 'lost'

const lessThan = 0x3c
const greaterThan = 0x3e
const dash = 0x2d
const bang = 0x21
const slash = 0x2f
const bracket = 0x5d
const script = nameId('script')
const plaintext = nameId('plaintext')
const scriptName = ascii('script')

/** How much of the page must be there to tell what begins with a `<`. Bytes. */
const lookahead = 16
/** How much is looked back at from the end of a comment. Bytes. */
const lookbehind = 3
/** A token that is longer makes the rest of a page unreadable. Bytes. */
const longestToken = 64 * 1024

type Mode = 'markup' | 'comment' | 'bogus' | 'cdata' | 'text' | 'script' | 'plaintext'

/**
 * Splits a page into tags and what is between them, as browsers do (WHATWG HTML, 13.2.5
 * "Tokenization"), and tells a follower where they are. It changes nothing, and the page may come in
 * any pieces.
 */
export class Scanner {
  /** It has met what it cannot tell, and reads no further. */
  isLost = false
  readonly #follower: Follower
  readonly #tag: Tag
  readonly #others = new Map<string, number>()
  #mode: Mode = 'markup'
  /** The name of the end tag that ends the text. */
  #textName: Uint8Array = scriptName
  /** How deep in `<!-- <script>` a script is: at 2, its end tag is text. */
  #escapes = 0
  /** Where the comment or the escape has its first byte after `<!--`. */
  #since = 0
  #base = 0
  #rest: Uint8Array = new Uint8Array()
  #isLast = false

  constructor(follower: Follower, attributes: Attributes) {
    this.#follower = follower
    this.#tag = new Tag(attributes)
  }

  /** The next piece of the page, or its last. */
  push(chunk: Uint8Array, isLast = false): void {
    if (this.isLost) return
    this.#isLast = isLast
    const bytes = this.#rest.length > 0 ? concatBytes([this.#rest, chunk]) : chunk
    const read = this.#read(bytes)
    this.#base += read
    // A copy: whoever owns the chunk may write into it again.
    this.#rest = bytes.slice(read)
    if (this.#rest.length > longestToken) this.lose()
  }

  /** How far it has read: what follows is the beginning of something. */
  get at(): number {
    return this.#base
  }

  /** Reads no further. */
  lose(): void {
    this.isLost = true
    this.#follower.lost()
  }

  /** @returns how far it got: what follows is the beginning of something. */
  #read(bytes: Uint8Array): number {
    let at = 0
    while (at < bytes.length && !this.isLost) {
      const next = this.#step(bytes, at)
      if (next < 0) return ~next
      at = next
    }
    return at
  }

  /** @returns the next offset; or, when there is too little to tell, `~` of the offset to keep. */
  #step(bytes: Uint8Array, at: number): number {
    switch (this.#mode) {
      case 'markup':
        return this.#markup(bytes, at)
      case 'comment':
        return this.#comment(bytes, at)
      case 'bogus':
        return this.#bogus(bytes, at)
      case 'cdata':
        return this.#cdata(bytes, at)
      case 'text':
        return this.#text(bytes, at)
      case 'script':
        return this.#script(bytes, at)
      case 'plaintext':
        return bytes.length
    }
  }

  #markup(bytes: Uint8Array, from: number): number {
    const { length } = bytes
    let at = from
    while (at < length && bytes[at] !== lessThan) at++
    if (at === length) return length
    const first = bytes[at + 1]
    if (isLetter(first)) return this.#startTag(bytes, at)
    if (this.#isShort(bytes, at)) return ~at
    if (first === slash) {
      const second = bytes[at + 2]
      if (isLetter(second)) return this.#endTag(bytes, at)
      return second === greaterThan ? at + 3 : this.#begin('bogus', at + 2)
    }
    if (first === bang) return this.#declaration(bytes, at)
    return first === 0x3f ? this.#begin('bogus', at + 2) : at + 1
  }

  #isShort(bytes: Uint8Array, at: number): boolean {
    return at + lookahead > bytes.length && !this.#isLast
  }

  #startTag(bytes: Uint8Array, at: number): number {
    const tag = this.#tag
    const end = tag.read(bytes, at + 1)
    if (end === -1) return ~at
    const { nameStart, nameEnd } = tag
    const name = readName(bytes, nameStart, nameEnd, this.#others)
    const content = this.#follower.startTag(tag, name, this.#base + at, this.#base + end)
    if (content === 'lost') this.lose()
    if (content !== 'text') return end
    if (name === script) {
      this.#escapes = 0
      this.#textName = scriptName
      return this.#begin('script', end)
    }
    this.#textName = lowerCase(bytes.subarray(nameStart, nameEnd))
    return this.#begin(name === plaintext ? 'plaintext' : 'text', end)
  }

  #endTag(bytes: Uint8Array, at: number): number {
    const tag = this.#tag
    const end = tag.read(bytes, at + 2)
    if (end === -1) return ~at
    const name = readName(bytes, tag.nameStart, tag.nameEnd, this.#others)
    this.#follower.endTag(name, this.#base + at, this.#base + end)
    return this.#begin('markup', end)
  }

  #declaration(bytes: Uint8Array, at: number): number {
    if (bytes[at + 2] === dash && bytes[at + 3] === dash) {
      this.#since = this.#base + at + 4
      return this.#begin('comment', at + 4)
    }
    const isCdata = this.#follower.isForeign && isCdataAt(bytes, at + 2)
    return isCdata ? this.#begin('cdata', at + 9) : this.#begin('bogus', at + 2)
  }

  // 13.2.5.43 to 13.2.5.52: `<!-->` and `<!--->` are whole comments, `<!--!>` is not.
  #comment(bytes: Uint8Array, from: number): number {
    const start = this.#since - this.#base
    let at = bytes.indexOf(greaterThan, from)
    for (; at !== -1; at = bytes.indexOf(greaterThan, at + 1)) {
      const isBanged = bytes[at - 1] === bang && hasDashes(bytes, at - 1, start)
      if (isBanged || hasDashes(bytes, at, start - 2)) return this.#begin('markup', at + 1)
    }
    return keepEnd(bytes)
  }

  #bogus(bytes: Uint8Array, from: number): number {
    const at = bytes.indexOf(greaterThan, from)
    return at === -1 ? bytes.length : this.#begin('markup', at + 1)
  }

  #cdata(bytes: Uint8Array, from: number): number {
    let at = bytes.indexOf(greaterThan, from)
    for (; at !== -1; at = bytes.indexOf(greaterThan, at + 1)) {
      const isEnd = bytes[at - 1] === bracket && bytes[at - 2] === bracket
      if (isEnd) return this.#begin('markup', at + 1)
    }
    return keepEnd(bytes)
  }

  #text(bytes: Uint8Array, from: number): number {
    let at = bytes.indexOf(lessThan, from)
    for (; at !== -1; at = bytes.indexOf(lessThan, at + 1)) {
      if (this.#isShort(bytes, at)) return ~at
      if (this.#isTextEnd(bytes, at)) return this.#endTag(bytes, at)
    }
    return bytes.length
  }

  // 13.2.5.15 to 13.2.5.31: in `<!-- <script>`, an end tag is text.
  #script(bytes: Uint8Array, from: number): number {
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at]
      if (byte === greaterThan && this.#escapes > 0) {
        if (hasDashes(bytes, at, this.#since - this.#base - 2)) this.#escapes = 0
      } else if (byte === lessThan) {
        if (this.#isShort(bytes, at)) return ~at
        const isEnd = this.#isTextEnd(bytes, at)
        if (isEnd && this.#escapes < 2) return this.#endTag(bytes, at)
        if (isEnd) this.#escapes = 1
        else this.#escape(bytes, at)
      }
    }
    return keepEnd(bytes)
  }

  #escape(bytes: Uint8Array, at: number): void {
    if (this.#escapes === 0) {
      const isEscape = bytes[at + 1] === bang && bytes[at + 2] === dash && bytes[at + 3] === dash
      if (!isEscape) return
      this.#escapes = 1
      this.#since = this.#base + at + 4
    } else if (this.#escapes === 1) {
      const end = at + 1 + scriptName.length
      if (isSpelled(scriptName, bytes, at + 1) && endsName(bytes[end])) this.#escapes = 2
    }
  }

  #isTextEnd(bytes: Uint8Array, at: number): boolean {
    const name = this.#textName
    if (bytes[at + 1] !== slash || !isSpelled(name, bytes, at + 2)) return false
    return endsName(bytes[at + 2 + name.length])
  }

  #begin(mode: Mode, at: number): number {
    this.#mode = mode
    return at
  }
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a
}

function endsName(byte: number | undefined): boolean {
  return byte !== undefined && [0x09, 0x0a, 0x0c, 0x0d, 0x20, slash, greaterThan].includes(byte)
}

/** Whether two dashes, the first not before `start`, stand right before `at`. */
function hasDashes(bytes: Uint8Array, at: number, start: number): boolean {
  return at - 2 >= start && bytes[at - 1] === dash && bytes[at - 2] === dash
}

function isCdataAt(bytes: Uint8Array, at: number): boolean {
  return [...'[CDATA['].every((character, i) => bytes[at + i] === character.charCodeAt(0))
}

function keepEnd(bytes: Uint8Array): number {
  return ~Math.max(0, bytes.length - lookbehind)
}

function lowerCase(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(bytes, (byte) => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte))
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
