import type { Example } from './examples.ts'
import type { Random } from './random.ts'

/** The items that compete for the answers of one batch. */
export interface Candidates {
  readonly rows: Int32Array
  /** Added to a row's score in the sum over candidates: −log of its chance to be one. */
  readonly corrections: Float64Array
}

/** Every item competes: the full softmax. */
export function allItems(items: number): Candidates {
  return {
    rows: Int32Array.from({ length: items }, (_, row) => row),
    corrections: new Float64Array(items),
  }
}

/**
 * Draws candidates: the answers of the batch and `negatives` draws by the root of popularity. Each counts
 * by the inverse of its chance to be drawn, so that the sum over candidates is right on average.
 *
 * @param answers how often each item is an answer in the whole epoch.
 */
export function createSampler(
  answers: Float64Array,
  popularity: Float64Array,
  negatives: number,
  random: Random,
) {
  const items = popularity.length
  const drawn = normalise(popularity.map((each) => Math.sqrt(each + 1)))
  const asked = normalise(answers)
  let sum = 0
  const cumulated = drawn.map((each) => (sum += each))

  return function draw(batch: readonly Example[]): Candidates {
    const chosen = new Uint8Array(items)
    let targets = 0
    for (const example of batch) {
      targets += example.targets.length
      for (const row of example.targets) chosen[row] = 1
    }
    for (let i = 0; i < negatives; i++) chosen[firstAbove(cumulated, random.next())] = 1
    const rows = rowsOf(chosen)
    const corrections = Float64Array.from(rows, (row) => {
      const missedAsNegative = (1 - (drawn[row] as number)) ** negatives
      const missedAsTarget = (1 - (asked[row] as number)) ** targets
      return -Math.log(1 - missedAsNegative * missedAsTarget)
    })
    return { rows, corrections }
  }
}

/** Where a one stands. */
function rowsOf(chosen: Uint8Array): Int32Array {
  const rows = new Int32Array(chosen.length)
  let count = 0
  for (let row = 0; row < chosen.length; row++) if (chosen[row]) rows[count++] = row
  return rows.slice(0, count)
}

function normalise(values: Float64Array): Float64Array {
  const total = values.reduce((sum, each) => sum + each, 0)
  return values.map((each) => each / total)
}

function firstAbove(cumulated: Float64Array, value: number): number {
  let [low, high] = [0, cumulated.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((cumulated[middle] as number) > value) high = middle
    else low = middle + 1
  }
  return low
}
