import { bootstrap, type Drawn, type Draws } from './bootstrap.ts'
import { ndcg } from './ndcg.ts'
import { byShopper, type Showing } from './showing.ts'

/** What a re-ranking costs in quality. */
export interface Cost {
  /** Mean NDCG, 0 to 1, without and with it. */
  readonly before: number
  readonly after: number
  /** Share of the NDCG that is lost; negative when it gains. */
  readonly loss: Drawn
  /** Share of the showings that it changes. */
  readonly changed: number
}

/** Compares the same showings without and with a re-ranking, in the same order. */
export function measureCost(
  before: readonly Showing[],
  after: readonly Showing[],
  places: number,
  draws: Draws,
): Cost {
  const numbers = new Map(
    before.map((showing, at) => {
      const other = after[at] as Showing
      const isChanged = showing.shown.some((row, place) => row !== other.shown[place])
      return [showing, [ndcg(showing, places), ndcg(other, places), isChanged ? 1 : 0]]
    }),
  )
  const units = byShopper(before).map((seen) =>
    seen.reduce(
      (sum, showing) => sum.map((each, at) => each + (numbers.get(showing)?.[at] ?? 0)),
      [0, 0, 0],
    ),
  )
  const whole = units.reduce(
    (sum, unit) => sum.map((each, at) => each + (unit[at] ?? 0)),
    [0, 0, 0],
  )
  const [loss] = bootstrap(units, ([old = 0, now = 0]) => [1 - now / old], draws)
  const [old = 0, now = 0, changed = 0] = whole
  const count = Math.max(1, before.length)
  return {
    before: old / count,
    after: now / count,
    loss: loss ?? { value: 0, low: 0, high: 0, standardError: 0 },
    changed: changed / count,
  }
}
