export interface Shape {
  /** Rows of `a`; even. */
  readonly m: number
  /** Rows of `b`; a multiple of 4. */
  readonly n: number
  /** Columns of both. */
  readonly k: number
}

/**
 * `out[m × n] = a[m × k] · b[n × k]ᵀ`, all row by row. Doubles, because V8 converts every float it
 * loads; two rows by four columns, so that eight sums stay in registers for six loads.
 */
export function multiplyTransposed(
  a: Float64Array,
  b: Float64Array,
  out: Float64Array,
  { m, n, k }: Shape,
): void {
  for (let i = 0; i < m; i += 2) {
    const a0 = i * k
    const a1 = a0 + k
    for (let j = 0; j < n; j += 4) {
      const b0 = j * k
      const b1 = b0 + k
      const b2 = b1 + k
      const b3 = b2 + k
      let s00 = 0
      let s01 = 0
      let s02 = 0
      let s03 = 0
      let s10 = 0
      let s11 = 0
      let s12 = 0
      let s13 = 0
      for (let x = 0; x < k; x++) {
        const p = a[a0 + x] as number
        const q = a[a1 + x] as number
        const r0 = b[b0 + x] as number
        s00 += p * r0
        s10 += q * r0
        const r1 = b[b1 + x] as number
        s01 += p * r1
        s11 += q * r1
        const r2 = b[b2 + x] as number
        s02 += p * r2
        s12 += q * r2
        const r3 = b[b3 + x] as number
        s03 += p * r3
        s13 += q * r3
      }
      const o = i * n + j
      out[o] = s00
      out[o + 1] = s01
      out[o + 2] = s02
      out[o + 3] = s03
      out[o + n] = s10
      out[o + n + 1] = s11
      out[o + n + 2] = s12
      out[o + n + 3] = s13
    }
  }
}

/** `out[columns × rows] = a[rows × columns]ᵀ`. */
export function transpose(a: Float64Array, rows: number, out: Float64Array): void {
  const columns = a.length / rows
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) out[j * rows + i] = a[i * columns + j] as number
  }
}
