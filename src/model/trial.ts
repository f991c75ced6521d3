import { itemKinds, type Manifest } from './manifest.ts'
import type { ModelInputs, Scorer, TopItems } from './scorer.ts'

/** What a trial needs to know of a model: the sizes in its manifest. */
export type TrialModel = Pick<Manifest, 'inputs' | 'top'> & {
  readonly catalogue: Pick<Manifest['catalogue'], 'items'>
}

/**
 * Asks an engine about made-up visits, the corners of each table among them, and says what is wrong
 * with its answers; nothing if they are as `Manifest` says. What is masked must not matter: that is
 * how a purpose that is not permitted stays out.
 *
 * @param visits how many, besides the corners.
 */
export async function tryScorer(
  scorer: Scorer,
  model: TrialModel,
  visits = 8,
): Promise<string | undefined> {
  for (const [visit, otherwise] of trialVisits(model, visits)) {
    let answer: TopItems
    let masked: TopItems
    try {
      answer = await scorer.score(visit)
      masked = await scorer.score(otherwise)
    } catch {
      return 'the engine fails on a visit that its manifest allows'
    }
    const problem = answerProblem(answer, model)
    if (problem) return problem
    if (!isSame(answer, masked)) return 'an input that is masked changes the answer'
  }
  return undefined
}

function answerProblem(
  { items, scores }: TopItems,
  { top, catalogue }: TrialModel,
): string | undefined {
  if (items.length !== top || scores.length !== top) {
    return `it returns ${items.length} items; its manifest says ${top}`
  }
  const isRow = (row: number) => row >= 0 && row < catalogue.items.length
  if (!items.every(isRow)) return 'it returns a row that is no item of the catalogue'
  if (new Set(items).size !== items.length) return 'it returns an item twice'
  if (!scores.every(Number.isFinite)) return 'it returns a score that is no finite number'
  const isSorted = scores.every((score, at) => at === 0 || score <= (scores[at - 1] as number))
  return isSorted ? undefined : 'its answers are not in order, best first'
}

function isSame(a: TopItems, b: TopItems): boolean {
  return (
    a.items.every((row, at) => row === b.items[at]) &&
    a.scores.every((score, at) => Object.is(score, b.scores[at]))
  )
}

/** Visits for a trial: each, and the same one with other values wherever the mask is 0. */
export function* trialVisits(
  model: TrialModel,
  visits: number,
): Generator<[ModelInputs, ModelInputs]> {
  const random = numbers(1)
  const below = (limit: number) => Math.floor(random() * limit)
  const corners = [() => 0, (limit: number) => limit - 1]
  for (const permitted of [0, 1]) {
    for (const choose of corners) {
      yield twice(model, () => permitted, choose, below)
    }
  }
  for (let i = 0; i < visits; i++) {
    yield twice(model, () => below(2), below, below)
  }
}

type Choose = (limit: number) => number

function twice(
  model: TrialModel,
  mask: () => number,
  choose: Choose,
  other: Choose,
): [ModelInputs, ModelInputs] {
  const visit = makeVisit(model, mask, choose)
  const changed = makeVisit(model, mask, other)
  const otherItem = () => other(model.catalogue.items.length)
  const keep = (values: Int32Array, others: Int32Array, kept: Float32Array) =>
    values.map((value, at) => (kept[at] === 0 ? (others[at] as number) : value))
  return [
    visit,
    {
      ...visit,
      items: keep(visit.items, changed.items.map(otherItem), visit.itemMask),
      kinds: keep(visit.kinds, changed.kinds, visit.itemMask),
      contexts: keep(visit.contexts, changed.contexts, visit.contextMask),
    },
  ]
}

function makeVisit(
  { inputs, catalogue }: TrialModel,
  mask: () => number,
  choose: Choose,
): ModelInputs {
  let first = 0
  const contexts = inputs.contexts.map(({ rows }) => {
    const row = first + choose(rows.length)
    first += rows.length
    return row
  })
  const list = (length: number, value: () => number) => Array.from({ length }, value)
  const itemMask = Float32Array.from(list(inputs.items, mask))
  const padding = catalogue.items.length
  return {
    items: Int32Array.from(itemMask, (given) => (given === 0 ? padding : choose(padding))),
    kinds: Int32Array.from(list(inputs.items, () => choose(itemKinds.length))),
    itemMask,
    contexts: Int32Array.from(contexts),
    contextMask: Float32Array.from(list(inputs.contexts.length, mask)),
  }
}

/** The same numbers in [0, 1) for the same seed (a linear congruential generator of 32 bits). */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
