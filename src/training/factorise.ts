import { add, at } from './element.ts'
import type { PairCounts } from './pairs.ts'
import type { Random } from './random.ts'

const iterations = 6
/** Added to the diagonal: an item is like itself, and the matrix stays positive. */
const selfSimilarity = 0.5

/**
 * Item vectors whose products come near the items' likeness: the root of their cosine over pair
 * counts, factorised by subspace iteration. One row of length 1 an item.
 *
 * @param pairs without direction, so that the matrix is symmetric.
 */
export function factorise(pairs: PairCounts, dimension: number, random: Random): Float64Array {
  const matrix = likeness(pairs)
  let basis: Float64Array = new Float64Array(matrix.size * dimension)
  for (let x = 0; x < basis.length; x++) basis[x] = random.normal()
  for (let round = 0; round < iterations; round++) {
    orthonormalise(basis, dimension)
    basis = multiply(matrix, basis, dimension)
  }
  orthonormalise(basis, dimension)

  // matrix ≈ Q (QᵀMQ) Qᵀ, and with QᵀMQ = L Lᵀ the rows of Q L are the vectors.
  const factor = cholesky(project(basis, multiply(matrix, basis, dimension), dimension), dimension)
  const vectors = new Float64Array(basis.length)
  for (let row = 0; row < matrix.size; row++) {
    for (let column = 0; column < dimension; column++) {
      let sum = 0
      for (let x = column; x < dimension; x++) {
        sum += at(basis, row * dimension + x) * at(factor, x * dimension + column)
      }
      vectors[row * dimension + column] = sum
    }
  }
  normaliseRows(vectors, dimension)
  return vectors
}

/** Makes every row's length 1; a zero row stays. */
export function normaliseRows(vectors: Float64Array, dimension: number): void {
  for (let start = 0; start < vectors.length; start += dimension) {
    let squares = 0
    for (let x = start; x < start + dimension; x++) squares += at(vectors, x) ** 2
    const length = Math.sqrt(squares) || 1
    for (let x = start; x < start + dimension; x++) vectors[x] = at(vectors, x) / length
  }
}

/** Rows of a sparse matrix, one after the other. */
interface Sparse {
  readonly size: number
  readonly starts: Int32Array
  readonly columns: Int32Array
  readonly values: Float64Array
}

function likeness({ rows }: PairCounts): Sparse {
  const totals = rows.map((row) => [...row.values()].reduce((sum, count) => sum + count, 1))
  const length = rows.reduce((sum, row) => sum + row.size, 0)
  const starts = new Int32Array(rows.length + 1)
  const columns = new Int32Array(length)
  const values = new Float64Array(length)
  let entry = 0
  rows.forEach((row, item) => {
    for (const [other, count] of row) {
      columns[entry] = other
      values[entry++] = Math.sqrt(count / Math.sqrt((totals[item] ?? 1) * (totals[other] ?? 1)))
    }
    starts[item + 1] = entry
  })
  return { size: rows.length, starts, columns, values }
}

function multiply(matrix: Sparse, basis: Float64Array, dimension: number): Float64Array {
  const product = new Float64Array(basis.length)
  for (let row = 0; row < matrix.size; row++) {
    const out = row * dimension
    for (let x = 0; x < dimension; x++) product[out + x] = selfSimilarity * at(basis, out + x)
    for (let entry = at(matrix.starts, row); entry < at(matrix.starts, row + 1); entry++) {
      const from = at(matrix.columns, entry) * dimension
      const value = at(matrix.values, entry)
      for (let x = 0; x < dimension; x++) add(product, out + x, value * at(basis, from + x))
    }
  }
  return product
}

/** Modified Gram-Schmidt over the columns, in place. */
function orthonormalise(basis: Float64Array, dimension: number): void {
  const rows = basis.length / dimension
  for (let column = 0; column < dimension; column++) {
    let squares = 0
    for (let row = 0; row < rows; row++) squares += at(basis, row * dimension + column) ** 2
    const length = Math.sqrt(squares) || 1
    for (let row = 0; row < rows; row++)
      basis[row * dimension + column] = at(basis, row * dimension + column) / length

    for (let other = column + 1; other < dimension; other++) {
      let product = 0
      for (let start = 0; start < basis.length; start += dimension) {
        product += at(basis, start + column) * at(basis, start + other)
      }
      for (let start = 0; start < basis.length; start += dimension) {
        add(basis, start + other, -product * at(basis, start + column))
      }
    }
  }
}

/** `aᵀ b`, dimension by dimension. */
function project(a: Float64Array, b: Float64Array, dimension: number): Float64Array {
  const out = new Float64Array(dimension * dimension)
  for (let start = 0; start < a.length; start += dimension) {
    for (let i = 0; i < dimension; i++) {
      const value = at(a, start + i)
      for (let j = 0; j < dimension; j++) add(out, i * dimension + j, value * at(b, start + j))
    }
  }
  return out
}

/** The lower factor; a direction with nothing in it becomes a zero column. */
function cholesky(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(matrix.length)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = at(matrix, i * size + j)
      for (let x = 0; x < j; x++) sum -= at(lower, i * size + x) * at(lower, j * size + x)
      const pivot = at(lower, j * size + j)
      if (i === j) lower[i * size + i] = Math.sqrt(Math.max(sum, 0))
      else lower[i * size + j] = pivot > 1e-9 ? sum / pivot : 0
    }
  }
  return lower
}
