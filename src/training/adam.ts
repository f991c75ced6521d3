/** Adam (Kingma and Ba 2015) over one array, changed in place. */
export interface Adam {
  /** Moving means of the gradient and its square. */
  readonly mean: Float64Array
  readonly square: Float64Array
  /** How many steps were made; settable, to go on after a pause. */
  steps: number
  /**
   * @param rate step size, in units of the parameter.
   * @param rows only these, each `width` numbers: the others rest, as in a lazy Adam.
   */
  step(
    values: Float64Array,
    gradient: Float64Array,
    rate: number,
    rows?: { readonly rows: Int32Array; readonly width: number },
  ): void
}

// A shorter memory of squares than usual: a run has only about a thousand steps.
const [beta1, beta2, epsilon] = [0.9, 0.99, 1e-8]

export function createAdam(length: number): Adam {
  const mean = new Float64Array(length)
  const square = new Float64Array(length)

  function move(
    values: Float64Array,
    gradient: Float64Array,
    from: number,
    to: number,
    scale: number,
    correction: number,
  ): void {
    for (let x = from; x < to; x++) {
      const g = gradient[x] as number
      const m = beta1 * (mean[x] as number) + (1 - beta1) * g
      const v = beta2 * (square[x] as number) + (1 - beta2) * g * g
      mean[x] = m
      square[x] = v
      values[x] = (values[x] as number) - (scale * m) / (Math.sqrt(v * correction) + epsilon)
    }
  }

  return {
    mean,
    square,
    steps: 0,
    step(values, gradient, rate, some) {
      this.steps += 1
      const scale = rate / (1 - beta1 ** this.steps)
      const correction = 1 / (1 - beta2 ** this.steps)
      if (!some) move(values, gradient, 0, values.length, scale, correction)
      else {
        for (const row of some.rows) {
          move(values, gradient, row * some.width, (row + 1) * some.width, scale, correction)
        }
      }
    },
  }
}
