type Numbers = Float64Array | Float32Array | Int32Array

/** The element, which is there: for loops that keep within bounds. */
export function at(array: Numbers, index: number): number {
  return array[index] as number
}

/** Adds to an element. */
export function add(array: Numbers, index: number, value: number): void {
  array[index] = (array[index] as number) + value
}
