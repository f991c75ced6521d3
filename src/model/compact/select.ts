import { axisOf, type Budget, type Call, constants, type Step, tensor } from './call.ts'
import { refuse } from './refuse.ts'
import { type Data, sizeOf, type Tensor } from './tensor.ts'

const callsBeforeTurn = 16
/** From here on the platform copies it faster than a loop. */
const longRow = 32

export function gather(call: Call): Step {
  const from = tensor(call, 0)
  const { data: wanted, shape: wantedShape } = tensor(call, 1, 'int32', 'int64')
  const axis = axisOf(call, call.attributes.integer('axis', 0), from.shape.length)
  const length = from.shape[axis] as number
  const before = from.shape.slice(0, axis)
  const after = from.shape.slice(axis + 1)
  const output = call.budget.create(from.type, [...before, ...wantedShape, ...after])
  const outer = sizeOf(before)
  const inner = sizeOf(after)
  const rows = call.budget.numbers(wanted.length)
  // A column of a wide table lies in as many lines of the processor's cache as there are rows. To turn
  // the table takes as long as thousands of columns: a row at a call, and not at an isolate's first.
  const isWide = from.constant && inner === 1 && outer > 1
  const room = isWide ? call.budget.create(from.type, [length, outer]).data : undefined
  let calls = 0
  let turned: Data | undefined
  return {
    outputs: [output],
    ...(room && { turned: () => turned }),
    run() {
      if (room && !turned && ++calls > callsBeforeTurn) turnRow(room, calls - callsBeforeTurn - 1)
      findRows(rows, wanted, { length, size: inner })
      if (turned) copyColumns(turned, output.data)
      else copyRows(from.data, output.data)
    },
  }

  function turnRow(room: Data, row: number): void {
    const { data } = from
    for (let at = row, i = row * length; at < room.length; at += outer)
      room[at] = data[i++] as number
    if (row === outer - 1) turned = room
  }

  function copyColumns(source: Data, target: Data): void {
    for (let j = 0; j < rows.length; j++) {
      let from = (rows[j] as number) * outer
      for (let at = j; at < target.length; at += rows.length) target[at] = source[from++] as number
    }
  }

  function copyRows(source: Data, target: Data): void {
    let at = 0
    for (let start = 0; start < outer * length * inner; start += length * inner) {
      for (let j = 0; j < rows.length; j++) {
        const first = start + (rows[j] as number)
        if (inner >= longRow) target.set(source.subarray(first, first + inner), at)
        else for (let i = 0; i < inner; i++) target[at + i] = source[first + i] as number
        at += inner
      }
    }
  }
}

/**
 * Finds where the rows begin that are wanted of a table.
 *
 * @param table how many rows it has, and the size of one.
 * @throws RangeError when it lacks one.
 */
export function findRows(
  starts: Int32Array,
  wanted: Data,
  { length, size }: { readonly length: number; readonly size: number },
): void {
  for (let j = 0; j < starts.length; j++) {
    const index = wanted[j] as number
    const row = index < 0 ? index + length : index
    if (!(row >= 0 && row < length)) throw new RangeError('Gather: a row beyond the table')
    starts[j] = row * size
  }
}

export function transpose(call: Call): Step {
  const input = tensor(call, 0)
  const { shape } = input
  const order = call.attributes.integers('perm') ?? shape.map((_, axis) => shape.length - 1 - axis)
  if (order.length !== shape.length || shape.some((_, axis) => !order.includes(axis))) {
    refuse('Transpose: perm must name each axis once')
  }
  const strides = stridesOf(shape)
  return pick(call, input, {
    shape: order.map((axis) => shape[axis] as number),
    strides: order.map((axis) => strides[axis] as number),
    offset: 0,
  })
}

