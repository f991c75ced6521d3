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

export interface CompareOptions {
  readonly model: RankingModel
  readonly table: ItemTable
  /** What the methods learn from, in order of time, and what they are asked. */
  readonly known: readonly Order[]
  readonly asked: readonly Order[]
  readonly seed: number
  /** Whether visits are asked too, click by click. */
  readonly repeats: boolean
  readonly onMethod: (name: string) => void
}

/** Measures the model, at every level of permission, and the simple methods on the same questions. */
export function compare(options: CompareOptions): Metrics {
  const { model, table, known, asked, seed, repeats, onMethod } = options
  const protocols: Readonly<Partial<Record<ProtocolName, Protocol>>> = {
    nextLine: nextLine(asked),
    halfBasket: halfBasket(asked, seed),
    ...(repeats && { nextClick: nextClick(asked) }),
  }
  const names = Object.keys(protocols) as ProtocolName[]
  const metrics = Object.fromEntries(names.map((name) => [name, {} as Record<string, Quality>]))
  const methods = new Set(names.flatMap((name) => [...compared[name]]))

  for (const method of methods) {
    onMethod(method)
    const rank = baselines[method]?.(known, table.ids.length)
    const used = names.filter((name) => (compared[name] as readonly string[]).includes(method))
    if (rank) note(used, method, rank)
  }
  for (const [method, level] of Object.entries(levels)) {
    onMethod(method)
    note(names, method, rankByModel(model, table, level))
  }
  if (model.neighbours.size > 0) {
    onMethod('modelWithoutNeighbours')
    note(
      names,
      'modelWithoutNeighbours',
      rankByModel(withoutNeighbours(model), table, levels.model),
    )
  }
  return metrics as unknown as Metrics

  function note(used: readonly ProtocolName[], method: string, rank: Rank): void {
    for (const name of used) {
      const quality = measure(protocols[name] as Protocol, table.ids.length, rank)
      Object.assign(metrics[name] ?? {}, { [method]: rounded(quality) })
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
