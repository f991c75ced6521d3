/** What a run of the trainer can be told. The defaults made the model that Limen ships. */
export interface Settings {
  readonly seed: number
  /** Length of an item vector; a multiple of 4. */
  readonly dimension: number
  /** At most so many passes over the orders; fewer if another one did not help. */
  readonly epochs: number
  /** How many items of a visit the model looks at. */
  readonly history: number
  /** How many neighbours each item has in the graph; 0 leaves them out. */
  readonly neighbours: number
  /** How many items the graph returns. */
  readonly top: number
  /** An item in fewer baskets has no row. */
  readonly minBaskets: number
  /** A basket this many days older counts half. */
  readonly halfLifeDays: number
  /** The last days of the data, on which epochs and weights are chosen before training on all. */
  readonly validationDays: number
  readonly linesPerOrder: number
  readonly setWeight: number
  /** Lines further apart than this are no pair. */
  readonly pairWindow: number
  /** What a pair counts for the later line, against 1 for the earlier. */
  readonly pairBackward: number
  /** Added to each item's pairs, so that a rare item's few stay a weak hint. */
  readonly pairSmoothing: number
  /** Whether what a visit holds may be its next item again. */
  readonly repeats?: boolean
  /** Share of the examples whose history is hidden, as if it were not permitted (0.3). */
  readonly consentDropout?: number
  /**
   * Items that nobody has looked at yet get a row, by their words and categories: at most so many percent
   * of the others, because each takes bytes from all.
   */
  readonly newItems?: number
  /** The file may be no larger: vectors and neighbours are cut to fit. */
  readonly maxBytes?: number
}

export const defaults: Settings = {
  seed: 1,
  dimension: 64,
  epochs: 2,
  history: 16,
  neighbours: 24,
  top: 50,
  minBaskets: 5,
  halfLifeDays: 180,
  validationDays: 30,
  linesPerOrder: 4,
  setWeight: 6,
  pairWindow: 5,
  pairBackward: 0.5,
  pairSmoothing: 4,
}

/** What is otherwise when the record is of visits rather than baskets. */
export const clicks: Partial<Settings> = {
  epochs: 4,
  halfLifeDays: 60,
  validationDays: 7,
  linesPerOrder: 8,
  setWeight: 1,
  repeats: true,
  newItems: 10,
  maxBytes: 2_000_000,
}

/** Small enough to try everything in seconds; the model is of no use. */
export const quick: Partial<Settings> = {
  dimension: 16,
  epochs: 1,
  neighbours: 8,
  linesPerOrder: 1,
  validationDays: 5,
}

/** How much of the data a quick run takes: the newest baskets to learn from, the first to be asked. */
export const quickBaskets = { train: 1200, valid: 60 }
