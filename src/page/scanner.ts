import scan from '#scan-module'
import type { Wanted } from './wanted.ts'

/** Told of what a scanner finds, in page order. Offsets are those of the page. */
export interface Follower {
  /** An element that a selector may mean: `name` is its number in `Wanted`; 0, if none asks for it. */
  met(found: Found): void
  /** A level that is watched is left, by the end of the element at `closedLevel`; 0: by another. */
  left(level: number, closedLevel: number, start: number, end: number): void
  /** The place in the head or the body is passed. */
  passed(place: 'head' | 'body', at: number): void
  /** What follows is not read; of a frameset, what came before is not shown. */
  lost(isFrameset: boolean): void
}

export interface Found {
  readonly name: number
  /** Its level; of an empty one, the level that it would have. */
  readonly level: number
  /** Which child of its parent it is, counted from 1. */
  readonly index: number
  /** Not empty by its nature. */
  readonly isOpen: boolean
  /** Of its start tag. */
  readonly start: number
  readonly end: number
}

/** What scanners are made for. */
export interface Scope {
  readonly wanted: Wanted
  /** The attributes for which an element of any name is worth a look, one bit each; -1: any element. */
  readonly anywhere: number
  /** Whether to tell of the places in the head and the body. */
  readonly places: boolean
}

// What tools/scan/assembly/scan.ts exports.
interface Exports {
  readonly memory: WebAssembly.Memory
  readonly input: Place
  readonly own: Place
  readonly within: Place
  readonly watched: Place
  readonly values: Place
  readonly base: Place
  readonly present: Place
  readonly nameStart: Place
  readonly nameEnd: Place
  readonly isLost: Place
  askName(length: number, number: number): void
  askAttribute(length: number): number
  begin(anywhere: number, places: boolean): void
  makeRoom(bytes: number): number
  scan(length: number, isAll: boolean): number
  lose(): void
  isForeign(): number
  isMisplaced(): number
}

interface Place {
  readonly value: number
}

/** How much is read at a time. Bytes. */
const pieceBytes = 64 * 1024
/** A token that is longer makes the rest of a page unreadable, if it is not all there. Bytes. */
const longestToken = 64 * 1024
/** So many wait for the next page, if they are no larger than this. Bytes. */
const mostIdle = 4
const largestIdle = 2 ** 20

const encoder = new TextEncoder()
const decoder = new TextDecoder()
const idle = new WeakMap<Scope, Scanner[]>()

/** Takes a scanner for one page; `release` gives it back. */
export function takeScanner(scope: Scope, follower: Follower): Scanner {
  const scanner = idle.get(scope)?.pop() ?? new Scanner(scope)
  return scanner.begin(follower)
}

/**
 * Reads the tags of a page, in WebAssembly, and follows which elements are open. It tells of those that
 * selectors ask for and changes nothing. The page may come in any pieces.
 */
export class Scanner {
  // By level: the states of selectors that an element is in, those it and all around it are in.
  own!: Int32Array
  within!: Int32Array
  readonly #scope: Scope
  readonly #exports: Exports
  #follower: Follower | undefined
  #bytes!: Uint8Array
  #values!: Uint32Array
  #buffer: ArrayBuffer | undefined
  /** How many bytes of the page are the beginning of something. */
  #rest = 0

  /** Instantiates what `tools/scan/build.ts` compiled. */
  constructor(scope: Scope) {
    this.#scope = scope
    const { exports } = new WebAssembly.Instance(scan, {
      host: {
        met: (name, level, index, isOpen, start, end) =>
          this.#follower?.met({ name, level, index, isOpen: isOpen !== 0, start, end }),
        left: (level, closedLevel, start, end) =>
          this.#follower?.left(level, closedLevel, start, end),
        passed: (place, at) => this.#follower?.passed(place === 0 ? 'head' : 'body', at),
        lost: (isFrameset) => this.#follower?.lost(isFrameset !== 0),
      } satisfies Record<string, (...numbers: number[]) => void>,
    })
    this.#exports = exports as unknown as Exports
    this.#makeRoom(pieceBytes + longestToken)
    const { names, attributes } = scope.wanted
    for (const [i, name] of names.entries()) this.#exports.askName(this.#write(name), i + 1)
    for (const name of attributes) this.#exports.askAttribute(this.#write(name))
  }

