import type { Candidates } from './candidates.ts'
import { createMultiply, transpose } from './dense.ts'
import { add, at } from './element.ts'
import { type Example, readings } from './examples.ts'

export interface NetworkSize {
  readonly items: number
  readonly dimension: number
  readonly contextRows: number
  /** How many items of a visit count. */
  readonly history: number
}

/** What is learned. Every array is written in place. */
export interface Parameters {
  /** One row an item; its direction counts, not its length. */
  readonly vectors: Float64Array
  /** One row a context value. */
  readonly contexts: Float64Array
  /** Logarithm of an item's weight in the query, by reading and position. */
  readonly positions: Float64Array
  /** What an item scores with nothing known. */
  readonly prior: Float64Array
  /** Logarithm of the temperature. */
  readonly temperature: Float64Array
}

export type ParameterName = keyof Parameters

export interface Network {
  readonly size: NetworkSize
  readonly parameters: Parameters
  readonly gradients: Parameters
  /** Unit vectors as of the last `refresh`. */
  readonly units: Float64Array
  /** Rows of the items that the last examples moved; the gradient of every other vector is zero. */
  readonly touched: Int32Array
  /** To be called after parameters changed: of all items, or of these. */
  refresh(rows?: Int32Array): void
  /** Scores of all items, not yet without those that the shopper has. */
  score(example: Pick<Example, 'reading' | 'items' | 'contexts'>, scores: Float64Array): void
  /** Mean loss over the examples, whose answers are among the candidates; leaves its gradient in `gradients`. */
  learn(examples: readonly Example[], candidates: Candidates): number
}

/** Room for one batch, so that nothing is allocated while training. */
const maxBatch = 256

/**
 * `score_i = τ · ⟨q/|q|, E_i⟩ + prior_i`, with `q` the weighted sum of the vectors of a visit's items and
 * contexts. The loss is the cross-entropy over the candidates that the shopper does not have.
 */
