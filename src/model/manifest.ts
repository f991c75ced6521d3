import type { FeatureName } from '../policy/index.ts'

/** What a visit item is to the shopper: it was looked at, put in the cart or bought. */
export const itemKinds = ['view', 'cart', 'order'] as const
export type ItemKind = (typeof itemKinds)[number]

/** A context input: which feature it carries and the value that each row of its table stands for. */
export interface ContextInput {
  readonly feature: FeatureName
  /** At most 64. Row 0 is `''`, for a value the model has not seen: it adds nothing. */
  readonly rows: readonly string[]
}

/** How well a ranking did on held-out baskets, in percent, with its standard error. */
export interface Metric {
  readonly value: number
  readonly standardError: number
}

/**
 * What a model is, beside its file. The graph's inputs, in order (J items, C contexts):
 *
 * | name           | type    | shape | holds                                                     |
 * | -------------- | ------- | ----- | --------------------------------------------------------- |
 * | `items`        | int32   | [J]   | rows of the item table, newest first; `items.length` pads |
 * | `kinds`        | int32   | [J]   | index in `itemKinds`                                      |
 * | `item_mask`    | float32 | [J]   | 1 if the item's purpose is permitted and it is there, or 0 |
 * | `contexts`     | int32   | [C]   | rows of each context table, one after the other, 0-based   |
 * | `context_mask` | float32 | [C]   | 1 if the feature's purpose is permitted, or 0             |
 *
 * and its outputs: `top_items` int64 [K] and `top_scores` float32 [K], best first.
 */
export interface Manifest {
  readonly format: 1
  readonly id: string
  /** ISO 8601. */
  readonly created: string
  /** File name beside the manifest. */
  readonly file: string
  /** Lower-case hex digest of the file. */
  readonly sha256: string
  readonly bytes: number
  readonly inputs: {
    /** J, how many items of a visit the model looks at. */
    readonly items: number
    readonly contexts: readonly ContextInput[]
  }
  /** K, how many items the graph returns. */
  readonly top: number
  readonly catalogue: {
    /** Lower-case hex SHA-256 of the ids joined by `\n`. */
    readonly sha256: string
    /** Product ids by row of the item table, which is by popularity in the data window. */
    readonly items: readonly string[]
  }
  readonly data: {
    readonly source: string
    readonly licence: string
    /** First and last day, ISO 8601 dates. */
    readonly window: readonly [string, string]
    /** What the people in the data agreed to, in words. */
    readonly consentScope: string
    readonly baskets: number
  }
  readonly training: Readonly<Record<string, number | string>>
  /** By protocol (`nextLine`, `halfBasket`), then method (`popularity`, `itemKnn`, `model`, …). */
  readonly metrics: Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<string, Metric>>>>>
  >
  /** Fairness table; empty until an audit has filled it. */
  readonly fairness: Readonly<Record<string, Metric>>
  readonly licence: string
}
