import type { ModelInputs } from '../model/scorer.ts'
import type { RankingModel } from './quantise.ts'

const { fround } = Math

/**
 * Scores all items as the model file does, in the file's own arithmetic: single precision, with the query
 * rounded to 8 bits. The padding row comes last.
 */
export function scoreVisit(model: RankingModel, visit: ModelInputs, scores: Float32Array): void {
  const { items, dimension, table, prior } = model
  const width = items + 1
  const query = direction(sumVectors(model, visit))
  const { codes, scale, zero } = quantiseQuery(query)
  const factor = fround(scale * fround(model.temperature * model.tableScale))

  const sums = new Int32Array(width)
  for (let x = 0; x < dimension; x++) {
    const code = (codes[x] as number) - zero
    const start = x * width
    if (code === 0) continue
    for (let item = 0; item < width; item++) {
      sums[item] = (sums[item] as number) + code * (table[start + item] as number)
    }
  }
  for (let item = 0; item < width; item++) {
    scores[item] = fround(fround((sums[item] as number) * factor) + (prior[item] as number))
  }
  addNeighbours(model, visit, scores)
}

function sumVectors(model: RankingModel, visit: ModelInputs): Float32Array {
  const { dimension, items, history, table, tableScale, positions, contexts } = model
  const weights = Float32Array.from(visit.items, (_, position) => {
    const kind = (visit.kinds[position] as number) * history
    const mask = visit.itemMask[position] as number
    return fround(fround((positions[kind + position] as number) * tableScale) * mask)
  })
  const query = Float32Array.from({ length: dimension }, (_, x) => {
    const row = x * (items + 1)
    return sumByFours(visit.items.length, (position) =>
      fround(
        (weights[position] as number) * (table[row + (visit.items[position] as number)] as number),
      ),
    )
  })
  const known = new Float32Array(dimension)
  visit.contexts.forEach((row, place) => {
    const mask = visit.contextMask[place] as number
    if (mask === 0) return
    for (let x = 0; x < dimension; x++) {
      known[x] = (known[x] as number) + mask * (contexts[row * dimension + x] as number)
    }
  })
  return query.map((value, x) => value + (known[x] as number))
}

/**
 * Adds in the order in which ONNX Runtime's WebAssembly build does: the first alone, then by four,
 * then what is left one by one. One bit of difference could round the query to another byte.
 */
function sumByFours(count: number, term: (index: number) => number): number {
  const sumUpTo = (from: number, to: number) => {
    let sum = 0
    for (let k = from; k < to; k++) sum = fround(sum + term(k))
    return sum
  }
  let sum = sumUpTo(0, Math.min(1, count))
  let k = 1
  for (; k + 4 <= count; k += 4) sum = fround(sum + sumUpTo(k, k + 4))
  for (; k < count; k++) sum = fround(sum + sumUpTo(k, k + 1))
  return sum
}

/** A zero query stays zero. */
function direction(query: Float32Array): Float32Array {
  const length = fround(
    Math.sqrt(query.reduce((sum, value) => fround(sum + fround(value * value)), 0)),
  )
  return length === 0 ? query : query.map((value) => value / length)
}

/** `DynamicQuantizeLinear` of ONNX opset 11. */
function quantiseQuery(query: Float32Array) {
  const lowest = query.reduce((least, value) => Math.min(least, value), 0)
  const highest = query.reduce((most, value) => Math.max(most, value), 0)
  const scale = highest === lowest ? 1 : fround(fround(highest - lowest) / 255)
  const zero = clamp(roundHalfToEven(fround(-lowest / scale)))
  const codes = Uint8Array.from(query, (value) =>
    clamp(roundHalfToEven(fround(value / scale)) + zero),
  )
  return { codes, scale, zero }
}

function clamp(value: number): number {
  return Math.min(255, Math.max(0, value))
}

function roundHalfToEven(value: number): number {
  const rounded = Math.round(value)
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded
}

function addNeighbours(
  { items, history, neighbours }: RankingModel,
  visit: ModelInputs,
  scores: Float32Array,
): void {
  const { size, rows, roots, rootScale, positions } = neighbours
  const sums = new Float32Array(items + 1)
  for (let place = 0; place < size; place++) {
    visit.items.forEach((item, position) => {
      const kind = (visit.kinds[position] as number) * history
      const weight = fround(
        (positions[kind + position] as number) * (visit.itemMask[position] as number),
      )
      const entry = place * (items + 1) + item
      const root = fround((roots[entry] as number) * rootScale)
      const row = rows[entry] as number
      sums[row] = (sums[row] as number) + fround(fround(root * root) * weight)
    })
  }
  for (let item = 0; item <= items; item++) {
    scores[item] = (scores[item] as number) + (sums[item] as number)
  }
}
