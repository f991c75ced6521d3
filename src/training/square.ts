import { at } from './element.ts'

/** One number in single precision for each pair of items. */
export interface Square {
  readonly items: number
  /** What it takes in memory, about. */
  readonly bytes: number
  add(row: number, column: number, value: number): void
  get(row: number, column: number): number
  /** Replaces each number that is not zero. */
  replace(by: (value: number, row: number, column: number) => number): void
  /** Adds a row to scores. */
  addRow(row: number, scores: Float64Array): void
}

/** More items than this fill little of a square: above it only what is not zero is held. */
const mostDense = 8192

export function createSquare(items: number): Square {
  return items <= mostDense ? dense(items) : sparse(items)
}

/** For a small catalogue, of which a few items fill most. */
function dense(items: number): Square {
  const values = new Float32Array(items * items)
  return {
    items,
    bytes: values.byteLength,
    add(row, column, value) {
      values[row * items + column] = at(values, row * items + column) + value
    },
    get: (row, column) => at(values, row * items + column),
    replace(by) {
      for (let place = 0; place < values.length; place++) {
        const value = at(values, place)
        if (value === 0) continue
        values[place] = by(value, Math.floor(place / items), place % items)
      }
    },
    addRow(row, scores) {
      const start = row * items
      for (let item = 0; item < items; item++) {
        scores[item] = at(scores, item) + at(values, start + item)
      }
    },
  }
}

function sparse(items: number): Square {
  const rows = Array.from({ length: items }, () => new Map<number, number>())
  return {
    items,
    get bytes() {
      return rows.reduce((sum, row) => sum + row.size * 8, 0)
    },
    add(row, column, value) {
      const held = rows[row] as Map<number, number>
      held.set(column, Math.fround((held.get(column) ?? 0) + value))
    },
    get: (row, column) => rows[row]?.get(column) ?? 0,
    replace(by) {
      rows.forEach((held, row) => {
        for (const [column, value] of held) held.set(column, Math.fround(by(value, row, column)))
      })
    },
    addRow(row, scores) {
      for (const [column, value] of rows[row] ?? []) scores[column] = at(scores, column) + value
    },
  }
}
