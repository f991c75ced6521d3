import { exposureAt } from './exposure.ts'
import type { Showing } from './showing.ts'

/** Discounted gain of what was taken, of the best possible (Järvelin and Kekäläinen 2002); 0 to 1. */
export function ndcg({ shown, taken }: Pick<Showing, 'shown' | 'taken'>, places: number): number {
  const gains = shown.slice(0, places).map((row, place) => (taken.has(row) ? exposureAt(place) : 0))
  const best = Array.from({ length: Math.min(places, taken.size) }, (_, place) => exposureAt(place))
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  return best.length === 0 ? 0 : sum(gains) / sum(best)
}
