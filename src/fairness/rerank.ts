/** The part of the first places that a group of items has at least. */
export interface Floor {
  readonly group: string
  /** 0 to 1; of the first k places the group has at least this share, rounded down. */
  readonly share: number
}

export interface FloorOptions<Item> {
  /** The group of an item; without one it counts for none. */
  readonly groupOf: (item: Item) => string | undefined
  /** Their shares are together at most 1. */
  readonly floors: readonly Floor[]
  /** How many places the floors hold for; behind them the order stays. */
  readonly places: number
}

/** Puts a ranking in another order. */
export type Reorder<Item> = (ranked: readonly Item[]) => readonly Item[]

/**
 * Builds a re-ranking that keeps groups visible: of every first k places each group has its floor, as far
 * as the ranking has items of it, and apart from that the best come first. Deterministic, and the order
 * within a group stays. The floors are those of DetGreedy (Geyik, Ambler and Kenthapadi 2019); places are
 * given so that no later floor is out of reach, which DetGreedy does not promise of four groups or more.
 *
 * @throws RangeError when the floors are more than there are places.
 */
export function exposureFloor<Item>(options: FloorOptions<Item>): Reorder<Item> {
  const { groupOf, floors, places } = options
  const total = floors.reduce((sum, { share }) => sum + share, 0)
  const isShare = ({ share }: Floor) => share >= 0 && share <= 1
  if (!floors.every(isShare) || total > 1 + slack) {
    throw new RangeError('floors must be shares of 0 to 1, together at most 1')
  }
  if (new Set(floors.map(({ group }) => group)).size !== floors.length) {
    throw new RangeError('floors must name each group once')
  }

  return function keepVisible(ranked) {
    const waiting = new Map<string, number>()
    for (const item of ranked) {
      const group = groupOf(item)
      if (group !== undefined) waiting.set(group, (waiting.get(group) ?? 0) + 1)
    }
    const owed = floors.map(({ group, share }) => new Debt(share, waiting.get(group) ?? 0))
    const debts = new Map(floors.map(({ group }, index) => [group, owed[index] as Debt]))
    const rest = [...ranked]
    const order: Item[] = []
    const last = Math.min(places, ranked.length)
    for (let place = 1; place <= last; place++) {
      const debtOf = (item: Item) => debts.get(groupOf(item) ?? '')
      // What is safe depends on the group alone.
      const safe = new Map<Debt | undefined, boolean>()
      const next = rest.findIndex((item) => {
        const debt = debtOf(item)
        const known = safe.get(debt) ?? isSafe(owed, debt, place, last)
        safe.set(debt, known)
        return known
      })
      const [item] = rest.splice(Math.max(0, next), 1) as [Item]
      debtOf(item)?.pay()
      order.push(item)
    }
    return [...order, ...rest]
  }
}

/** The items that a re-ranking put further up, for whoever explains a ranking. */
export function movedUp<Item>(ranked: readonly Item[], reordered: readonly Item[]): Item[] {
  const places = new Map(ranked.map((item, place) => [item, place]))
  return reordered.filter((item, place) => place < (places.get(item) ?? -1))
}

// 0.29 · 100 is 28.999999999999996.
const slack = 1e-9

/** What a group has had, and what it is owed. */
class Debt {
  readonly #share: number
  readonly #most: number
  #paid = 0

  constructor(share: number, most: number) {
    this.#share = share
    this.#most = most
  }

  pay(): void {
    this.#paid += 1
  }

  /** Items still owed within the first `places`. */
  within(places: number): number {
    const floor = Math.min(this.#most, Math.floor(this.#share * places + slack))
    return Math.max(0, floor - this.#paid)
  }
}

/** Whether every floor can still be kept if `place` goes to `chosen`. */
function isSafe(
  owed: readonly Debt[],
  chosen: Debt | undefined,
  place: number,
  last: number,
): boolean {
  for (let until = place; until <= last; until++) {
    const due = owed.reduce((sum, debt) => sum + debt.within(until), 0)
    const settled = chosen && chosen.within(until) > 0 ? 1 : 0
    if (due - settled > until - place) return false
  }
  return true
}