export function slice(call: Call): Step {
  const input = tensor(call, 0)
  const starts = constants(call, 1)
  const ends = constants(call, 2)
  const axes = call.inputs[3] ? constants(call, 3) : starts.map((_, axis) => axis)
  const steps = call.inputs[4] ? constants(call, 4) : starts.map(() => 1)
  const shape = [...input.shape]
  const strides = stridesOf(shape)
  let offset = 0
  axes.forEach((named, i) => {
    const axis = axisOf(call, named, shape.length)
    const length = input.shape[axis] as number
    const { [i]: from = 0 } = starts
    const { [i]: to = 0 } = ends
    const { [i]: step = 0 } = steps
    if (step === 0) refuse('Slice has a step of 0')
    const bound = (at: number, least: number, most: number) =>
      Math.min(Math.max(at < 0 ? at + length : at, least), most)
    // ONNX: bounds are cut to [0, length] forwards, to [0, length-1] and [-1, length-1] backwards.
    const start = step > 0 ? bound(from, 0, length) : bound(from, 0, length - 1)
    const end = step > 0 ? bound(to, 0, length) : bound(to, -1, length - 1)
    shape[axis] = Math.max(0, Math.ceil((end - start) / step))
    offset += start * (strides[axis] as number)
    strides[axis] = (strides[axis] as number) * step
  })
  return pick(call, input, { shape, strides, offset })
}

export function concat(call: Call): Step {
  const parts = call.inputs.map((_, index) => tensor(call, index))
  const first = parts[0] ?? refuse('Concat lacks inputs')
  const axis = axisOf(call, call.attributes.integer('axis'), first.shape.length)
  const fits = ({ type, shape }: Tensor) =>
    type === first.type &&
    shape.length === first.shape.length &&
    shape.every((length, i) => i === axis || length === first.shape[i])
  if (!parts.every(fits)) refuse('Concat of tensors that do not fit one another')
  const joined = parts.reduce((length, { shape }) => length + (shape[axis] as number), 0)
  const output = call.budget.create(first.type, first.shape.with(axis, joined))
  const outer = sizeOf(first.shape.slice(0, axis))
  const runs = parts.map(({ data, shape }) => ({ data, length: sizeOf(shape.slice(axis)) }))
  return {
    outputs: [output],
    run() {
      let at = 0
      for (let o = 0; o < outer; o++) {
        for (const { data, length } of runs) {
          output.data.set(data.subarray(o * length, (o + 1) * length), at)
          at += length
        }
      }
    },
  }
}

/** Where each element of a tensor is found in another one. */
export interface Layout {
  readonly shape: readonly number[]
  readonly strides: readonly number[]
  readonly offset: number
}

/** Element numbers in the source, in the order of the layout. */
export function placesOf({ shape, strides, offset }: Layout, budget: Budget): Int32Array {
  const places = budget.numbers(sizeOf(shape))
  // Most are all of one element, or every element in turn: quick, for an isolate that starts.
  const isAll = (wanted: readonly number[]) =>
    shape.every((length, axis) => length === 1 || strides[axis] === wanted[axis])
  if (isAll(shape.map(() => 0))) return places.fill(offset)
  if (isAll(stridesOf(shape))) {
    for (let i = 0; i < places.length; i++) places[i] = offset + i
    return places
  }
  const index = shape.map(() => 0)
  let place = offset
  for (let i = 0; i < places.length; i++) {
    places[i] = place
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const stride = strides[axis] as number
      place += stride
      const next = (index[axis] as number) + 1
      if (next < (shape[axis] as number)) {
        index[axis] = next
        break
      }
      index[axis] = 0
      place -= next * stride
    }
  }
  return places
}

/** How far apart two neighbours on each axis are, row by row. */
export function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)))
}

function pick(call: Call, { type, data: source }: Tensor, layout: Layout): Step {
  const output = call.budget.create(type, layout.shape)
  const places = placesOf(layout, call.budget)
  const { data: target } = output
  return {
    outputs: [output],
    run() {
      for (let i = 0; i < places.length; i++) target[i] = source[places[i] as number] as number
    },
  }
}
