import type { Attribute } from './onnx-file.ts'
import { refuse } from './refuse.ts'
import { type Data, type ElementType, elements, mostAxes, sizeOf, type Tensor } from './tensor.ts'

/** What an operator is given once, while the graph is planned. */
export interface Call {
  readonly operator: string
  readonly inputs: readonly (Tensor | undefined)[]
  readonly attributes: Attributes
  readonly budget: Budget
}

/** What an operator makes of it: its outputs, and the work that fills them at each call. */
export interface Step {
  readonly outputs: readonly Tensor[]
  /** Absent when an output is an input in another shape. */
  readonly run?: () => void
  /** Of columns picked from a wide table: the whole table, column after column, once it is turned. */
  readonly turned?: () => Data | undefined
}

/** Of a tensor that may have any of several types. */
export function tensor(call: Call, index: number, ...types: readonly ElementType[]): Tensor {
  const input = call.inputs[index]
  if (!input) return refuse(`${call.operator} lacks input ${index}`)
  if (types.length > 0 && !types.includes(input.type)) {
    refuse(`${call.operator} cannot take ${input.type} as input ${index}`)
  }
  return input
}

/** Numbers that decide a shape: they must not depend on the visit. */
export function constants(call: Call, index: number): number[] {
  const { constant, data } = tensor(call, index, 'int64', 'int32')
  if (!constant) refuse(`${call.operator} must have a constant as input ${index}`)
  if (data.length > mostAxes) refuse(`${call.operator} has too many numbers as input ${index}`)
  return [...data]
}

/** A zero point: one number, or absent for zero. */
export function zeroPoint(call: Call, index: number): Tensor {
  const zero = call.inputs[index]
  if (!zero) return { type: 'uint8', shape: [], data: new Uint8Array(1), constant: true }
  if (sizeOf(zero.shape) !== 1) refuse(`${call.operator} must have one zero point`)
  return zero
}

/** An axis counted from the front. */
export function axisOf(call: Call, axis: number, rank: number): number {
  const counted = axis < 0 ? axis + rank : axis
  if (!(counted >= 0 && counted < rank)) refuse(`${call.operator} has no axis ${axis}`)
  return counted
}

/** The attributes of a node. Those that no one asked for are unknown, and refused. */
export interface Attributes {
  integer(name: string, fallback?: number): number
  integers(name: string): readonly number[] | undefined
  text(name: string, fallback: string): string
  tensor(name: string): Tensor
  unread(): string[]
}

// `AttributeProto.AttributeType`
const types = { integer: 2, text: 3, tensor: 4, integers: 7 }

export function readAttributes(all: ReadonlyMap<string, Attribute>, operator: string): Attributes {
  const unread = new Set(all.keys())
  const find = (name: string, type: number): Attribute | undefined => {
    unread.delete(name)
    const attribute = all.get(name)
    if (attribute && attribute.type !== type) refuse(`${operator}: ${name} is of a wrong type`)
    return attribute
  }
  const lacks = (name: string) => refuse(`${operator} lacks ${name}`)
  return {
    integer: (name, fallback) => find(name, types.integer)?.integer ?? fallback ?? lacks(name),
    integers: (name) => find(name, types.integers)?.integers,
    text: (name, fallback) => find(name, types.text)?.text ?? fallback,
    tensor: (name) => find(name, types.tensor)?.tensor ?? lacks(name),
    unread: () => [...unread],
  }
}

/** Bounds what a file may make an isolate do: a damaged shape must not take all memory or time. */
export interface Budget {
  create(type: ElementType, shape: readonly number[]): Tensor
  /** For lists of element numbers. */
  numbers(length: number): Int32Array
  /** Counts multiplications or comparisons. */
  work(operations: number): void
}

const limits = { bytes: 48 * 2 ** 20, operations: 2 ** 28 }

export function createBudget(): Budget {
  let bytes = 0
  let operations = 0
  const reserve = (more: number) => {
    bytes += more
    if (!(bytes <= limits.bytes)) refuse('the graph needs too much memory')
  }
  return {
    create(type, shape) {
      const size = sizeOf(shape)
      reserve(size * elements[type].bytes)
      return { type, shape, data: elements[type].create(size), constant: false }
    },
    numbers(length) {
      reserve(length * 4)
      return new Int32Array(length)
    },
    work(more) {
      operations += more
      if (!(operations <= limits.operations)) refuse('the graph needs too much time')
    },
  }
}
