/** A table of items in the memory of the SIMD kernel, ready to be ranked by its dot products. */
export interface Kernel {
  /** Added to each item's score. */
  readonly bias: Float32Array
  /** Numbers from -32768 to 32767, one a dimension. */
  readonly query: Int16Array
  /** The best of the last call, best first; of equals the lower item comes first. */
  readonly scores: Float32Array
  readonly items: Int32Array
  /** Ranks by `(query · item) * scale + bias`. */
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
  bias: number,
  blocks: number,
  pairs: number,
  scale: number,
  top: number,
  k: number,
) => number

const itemsInBlock = 8
const pageBytes = 65536

/** Instantiates tools/kernel/rank.wat and lays the table out as it wants it: that is told there. */
export function createKernel(module: WebAssembly.Module, options: KernelTable): Kernel {
  const { items, dimensions, top } = options
  const blocks = Math.ceil(items / itemsInBlock)
  const pairs = Math.ceil(dimensions / 2)

  let end = 0
  const place = (bytes: number) => {
    const at = end
    end += Math.ceil(bytes / 16) * 16
    return at
  }
  const at = {
    query: place(pairs * 4),
    table: place(blocks * itemsInBlock * pairs * 2),
    bias: place(blocks * itemsInBlock * 4),
    top: place(top * 8),
  }
  const memory = new WebAssembly.Memory({ initial: Math.ceil(end / pageBytes) })
  const { exports } = new WebAssembly.Instance(module, { limen: { memory } })
  const rank = exports.rank as unknown as Rank

  const { buffer } = memory
  layOut(new Int8Array(buffer, at.table), pairs, options)
  // Items that only fill the last block are worse than every other.
  new Float32Array(buffer, at.bias, blocks * itemsInBlock).fill(Number.NEGATIVE_INFINITY, items)
  return {
    bias: new Float32Array(buffer, at.bias, items),
    query: new Int16Array(buffer, at.query, dimensions),
    scores: new Float32Array(buffer, at.top, top),
    items: new Int32Array(buffer, at.top + top * 4, top),
    rank: (scale) => rank(at.query, at.table, at.bias, blocks, pairs, scale, at.top, top),
  }
}

function layOut(target: Int8Array, pairs: number, { table, items, dimensions }: KernelTable): void {
  const pairBytes = itemsInBlock * 2
  for (let dimension = 0; dimension < dimensions; dimension++) {
    const inBlock = Math.floor(dimension / 2) * pairBytes + (dimension % 2)
    for (let item = 0; item < items; item++) {
      const block = Math.floor(item / itemsInBlock) * pairs * pairBytes
      const at = block + inBlock + (item % itemsInBlock) * 2
      target[at] = table[dimension * items + item] as number
    }
  }
}
