/** What several rounds of one measurement say. */
export interface Figure {
  readonly median: number
  readonly min: number
  readonly max: number
}

export interface Column {
  readonly heading: string
  /** As the table shows it, such as `ms`; empty for a ratio. */
  readonly unit: string
  readonly digits: number
  /** Shows the smallest and largest round beside the median. */
  readonly spread?: true
}

/** What one round measured, by column. A column that this machine cannot tell is left out. */
export type Sample = Readonly<Record<string, number | undefined>>

export interface Row {
  readonly name: string
  readonly figures: Readonly<Record<string, Figure>>
}

export interface Table {
  readonly id: string
  readonly title: string
  /** What was done, in a sentence or two. */
  readonly note: string
  readonly columns: Readonly<Record<string, Column>>
  readonly rows: readonly Row[]
  /** What `--check` holds it to. */
  readonly bounds?: readonly Bound[]
}

/** The most a figure may be; or the most it may be above the same figure of another row. */
export interface Bound {
  readonly row: string
  readonly column: string
  readonly over?: string
  readonly most: number
}

/** Whose rounds the others' are divided by, by column. */
const baselines: ReadonlyMap<string, string> = new Map([
  ['ratio', 'pass-through'],
  ['ofConstant', 'constant'],
  ['ofRewriter', 'rewriter'],
])

/** A column that `summarize` fills. */
export function ratioColumn(name = 'ratio'): Column {
  return { heading: `× ${baselines.get(name)}`, unit: '', digits: 2, spread: true }
}

/** The value in the middle; of an even number, the mean of the two. `values` must hold one. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] as number
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] as number)) / 2
}

/** The smallest value that `share` (0 to 1) of `values` do not exceed: the nearest-rank percentile. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number
}

/**
 * Sums up the rounds. With `ratioOf`, each row gets `ratios` of that column to other rows, taken round by
 * round: what disturbed a round disturbed both, and what a median hides stays paired.
 */
export function summarize(
  rounds: ReadonlyMap<string, readonly Sample[]>,
  ratioOf?: string,
  ratios: readonly string[] = ['ratio'],
): readonly Row[] {
  const ratiosOf = (sample: Sample, round: number) =>
    ratios.map((column) => {
      const base = rounds.get(baselines.get(column) as string)
      const other = ratioOf && base?.[round]?.[ratioOf]
      return [column, other ? quotient(sample[ratioOf], other) : undefined]
    })
  return [...rounds].map(([name, samples]) => {
    const whole = samples.map((sample, round) => ({
      ...sample,
      ...Object.fromEntries(ratiosOf(sample, round)),
    }))
    return { name, figures: figuresOf(whole) }
  })
}

/** The bounds that a table does not keep, in words. A figure that is missing keeps none. */
export function brokenBounds({ title, columns, rows, bounds = [] }: Table): string[] {
  const figure = (name: string, column: string) =>
    rows.find((row) => row.name === name)?.figures[column]?.median ?? Number.NaN
  return bounds.flatMap(({ row, column, over, most }) => {
    const found = figure(row, column) - (over === undefined ? 0 : figure(over, column))
    const { heading, unit, digits } = columns[column] as Column
    if (found <= most) return []
    const what = over === undefined ? unit : `${unit} over ${over}`
    return `${title}: ${row}, ${heading}: ${found.toFixed(digits)} ${what}; at most ${most}`
  })
}

function figuresOf(samples: readonly Sample[]): Record<string, Figure> {
  const columns = new Set(samples.flatMap((sample) => Object.keys(sample)))
  const figures: Record<string, Figure> = {}
  for (const column of columns) {
    const values = samples.flatMap((sample) => sample[column] ?? [])
    if (values.length === 0) continue
    figures[column] = {
      median: median(values),
      min: Math.min(...values),
      max: Math.max(...values),
    }
  }
  return figures
}

function quotient(value: number | undefined, base: number): number | undefined {
  return value === undefined ? undefined : value / base
}
