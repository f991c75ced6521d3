import { isSpelled } from './names.ts'

/** The attributes that selectors and slots ask for, at most 31; a tag notes no others. */
export class Attributes {
  readonly #names = new Map<string, number>()
  readonly spellings: Uint8Array[] = []
  /** By length and first letter: most attributes of a page are told apart by these alone. */
  readonly maybe = new Uint8Array(4096)

  /** @throws RangeError when there are too many. */
  index(name: string): number {
    const known = this.#names.get(name)
    if (known !== undefined) return known
    if (this.spellings.length === 31) throw new RangeError('selectors name too many attributes')
    const bytes = new TextEncoder().encode(name)
    this.#names.set(name, this.spellings.length)
    this.maybe[hintOf(bytes, 0, bytes.length)] = 1
    return this.spellings.push(bytes) - 1
  }
}

function hintOf(bytes: Uint8Array, start: number, end: number): number {
  return (((end - start) & 127) << 5) | ((bytes[start] as number) & 31)
}

const space = 1
const slash = 2
const greaterThan = 4
const equals = 8
const endsName = space | slash | greaterThan
const endsValue = space | greaterThan

const classes = new Uint8Array(256)
for (const byte of [0x09, 0x0a, 0x0c, 0x0d, 0x20]) classes[byte] = space
classes[0x2f] = slash
classes[0x3e] = greaterThan
classes[0x3d] = equals

const decoder = new TextDecoder()

/**
 * A tag of a page, read where it stands (WHATWG HTML, 13.2.5.6 to 13.2.5.40). One object serves all
 * tags of a page in turn.
 */
export class Tag {
  readonly #attributes: Attributes
  readonly #values = new Int32Array(64) // start and end of each value
  #bytes: Uint8Array = new Uint8Array()
  nameStart = 0
  nameEnd = 0
  /** One bit for each attribute that it has and somebody asks for. */
  present = 0
  isSelfClosing = false

  constructor(attributes: Attributes) {
    this.#attributes = attributes
  }

  /**
   * Reads a tag whose name begins at `at`.
   *
   * @returns the offset after it, or -1 when its end is not there yet.
   */
  read(bytes: Uint8Array, at: number): number {
    const { length } = bytes
    let i = at
    while (i < length && ((classes[bytes[i] as number] as number) & endsName) === 0) i++
    this.#bytes = bytes
    this.nameStart = at
    this.nameEnd = i
    this.present = 0
    for (;;) {
      let before = 0
      let kind = 0
      while (i < length) {
        kind = classes[bytes[i] as number] as number
        if (kind !== space && kind !== slash) break
        before = kind
        i++
      }
      if (i >= length) return -1
      if (kind === greaterThan) {
        this.isSelfClosing = before === slash
        return i + 1
      }
      i = this.#readAttribute(bytes, i)
      if (i === -1) return -1
    }
  }

  #readAttribute(bytes: Uint8Array, start: number): number {
    const { length } = bytes
    let i = start + 1 // also if it is "=", which then begins the name
    while (i < length && classes[bytes[i] as number] === 0) i++
    const nameEnd = i
    while (i < length && classes[bytes[i] as number] === space) i++
    if (i >= length) return -1
    let from = nameEnd
    let to = nameEnd
    if (classes[bytes[i] as number] === equals) {
      i++
      while (i < length && classes[bytes[i] as number] === space) i++
      if (i >= length) return -1
      const first = bytes[i] as number
      if (first === 0x22 || first === 0x27) {
        from = ++i
        while (i < length && bytes[i] !== first) i++
        to = i++
      } else {
        from = i
        while (i < length && ((classes[bytes[i] as number] as number) & endsValue) === 0) i++
        to = i
      }
      if (i >= length) return -1
    }
    if (this.#attributes.maybe[hintOf(bytes, start, nameEnd)] === 1) {
      this.#note(bytes, start, nameEnd, from, to)
    }
    return i
  }

  #note(bytes: Uint8Array, start: number, end: number, from: number, to: number): void {
    const { spellings } = this.#attributes
    for (let index = 0; index < spellings.length; index++) {
      if (!isSpelled(spellings[index] as Uint8Array, bytes, start, end)) continue
      if ((this.present & (1 << index)) !== 0) return // of two with a name, the first counts
      this.present |= 1 << index
      this.#values[2 * index] = from
      this.#values[2 * index + 1] = to
      return
    }
  }

  /** The element's name, in lower case. */
  get name(): string {
    return decoder.decode(this.#bytes.subarray(this.nameStart, this.nameEnd)).toLowerCase()
  }

  /** An attribute's value, if it has it; of character references, those that addresses need. */
  attribute(attribute: number): string | undefined {
    return this.has(attribute) ? this.value(attribute).replaceAll('&amp;', '&') : undefined
  }

  has(attribute: number): boolean {
    return (this.present & (1 << attribute)) !== 0
  }

  /** The value of an attribute that it has, as it is written: character references stay. */
  value(attribute: number): string {
    const [from, to] = [this.#values[2 * attribute], this.#values[2 * attribute + 1]]
    return decoder.decode(this.#bytes.subarray(from, to))
  }
}
