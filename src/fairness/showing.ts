/** A ranking that was put before a shopper, and what they then took. */
export interface Showing {
  /** Whose it is: what one shopper saw hangs together. Never printed. */
  readonly shopper: string
  /** What the audit knows of the shopper, by attribute. No ranking has seen it. */
  readonly labels: ReadonlyMap<string, string>
  /** Rows of items, best first. */
  readonly shown: readonly number[]
  /** Rows of the items that the shopper took. */
  readonly taken: ReadonlySet<number>
}

/** The least that must be known of a group before anything is said of it. */
export interface MinimumCell {
  readonly shown: number
  readonly positive: number
}

/** Of fewer than this nothing is concluded. */
export const minimumCell: MinimumCell = { shown: 200, positive: 30 }

/** What lacks in a cell, in words, or nothing. */
export function thinness(
  cell: { readonly shown: number; readonly positive: number },
  least: MinimumCell,
  words = { shown: 'shown', positive: 'positive' },
): string | undefined {
  const lacks = (['shown', 'positive'] as const)
    .filter((part) => cell[part] < least[part])
    .map((part) => `${Math.floor(cell[part])} of ${least[part]} ${words[part]}`)
  return lacks.length === 0 ? undefined : lacks.join(', ')
}

/** Showings by whose they are. */
export function byShopper(showings: readonly Showing[]): readonly (readonly Showing[])[] {
  return [...Map.groupBy(showings, ({ shopper }) => shopper).values()]
}