  begin(follower: Follower): this {
    const { anywhere, places } = this.#scope
    this.#follower = follower
    this.#rest = 0
    this.#exports.begin(anywhere, places)
    return this
  }

  /** For the next page. */
  release(): void {
    this.#follower = undefined
    if (this.#bytes.length > largestIdle) return
    const waiting = idle.get(this.#scope) ?? []
    if (waiting.length < mostIdle) waiting.push(this)
    idle.set(this.#scope, waiting)
  }

  /** The next piece of the page, or its last. */
  push(chunk: Uint8Array, isLast = false): void {
    let from = 0
    do {
      const piece = chunk.subarray(from, from + Math.max(pieceBytes, this.#rest))
      from += piece.length
      this.#scan(piece, isLast && from === chunk.length)
    } while (from < chunk.length && !this.isLost)
    if (this.#rest > longestToken) this.lose()
  }

  #scan(piece: Uint8Array, isLast: boolean): void {
    const length = this.#rest + piece.length
    if (this.isLost || !this.#makeRoom(length)) {
      this.lose()
      return
    }
    this.#bytes.set(piece, this.#exports.input.value + this.#rest)
    this.#rest = this.#exports.scan(length, isLast)
  }

  /** How far it has read: what follows is the beginning of something. */
  get at(): number {
    return this.#exports.base.value
  }

  /** It has met what it cannot tell, and reads no further. */
  get isLost(): boolean {
    return this.#exports.isLost.value !== 0
  }

  /** Reads no further. */
  lose(): void {
    if (!this.isLost) this.#exports.lose()
  }

  /** Tells when a level is left. */
  watch(level: number): void {
    this.#bytes[this.#exports.watched.value + level] = 1
  }

  /** Whether what begins here is inside `svg` or `math`. */
  get isForeign(): boolean {
    return this.#exports.isForeign() !== 0
  }

  /** Whether what begins here may be taken out of what it is in, left out, or ended by something else. */
  get isMisplaced(): boolean {
    return this.#exports.isMisplaced() !== 0
  }

  // Of the tag that is told of.

  /** The element's name, in lower case. */
  get name(): string {
    const { nameStart, nameEnd } = this.#exports
    return this.#read(nameStart.value, nameEnd.value).toLowerCase()
  }

  /** One bit for each attribute that it has and somebody asks for. */
  get present(): number {
    return this.#exports.present.value
  }

  has(attribute: number): boolean {
    return (this.present & (1 << attribute)) !== 0
  }

  /** The value of an attribute that it has, as it is written: character references stay. */
  value(attribute: number): string {
    const values = this.#values
    return this.#read(values[2 * attribute] as number, values[2 * attribute + 1] as number)
  }

  /** An attribute's value, if it has it; of character references, those that addresses need. */
  attribute(attribute: number): string | undefined {
    return this.has(attribute) ? this.value(attribute).replaceAll('&amp;', '&') : undefined
  }

  #read(from: number, to: number): string {
    return decoder.decode(this.#bytes.subarray(from, to))
  }

  #write(name: string): number {
    const bytes = encoder.encode(name)
    this.#bytes.set(bytes, this.#exports.input.value)
    return bytes.length
  }

  #makeRoom(bytes: number): boolean {
    const { makeRoom, memory, own, within, values } = this.#exports
    const isThere = makeRoom(bytes) !== 0
    const { buffer } = memory
    if (buffer !== this.#buffer) {
      this.#buffer = buffer
      this.#bytes = new Uint8Array(buffer)
      this.own = new Int32Array(buffer, own.value)
      this.within = new Int32Array(buffer, within.value)
      this.#values = new Uint32Array(buffer, values.value)
    }
    return isThere
  }
}
