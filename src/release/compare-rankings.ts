import type { Ranking } from '../model/index.ts'

/** How a shadow's answer differs from the one that was shown: two numbers, and nothing of the visit. */
export interface ShadowComparison {
  /** Which part of the first places both fill with the same items, 0 to 1. */
  readonly overlap: number
  /** Whether both put the same item first. */
  readonly sameFirst: boolean
  /** What made each: `model`, or `popular` when one was late. */
  readonly by: readonly [shown: Ranking['by'], shadow: Ranking['by']]
}

const places = 8

/** Compares the first places of two rankings: as many as a slot usually has. */
export function compareRankings(shown: Ranking, shadow: Ranking): ShadowComparison {
  const [ours, theirs] = [idsOf(shown), idsOf(shadow)]
  const most = Math.max(ours.length, theirs.length)
  const common = ours.filter((id) => theirs.includes(id)).length
  return {
    overlap: most === 0 ? 1 : common / most,
    sameFirst: ours[0] === theirs[0],
    by: [shown.by, shadow.by],
  }
}

function idsOf(ranking: Ranking): string[] {
  return ranking.best(places).map(({ product }) => product.id)
}
