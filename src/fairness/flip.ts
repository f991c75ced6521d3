/** One thing that may be known of a visit, changed. */
export interface Flip<Visit> {
  /** What is changed, for the report: `country`, `no items`. */
  readonly name: string
  readonly change: (visit: Visit) => Visit
}

export interface FlipOptions<Visit> {
  readonly visits: readonly Visit[]
  readonly flips: readonly Flip<Visit>[]
  /** What a visit is shown: of each item everything a shopper reads of its price, as it is sent. */
  readonly show: (visit: Visit) => Promise<ReadonlyMap<string, string>>
  readonly onStep?: (done: number) => void
}

export interface FlipResult {
  /** How many prices were held against the same item's before the flip. */
  readonly compared: number
  /** Which flips changed the price of which items. No price and no visit is in here. */
  readonly changed: readonly { readonly flip: string; readonly item: string }[]
}

/**
 * Changes one thing of a visit at a time and looks at the price of every item that is shown before and
 * after. Exact: one byte of difference is one too many, and no statistics can excuse it.
 */
export async function flipPrices<Visit>(options: FlipOptions<Visit>): Promise<FlipResult> {
  const { visits, flips, show, onStep } = options
  const changed = new Map<string, { flip: string; item: string }>()
  let compared = 0
  for (const [index, visit] of visits.entries()) {
    const before = await show(visit)
    for (const { name, change } of flips) {
      for (const [item, price] of await show(change(visit))) {
        const known = before.get(item)
        if (known === undefined) continue
        compared += 1
        if (known !== price) changed.set(`${name}\n${item}`, { flip: name, item })
      }
    }
    onStep?.((index + 1) / visits.length)
  }
  return { compared, changed: [...changed.values()] }
}
