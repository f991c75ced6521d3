/** An item of a visit as the model is told of it: its row, and the index of its kind. */
export type Told = readonly [row: number, kind: number]

/** Orders `count` rows by everything that a visit says: another history is another order. */
export function mixedOrder(count: number, told: readonly Told[], contexts: Iterable<number>) {
  const visit = mix([...told.flat(), -1, ...contexts])
  const scored = Array.from({ length: count }, (_, row) => ({ row, score: mix([visit, row]) }))
  return scored.sort((a, b) => b.score - a.score || a.row - b.row)
}

function mix(numbers: readonly number[]): number {
  return numbers.reduce((mixed, n) => Math.imul(mixed ^ (n + 1), 0x9e3779b1) >>> 7, 1)
}