export function createNetwork(size: NetworkSize, start: Partial<Parameters> = {}): Network {
  const { items, dimension, contextRows, history } = size
  if (dimension % 4 !== 0) throw new RangeError('dimension must be a multiple of 4')

  const allocate = (): Parameters => ({
    vectors: new Float64Array(items * dimension),
    contexts: new Float64Array(contextRows * dimension),
    positions: new Float64Array(readings.length * history),
    prior: new Float64Array(items),
    temperature: new Float64Array(1),
  })
  const parameters = allocate()
  const gradients = allocate()
  for (const [name, values] of Object.entries(start)) {
    parameters[name as ParameterName].set(values)
  }
  const { vectors, contexts, positions, prior, temperature } = parameters
  const units = new Float64Array(items * dimension)
  const lengths = new Float64Array(items)

  const queries = new Float64Array(maxBatch * dimension)
  const queryLengths = new Float64Array(maxBatch)
  const queryGradients = new Float64Array(maxBatch * dimension)
  const multiply = createMultiply()
  let room = createRoom(0, dimension)
  const placeOf = new Int32Array(items)
  const moved = createRowSet(items)

  function refresh(rows?: Int32Array): void {
    if (rows) for (const item of rows) normalise(item)
    else for (let item = 0; item < items; item++) normalise(item)
  }

  function normalise(item: number): void {
    const start = item * dimension
    let squares = 0
    for (let x = start; x < start + dimension; x++) squares += at(vectors, x) ** 2
    const length = Math.sqrt(squares) || 1
    lengths[item] = length
    for (let x = start; x < start + dimension; x++) units[x] = at(vectors, x) / length
  }

  /** Writes the direction of the query to `queries`, and its length. */
  function ask(example: Pick<Example, 'reading' | 'items' | 'contexts'>, place: number): void {
    const out = place * dimension
    queries.fill(0, out, out + dimension)
    const first = readings.indexOf(example.reading) * history
    example.items.forEach((item, position) => {
      addScaled(queries, out, units, item * dimension, Math.exp(at(positions, first + position)))
    })
    for (const row of example.contexts) addScaled(queries, out, contexts, row * dimension, 1)
    let squares = 0
    for (let x = out; x < out + dimension; x++) squares += at(queries, x) ** 2
    const length = Math.sqrt(squares)
    queryLengths[place] = length
    // Nothing known: the query stays zero and the prior ranks alone.
    if (length > 0) for (let x = out; x < out + dimension; x++) queries[x] = at(queries, x) / length
  }

  function addScaled(
    to: Float64Array,
    toStart: number,
    from: Float64Array,
    fromStart: number,
    scale: number,
  ): void {
    for (let x = 0; x < dimension; x++) {
      to[toStart + x] = at(to, toStart + x) + scale * at(from, fromStart + x)
    }
  }

  function product(aStart: number, a: Float64Array, bStart: number, b: Float64Array): number {
    let sum = 0
    for (let x = 0; x < dimension; x++) sum += at(a, aStart + x) * at(b, bStart + x)
    return sum
  }

  function score(
    example: Pick<Example, 'reading' | 'items' | 'contexts'>,
    out: Float64Array,
  ): void {
    ask(example, 0)
    const tau = Math.exp(at(temperature, 0))
    for (let item = 0; item < items; item++) {
      out[item] = tau * product(0, queries, item * dimension, units) + at(prior, item)
    }
  }

  function learn(examples: readonly Example[], candidates: Candidates): number {
    if (examples.length > maxBatch) throw new RangeError(`a batch has at most ${maxBatch} examples`)
    const batch = examples.length + (examples.length % 2)
    const { rows } = candidates
    const columns = Math.ceil(rows.length / 8) * 8
    if (columns > room.columns) room = createRoom(columns, dimension)
    const { scores, chosen, turned, priors, priorGradients } = room
    forget()
    moved.add(rows)
    for (const { items } of examples) moved.add(items)
    chosen.fill(0, rows.length * dimension, columns * dimension)
    placeOf.fill(-1)
    rows.forEach((row, place) => {
      placeOf[row] = place
      const start = row * dimension
      chosen.set(units.subarray(start, start + dimension), place * dimension)
      priors[place] = at(prior, row)
    })
    priorGradients.fill(0)
    examples.forEach(ask)
    queries.fill(0, examples.length * dimension, batch * dimension)
    transpose(chosen.subarray(0, columns * dimension), columns, turned)
    multiply(queries, turned, scores, { m: batch, n: columns, k: dimension })

    let loss = 0
    scores.fill(0, examples.length * columns, batch * columns)
    examples.forEach((example, place) => {
      loss += judge(example, candidates, scores.subarray(place * columns, (place + 1) * columns))
    })
    rows.forEach((row, place) => {
      gradients.prior[row] = at(priorGradients, place)
    })
    propagate(examples, candidates, columns)
    const mean = 1 / examples.length
    for (const name of shared) scale(gradients[name], 0, gradients[name].length, mean)
    for (const row of moved.rows()) {
      scale(gradients.vectors, row * dimension, (row + 1) * dimension, mean)
    }
    return loss * mean
  }

  /** Zero again, where the last examples left something. */
  function forget(): void {
    for (const name of shared) gradients[name].fill(0)
    for (const row of moved.rows()) {
      gradients.vectors.fill(0, row * dimension, (row + 1) * dimension)
    }
    moved.clear()
  }

  /** Turns the cosines of one example into the gradient by them; returns its loss. */
  function judge(
    { seen, targets, shares, weight }: Example,
    { rows, corrections }: Candidates,
    cosines: Float64Array,
  ): number {
    const { logits, priors, priorGradients } = room
    const candidates = rows.length
    const tau = Math.exp(at(temperature, 0))
    let answered = 0
    let byTemperature = 0
    targets.forEach((row, place) => {
      const cosine = cosines[placeOf[row] as number] as number
      answered += at(shares, place) * (tau * cosine + at(prior, row))
      byTemperature -= weight * at(shares, place) * cosine
    })
    for (let place = 0; place < candidates; place++) {
      logits[place] = tau * at(cosines, place) + at(priors, place) + at(corrections, place)
    }
    for (const row of seen) if (placeOf[row] !== -1) logits[placeOf[row] as number] = -Infinity
    let highest = -Infinity
    for (let place = 0; place < candidates; place++) {
      const logit = at(logits, place)
      if (logit > highest) highest = logit
    }
    let total = 0
    for (let place = 0; place < candidates; place++) {
      const exp = Math.exp(at(logits, place) - highest)
      logits[place] = exp
      total += exp
    }
    const scale = weight / total
    for (let place = 0; place < candidates; place++) {
      const gradient = at(logits, place) * scale
      byTemperature += gradient * at(cosines, place)
      priorGradients[place] = at(priorGradients, place) + gradient
      cosines[place] = gradient * tau
    }
    targets.forEach((row, place) => {
      const gradient = weight * at(shares, place)
      add(priorGradients, placeOf[row] as number, -gradient)
      add(cosines, placeOf[row] as number, -gradient * tau)
    })
    add(gradients.temperature, 0, byTemperature * tau)
    return weight * (highest + Math.log(total) - answered)
  }

  /** From the gradients by cosines to those by vectors, contexts and positions. */
  function propagate(examples: readonly Example[], { rows }: Candidates, columns: number): void {
    const batch = examples.length + (examples.length % 2)
    const { scores, scratch, chosen, chosenGradients } = room
    const byCosine = scores.subarray(0, batch * columns)
    multiply(byCosine, chosen, queryGradients, { m: batch, n: dimension, k: columns })
    transpose(byCosine, batch, scratch)
    multiply(scratch, queries, chosenGradients, { m: columns, n: dimension, k: batch })
    rows.forEach((row, place) => {
      addScaled(gradients.vectors, row * dimension, chosenGradients, place * dimension, 1)
    })

    examples.forEach((example, place) => {
      const length = at(queryLengths, place)
      if (length === 0) return
      const start = place * dimension
      // Only what turns the query changes its direction.
      removeAlong(queryGradients, start, queries, 1 / length)
      const first = readings.indexOf(example.reading) * history
      example.items.forEach((item, position) => {
        const weight = Math.exp(at(positions, first + position))
        const by = product(start, queryGradients, item * dimension, units)
        add(gradients.positions, first + position, weight * by)
        addScaled(gradients.vectors, item * dimension, queryGradients, start, weight)
      })
      for (const row of example.contexts) {
        addScaled(gradients.contexts, row * dimension, queryGradients, start, 1)
      }
    })
    for (const item of moved.rows()) {
      removeAlong(gradients.vectors, item * dimension, units, 1 / at(lengths, item))
    }
  }

  /** Keeps of a gradient what is across its unit vector, scaled: the derivative of normalising. */
  function removeAlong(
    gradient: Float64Array,
    start: number,
    unit: Float64Array,
    scale: number,
  ): void {
    const along = product(start, gradient, start, unit)
    for (let x = start; x < start + dimension; x++) {
      gradient[x] = (at(gradient, x) - along * at(unit, x)) * scale
    }
  }

  refresh()
  return {
    size,
    parameters,
    gradients,
    units,
    get touched() {
      return moved.rows()
    },
    refresh,
    score,
    learn,
  }
}

