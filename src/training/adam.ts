/** Adam (Kingma and Ba 2015) over one array, changed in place. */
export interface Adam {
  /** @param rate step size, in units of the parameter. */
  step(values: Float64Array, gradient: Float64Array, rate: number): void
}

// A shorter memory of squares than usual: a run has only about a thousand steps.
const [beta1, beta2, epsilon] = [0.9, 0.99, 1e-8]

export function createAdam(length: number): Adam {
  const mean = new Float64Array(length)
  const square = new Float64Array(length)
  let steps = 0

  return {
    step(values, gradient, rate) {
      steps += 1
      const scale = rate / (1 - beta1 ** steps)
      const correction = 1 / (1 - beta2 ** steps)
      for (let x = 0; x < values.length; x++) {
        const g = gradient[x] as number
        const m = beta1 * (mean[x] as number) + (1 - beta1) * g
        const v = beta2 * (square[x] as number) + (1 - beta2) * g * g
        mean[x] = m
        square[x] = v
        values[x] = (values[x] as number) - (scale * m) / (Math.sqrt(v * correction) + epsilon)
      }
    },
  }
}
