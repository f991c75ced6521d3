/** A table of items in the memory of the SIMD kernel, ready to be ranked by its dot products. */
export interface Kernel {
  /** Added to each item's score, first the one and then the other. */
  readonly prior: Float32Array
  readonly boost: Float32Array
  /** Numbers from -256 to 255, one a dimension. */
  readonly query: Int16Array
  /** The best of the last call, best first; of equals the lower item comes first. */
  readonly scores: Float32Array
  readonly items: Int32Array
  /** Ranks by `(query · item) * scale + prior + boost`. */
  rank(scale: number): void
}

export interface KernelTable {
  /** One row a dimension, as the model file holds it. */
  readonly table: Int8Array
  readonly items: number
  readonly dimensions: number
  /** How many items to keep; no more than there are. */
  readonly top: number
}

type Rank = (
  query: number,
  table: number,
  base: number,
  prior: number,
  boost: number,
  items: number,
  dimensions: number,
  scale: number,
  keys: number,
  k: number,
  top: number,
  sums: number,
  halves: number,
) => void

type LayOut = (from: number, end: number, to: number, jump: number, base: number) => void

type Sum = (
  table: number,
  starts: number,
  weights: number,
  count: number,
  sums: number,
  end: number,
) => void

interface Exports {
  readonly rank: Rank
  readonly layOut: LayOut
  readonly sum: Sum
}

const itemsInBlock = 16
const dimensionsTogether = 4
const lineBytes = 64 // of the processor's cache: what begins on a line and is as long needs no second one
const pageBytes = 65536
const vectorBytes = 16

/** Instantiates tools/kernel/rank.wat and lays the table out as it wants it: that is told there. */
export function createKernel(module: WebAssembly.Module, options: KernelTable): Kernel {
  const { table, items, dimensions, top } = options
  const room = Math.ceil(items / itemsInBlock) * itemsInBlock
  const fours = Math.ceil(dimensions / dimensionsTogether)

  const { at, buffer, exports } = instantiate(module, {
    query: fours * 8,
    halves: fours * 8,
    table: room * fours * 4,
    base: room * 4,
    prior: room * 4,
    boost: room * 4,
    keys: top * 8,
    top: top * 8,
    sums: itemsInBlock * 4,
  })
  // A dimension at a time, by way of where the boosts will be: there is room for all of the last block.
  const row = new Int8Array(buffer, at.boost, items)
  for (let dimension = 0; dimension < dimensions; dimension++) {
    row.set(table.subarray(dimension * items, (dimension + 1) * items))
    const four = Math.floor(dimension / dimensionsTogether)
    const to = at.table + four * lineBytes + (dimension % dimensionsTogether)
    exports.layOut(at.boost, at.boost + items, to, (fours - 1) * lineBytes, at.base)
  }
  row.fill(0)
  // Items that only fill the last block are worse than every other.
  new Float32Array(buffer, at.prior, room).fill(Number.NEGATIVE_INFINITY, items)
  return {
    prior: new Float32Array(buffer, at.prior, items),
    boost: new Float32Array(buffer, at.boost, items),
    query: new Int16Array(buffer, at.query, dimensions),
    scores: new Float32Array(buffer, at.top, top),
    items: new Int32Array(buffer, at.top + top * 4, top),
    rank: (scale) =>
      exports.rank(
        at.query,
        at.table,
        at.base,
        at.prior,
        at.boost,
        items,
        dimensions,
        scale,
        at.keys,
        top,
        at.top,
        at.sums,
        at.halves,
      ),
  }
}

/** Columns of signed bytes in the memory of the kernel, ready to be summed. */
export interface KernelColumns {
  /** Where each column of a sum begins, and its weight. */
  readonly starts: Int32Array
  readonly weights: Float32Array
  /** What the last call came to, in the order of `matMul`. */
  readonly sums: Float32Array
  sum(): void
}

interface ColumnsSize {
  /** Of all columns together. */
  readonly length: number
  /** Of one. */
  readonly height: number
  /** How many are summed, at least one. */
  readonly count: number
}

/** Instantiates tools/kernel/rank.wat for a table with its columns one after another. */
export function createColumns(
  module: WebAssembly.Module,
  { length, height, count }: ColumnsSize,
  table: ArrayLike<number>,
): KernelColumns {
  const { at, buffer, exports } = instantiate(module, {
    table: length + vectorBytes,
    starts: count * 4,
    weights: count * 4,
    sums: height * 4,
  })
  new Int8Array(buffer, at.table, length).set(table)
  return {
    starts: new Int32Array(buffer, at.starts, count),
    weights: new Float32Array(buffer, at.weights, count),
    sums: new Float32Array(buffer, at.sums, height),
    sum: () => exports.sum(at.table, at.starts, at.weights, count, at.sums, at.sums + height * 4),
  }
}

/** An instance with room for so many bytes of each. */
function instantiate<Name extends string>(
  module: WebAssembly.Module,
  bytes: Readonly<Record<Name, number>>,
) {
  let end = 0
  const at = {} as Record<Name, number>
  for (const name in bytes) {
    at[name] = end
    end += Math.ceil(bytes[name] / lineBytes) * lineBytes
  }
  const memory = new WebAssembly.Memory({ initial: Math.ceil(end / pageBytes) })
  const { exports } = new WebAssembly.Instance(module, { limen: { memory } })
  return { at, buffer: memory.buffer, exports: exports as unknown as Exports }
}
