/**
 * Adjusts the p-values of a family so that of the differences called real at level q, at most the share q
 * is false (Benjamini and Hochberg 1995).
 *
 * @returns a q-value for each, in the order given.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const count = pValues.length
  const order = pValues.map((_, index) => index).sort((a, b) => pAt(b) - pAt(a))
  const adjusted = new Array<number>(count).fill(1)
  let least = 1
  order.forEach((index, place) => {
    least = Math.min(least, (pAt(index) * count) / (count - place))
    adjusted[index] = least
  })
  return adjusted

  function pAt(index: number): number {
    return pValues[index] as number
  }
}
