import type { ModelInputs } from '../scorer.ts'
import type { ScorePart } from './explain.ts'
import type { ToSplit, VisitInput } from './inputs.ts'
import type { OpenGraph } from './open-graph.ts'

/**
 * Splits a score of any graph: each input counts what the score loses without it, the prior is what is
 * left without all, and the rest is what they do together.
 */
export function splitByLeavingOut(
  graph: OpenGraph & { readonly scores: string },
  { row, score, inputs, encoded }: ToSplit,
): ScorePart[] {
  const scoreOf = (visit: ModelInputs) => {
    graph.evaluate(visit)
    return graph.value(graph.scores)[row] as number
  }
  const parts = inputs.map((input): ScorePart => {
    const { place: _, ...told } = input
    return { ...told, amount: score - scoreOf(without(encoded, input)) }
  })
  const prior = scoreOf(inputs.reduce(without, encoded))
  const together = parts.reduce((rest, { amount }) => rest - amount, score - prior)
  return [...parts, { of: 'prior', amount: prior }, { of: 'together', amount: together }]
}

const masks = { item: 'itemMask', context: 'contextMask' } as const

function without(visit: ModelInputs, { of, place }: VisitInput): ModelInputs {
  const mask = masks[of]
  return { ...visit, [mask]: visit[mask].with(place, 0) }
}
