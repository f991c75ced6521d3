import type { Manifest } from '../model/manifest.ts'
import { baselines } from './baselines.ts'
import type { ItemTable, Order } from './dataset.ts'
import { levels, rankByModel } from './levels.ts'
import {
  halfBasket,
  measure,
  nextClick,
  nextLine,
  type Protocol,
  type Quality,
  type Rank,
} from './protocols.ts'
import type { RankingModel } from './quantise.ts'

export type Metrics = Manifest['metrics']

/** Which simple methods stand beside the model in each protocol. */
const compared = {
  nextLine: ['popularity', 'markov', 'sequentialRules', 'itemKnn', 'sessionKnn'],
  halfBasket: ['popularity', 'sequentialRulesSummed', 'itemKnnSummed', 'sessionKnn'],
  nextClick: ['popularity', 'markov', 'sequentialRules', 'vmisKnn'],
} as const
type ProtocolName = keyof typeof compared

/** What methods learn from and what they are asked: data alone, so that it can go to another thread. */
export interface Questions {
  /** How many items there are to choose from. */
  readonly items: number
  /** In order of time. */
  readonly known: readonly Order[]
  readonly asked: readonly Order[]
  readonly seed: number
  /** Whether visits are asked too, click by click. */
  readonly repeats: boolean
}

interface ModelOptions {
  readonly model: RankingModel
  readonly table: ItemTable
  readonly onMethod: (name: string) => void
}

/** Measures the simple methods. */
export function compareSimple(questions: Questions): Metrics {
  const { items, known } = questions
  const { names, metrics, note } = createNotes(questions)
  for (const method of new Set(names.flatMap((name) => [...compared[name]]))) {
    const rank = baselines[method]?.(known, items)
    const used = names.filter((name) => (compared[name] as readonly string[]).includes(method))
    if (rank) note(used, method, rank)
  }
  return metrics
}

/** Measures the model on the same questions, at every level of permission. */
export function compareModel(
  questions: Questions,
  { model, table, onMethod }: ModelOptions,
): Metrics {
  const { names, metrics, note } = createNotes(questions)
  for (const [method, level] of Object.entries(levels)) {
    onMethod(method)
    note(names, method, rankByModel(model, table, level))
  }
  if (model.neighbours.size > 0) {
    const method = 'modelWithoutNeighbours'
    onMethod(method)
    note(names, method, rankByModel(withoutNeighbours(model), table, levels.model))
  }
  return metrics
}

/** Metrics of the same protocols, those of `others` behind. */
export function joinMetrics(metrics: Metrics, others: Metrics): Metrics {
  const protocols = Object.entries(metrics) as [ProtocolName, Metrics[ProtocolName]][]
  return Object.fromEntries(
    protocols.map(([name, methods]) => [name, { ...methods, ...others[name] }]),
  ) as Metrics
}

function createNotes({ items, asked, seed, repeats }: Questions) {
  const protocols: Readonly<Partial<Record<ProtocolName, Protocol>>> = {
    nextLine: nextLine(asked),
    halfBasket: halfBasket(asked, seed),
    ...(repeats && { nextClick: nextClick(asked) }),
  }
  const names = Object.keys(protocols) as ProtocolName[]
  const noted = Object.fromEntries(names.map((name) => [name, {} as Record<string, Quality>]))
  return { names, metrics: noted as unknown as Metrics, note }

  function note(used: readonly ProtocolName[], method: string, rank: Rank): void {
    for (const name of used) {
      const quality = measure(protocols[name] as Protocol, items, rank)
      Object.assign(noted[name] ?? {}, { [method]: rounded(quality) })
    }
  }
}

/** What the vectors do alone, to show what the neighbours add. */
function withoutNeighbours(model: RankingModel): RankingModel {
  const positions = new Float32Array(model.neighbours.positions.length)
  return { ...model, neighbours: { ...model.neighbours, positions } }
}

function rounded({ recall20, mrr20 }: Quality): Quality {
  const round = (value: number) => Math.round(value * 100) / 100
  const both = ({ value, standardError }: Quality['recall20']) => ({
    value: round(value),
    standardError: round(standardError),
  })
  return { recall20: both(recall20), mrr20: both(mrr20) }
}
