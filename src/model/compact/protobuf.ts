import { refuse } from './refuse.ts'

/** One field of a message. A number and bytes exclude one another, as the wire type says. */
export interface Field {
  readonly id: number
  readonly wire: number
  readonly number: number
  readonly bytes: Uint8Array
}

export type Read<T> = (field: Field) => T

/** A part of a message: its value before any field of it was read, and after one more. */
export interface Part<T> {
  readonly id: number
  readonly start: () => T
  readonly next: (value: T, field: Field) => T
}

/** A part that is there at most once; of several the last one counts. */
export function one<T, F>(id: number, read: Read<T>, fallback: F): Part<T | F> {
  return { id, start: () => fallback, next: (_, field) => read(field) }
}

/** A part that may be there again and again. */
export function many<T>(id: number, read: Read<T>): Part<T[]> {
  return packed(id, (field) => [read(field)], mostParts)
}

/** A list of numbers that may come in pieces. */
export function packed<T>(id: number, read: Read<T[]>, most = Infinity): Part<T[]> {
  return {
    id,
    start: () => [],
    next(list, field) {
      // A spread of a long list would overflow the stack.
      for (const value of read(field)) list.push(value)
      if (list.length > most) refuse(`the file has more than ${most} parts of one kind`)
      return list
    },
  }
}

const mostParts = 1000

type Parts<T> = { readonly [K in keyof T]: Part<T[K]> }

/**
 * Reads a message of known parts. Any other part is refused, for it might change the meaning.
 *
 * @param ignored parts that change nothing of the result, such as comments.
 */
export function message<T extends object>(
  name: string,
  parts: Parts<T>,
  ignored: readonly number[] = [],
): Read<T> {
  const all = Object.entries(parts) as [keyof T, Part<T[keyof T]>][]
  const byId = new Map(all.map(([key, part]) => [part.id, { key, next: part.next }]))
  const skipped = new Set(ignored)

  return function readMessage(field) {
    const value = Object.fromEntries(all.map(([key, { start }]) => [key, start()])) as T
    const cursor = { bytes: bytes(field), at: 0 }
    while (cursor.at < cursor.bytes.length) {
      const inner = readField(cursor)
      if (skipped.has(inner.id)) continue
      const part = byId.get(inner.id) ?? refuse(`${name} has an unknown part (field ${inner.id})`)
      value[part.key] = part.next(value[part.key], inner)
    }
    return value
  }
}

/** A whole file as the field that a message is read from. */
export function asField(file: ArrayBuffer): Field {
  return { id: 0, wire: wires.bytes, number: 0, bytes: new Uint8Array(file) }
}

export function bytes(field: Field): Uint8Array {
  return field.wire === wires.bytes ? field.bytes : damaged()
}

export function text(field: Field): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes(field))
  } catch {
    return damaged()
  }
}

/** Beyond 2^53 the nearest double: such numbers only ever mean "up to the end". */
export function integer(field: Field): number {
  return field.wire === wires.varint ? field.number : damaged()
}

/** A repeated integer, packed or one by one. */
export function integers(field: Field): number[] {
  if (field.wire === wires.varint) return [field.number]
  const cursor = { bytes: bytes(field), at: 0 }
  const list: number[] = []
  while (cursor.at < cursor.bytes.length) list.push(readVarint(cursor))
  return list
}

/** A repeated float, packed or one by one. */
export function floats(field: Field): number[] {
  const packed = field.wire === wires.fixed32 ? field.bytes : bytes(field)
  if (packed.length % 4 !== 0) damaged()
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength)
  return Array.from({ length: packed.length / 4 }, (_, i) => view.getFloat32(i * 4, true))
}

const wires = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 }
const none = new Uint8Array(0)

interface Cursor {
  readonly bytes: Uint8Array
  at: number
}

const payloads: ReadonlyMap<number, (cursor: Cursor) => Omit<Field, 'id' | 'wire'>> = new Map([
  [wires.varint, (cursor) => ({ number: readVarint(cursor), bytes: none })],
  [wires.fixed64, (cursor) => ({ number: 0, bytes: take(cursor, 8) })],
  [wires.bytes, (cursor) => ({ number: 0, bytes: take(cursor, readVarint(cursor)) })],
  [wires.fixed32, (cursor) => ({ number: 0, bytes: take(cursor, 4) })],
])

function readField(cursor: Cursor): Field {
  const tag = readVarint(cursor)
  const wire = tag % 8
  const payload = payloads.get(wire) ?? damaged()
  return { id: Math.floor(tag / 8), wire, ...payload(cursor) }
}

function take(cursor: Cursor, length: number): Uint8Array {
  const { bytes, at } = cursor
  if (!(length >= 0 && length <= bytes.length - at)) damaged()
  cursor.at += length
  return bytes.subarray(at, at + length)
}

/** A signed 64-bit number in two halves: a BigInt for each would take longer than all the rest. */
function readVarint(cursor: Cursor): number {
  let low = 0
  let high = 0
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = cursor.bytes[cursor.at++] ?? damaged()
    const bits = byte & 0x7f
    if (shift < 32) low |= bits << shift
    if (shift > 25) high |= shift < 32 ? bits >> (32 - shift) : bits << (shift - 32)
    if (byte < 0x80) return high * 2 ** 32 + (low >>> 0)
  }
  return damaged()
}

function damaged(): never {
  refuse('the file is damaged: it does not read as ONNX')
}