/** The parameters whose gradient is dense. */
const shared = ['contexts', 'positions', 'prior', 'temperature'] as const

/** What a batch needs for so many candidates. */
function createRoom(columns: number, dimension: number) {
  return {
    columns,
    logits: new Float64Array(columns),
    priors: new Float64Array(columns),
    priorGradients: new Float64Array(columns),
    scores: new Float64Array(maxBatch * columns),
    scratch: new Float64Array(maxBatch * columns),
    chosen: new Float64Array(columns * dimension),
    turned: new Float64Array(columns * dimension),
    chosenGradients: new Float64Array(columns * dimension),
  }
}

/** Rows, each once, in the order in which they came. */
function createRowSet(most: number) {
  const isIn = new Uint8Array(most)
  const list = new Int32Array(most)
  let count = 0
  return {
    rows: () => list.subarray(0, count),
    add(rows: Int32Array): void {
      for (const row of rows) {
        if (isIn[row]) continue
        isIn[row] = 1
        list[count++] = row
      }
    },
    clear(): void {
      for (const row of list.subarray(0, count)) isIn[row] = 0
      count = 0
    },
  }
}

function scale(values: Float64Array, from: number, to: number, by: number): void {
  for (let x = from; x < to; x++) values[x] = at(values, x) * by
}
