import type { Metric } from '../model/manifest.ts'
import {
  type Basket,
  baselines,
  best,
  depth,
  halfBasket,
  type Item,
  type Level,
  nextClick,
  nextLine,
  type Order,
  type Protocol,
  quantile,
  type Rank,
  toOrders,
} from '../training/index.ts'
import { createEvalTable, type EvalTable } from './eval-table.ts'
import { askFile, createToInputs, type EvalModel } from './rank-by-file.ts'
import { segmentsFor } from './segments.ts'
import {
  type Ask,
  askRank,
  differences,
  type Figures,
  type Measure,
  meansOf,
  type SegmentsOf,
  type Tally,
  tally,
} from './tally.ts'

export const protocolNames = ['nextLine', 'halfBasket', 'nextClick'] as const
export type ProtocolName = (typeof protocolNames)[number]

/** What a shopper's permission lets a model know, from nothing to all that it can use. */
export const permissionLevels = {
  nothing: { items: 0, context: false },
  context: { items: 0, context: true },
  currentProduct: { items: 1, context: true },
  all: { items: Number.POSITIVE_INFINITY, context: true },
} as const satisfies Record<string, Level>
export type PermissionName = keyof typeof permissionLevels

/** The simple methods that stand beside the models. */
export const simpleMethods = [
  'popularity',
  'sequentialRules',
  'sequentialRulesSummed',
  'itemKnn',
  'itemKnnSummed',
  'vmisKnn',
] as const

export interface NamedModel extends EvalModel {
  /** `current` or `candidate`. */
  readonly name: string
}

export interface EvaluateOptions {
  /** The first decides which items there are, with those that only others know after them. */
  readonly models: readonly NamedModel[]
  readonly products: readonly Item[]
  /** What simple methods learn from, and what all are asked: later, all of it. */
  readonly known: readonly Basket[]
  readonly asked: readonly Basket[]
  readonly protocols: readonly ProtocolName[]
  /** Simple methods to measure; all of them if absent. */
  readonly methods?: readonly string[]
  /** Decides which half of a basket is hidden. */
  readonly seed: number
  /** In milliseconds. */
  readonly now: () => number
  readonly onProgress?: (what: string, done: number) => void
}

export interface MethodFigures {
  readonly figures: Figures
  /** By segment, then measure. */
  readonly segments: Readonly<
    Record<
      string,
      Readonly<Record<Measure, Metric>> & {
        readonly questions: number
        readonly orders: number
      }
    >
  >
}

export interface ProtocolFigures {
  readonly questions: number
  readonly orders: number
  /** By method: simple ones, and models with all that is permitted. */
  readonly methods: Readonly<Record<string, MethodFigures>>
  /** By model, then permission. */
  readonly permissions: Readonly<Record<string, Readonly<Record<PermissionName, Figures>>>>
  /** In points, what each permission less costs, by model; on the same questions. */
  readonly costs: Readonly<
    Record<string, Readonly<Record<PermissionName, Readonly<Record<Measure, Metric>>>>>
  >
  /** By model: the simple method with the best R@20, and in points how far the model is above it. */
  readonly lead: Readonly<
    Record<string, Readonly<Record<Measure, Metric>> & { readonly over: string }>
  >
  /** Candidate less current, on the same questions. */
  readonly gain?: Readonly<Record<Measure, Metric>>
}

export interface Evaluation {
  readonly models: Readonly<Record<string, { readonly id: string; readonly sha256: string }>>
  readonly data: {
    readonly knownWindow: readonly [string, string]
    readonly askedWindow: readonly [string, string]
    readonly knownBaskets: number
    readonly askedBaskets: number
    readonly items: number
    /** Percent of the lines that no model has a row for; no method is asked for them. */
    readonly unknownShare: number
  }
  readonly protocols: Readonly<Partial<Record<ProtocolName, ProtocolFigures>>>
  /** Of one call over the whole catalogue, in milliseconds, and the bytes of what it needs. */
  readonly costs: Readonly<
    Record<string, { readonly p50Ms: Metric; readonly p99Ms: Metric; readonly bytes: number }>
  >
}

const makers: Readonly<Record<ProtocolName, (orders: readonly Order[], seed: number) => Protocol>> =
  { nextLine, halfBasket, nextClick }

/** Measures models and simple methods on the same questions, at every permission and by segment. */
export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  const { models, products, asked, seed } = options
  const table = createEvalTable(
    models.map(({ manifest }) => manifest),
    products,
  )
  const known = toOrders(options.known, table)
  const orders = toOrders(asked, table)
  const protocols = options.protocols.map((name) => ({ name, ...makers[name](orders, seed) }))

  const costs: Record<string, Evaluation['costs'][string]> = {}
  const tallies = new Map<string, Tally>()
  const segments = protocols.map((protocol) => segmentsFor(protocol, known, table))
  const run = async (method: string, ask: Ask) => {
    for (const [at, protocol] of protocols.entries()) {
      const progress = (done: number) => options.onProgress?.(`${method}, ${protocol.name}`, done)
      const segmentsOf = segments[at] as SegmentsOf
      const counted = await tally(protocol, table.ids.length, ask, segmentsOf, progress)
      tallies.set(`${protocol.name} ${method}`, counted)
    }
  }
  const chosen = simpleMethods.filter((name) => options.methods?.includes(name) ?? true)
  for (const name of chosen) {
    const rank = baselines[name]?.(known, table.ids.length)
    if (!rank) continue
    await run(name, askRank(rank, table.ids.length))
    costs[name] = {
      ...(await clock(byRank(rank, table), protocols, options)),
      bytes: rank.bytes ?? 0,
    }
  }
  for (const model of models) {
    for (const [permission, level] of Object.entries(permissionLevels)) {
      await run(`${model.name} ${permission}`, askFile(model, table, level))
    }
    const byScorer = byEngine(model, table)
    costs[model.name] = {
      ...(await clock(byScorer, protocols, options)),
      bytes: model.file.byteLength,
    }
  }

  const figures = protocols.map(({ name, cases }) => [
    name,
    {
      questions: cases.reduce((sum, group) => sum + group.length, 0),
      orders: cases.filter((group) => group.length > 0).length,
      ...collect((method) => tallies.get(`${name} ${method}`) as Tally, chosen, models),
    },
  ])
  return {
    models: Object.fromEntries(
      models.map(({ name, manifest: { id, sha256 } }) => [name, { id, sha256 }]),
    ),
    data: {
      knownWindow: windowOf(options.known),
      askedWindow: windowOf(asked),
      knownBaskets: options.known.length,
      askedBaskets: asked.length,
      items: table.ids.length,
      unknownShare: unknownShare(asked, table),
    },
    protocols: Object.fromEntries(figures),
    costs,
  }
}

function collect(
  tallyOf: (method: string) => Tally,
  simple: readonly string[],
  models: readonly NamedModel[],
): Omit<ProtocolFigures, 'questions' | 'orders'> {
  const permissions = Object.keys(permissionLevels) as PermissionName[]
  const byPermission = <T>(read: (permission: PermissionName) => T) =>
    Object.fromEntries(permissions.map((each) => [each, read(each)])) as Record<PermissionName, T>
  const names = models.map(({ name }) => name)
  const all = (name: string) => tallyOf(`${name} all`)
  const [current, candidate] = names
  const recall = (name: string) => tallyOf(name).figures.recall20.value
  const [best] = simple.toSorted((a, b) => recall(b) - recall(a))
  const lead =
    best === undefined
      ? []
      : names.map((name) => [name, { over: best, ...differences(all(name), tallyOf(best)) }])
  return {
    methods: Object.fromEntries([
      ...simple.map((name) => [name, toFigures(tallyOf(name))]),
      ...names.map((name) => [name, toFigures(all(name))]),
    ]),
    permissions: Object.fromEntries(
      names.map((name) => [name, byPermission((each) => tallyOf(`${name} ${each}`).figures)]),
    ),
    costs: Object.fromEntries(
      names.map((name) => [
        name,
        byPermission((each) => differences(all(name), tallyOf(`${name} ${each}`))),
      ]),
    ),
    lead: Object.fromEntries(lead),
    ...(current !== undefined &&
      candidate !== undefined && { gain: differences(all(candidate), all(current)) }),
  }
}

function toFigures({ figures, segments }: Tally): MethodFigures {
  const sorted = [...segments].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
  return {
    figures,
    segments: Object.fromEntries(
      sorted.map(([name, segment]) => [
        name,
        {
          questions: segment.sizes.reduce((sum, size) => sum + size, 0),
          orders: segment.sizes.filter((size) => size > 0).length,
          ...meansOf(segment),
        },
      ]),
    ),
  }
}

/** So many questions are enough to time a method by. */
const timed = 500

type Call = (question: Parameters<Rank>[0]) => unknown

function byRank(rank: Rank, table: EvalTable): Call {
  const scores = new Float64Array(table.ids.length)
  return (question) => {
    rank(question, scores)
    return best(scores, depth)
  }
}

function byEngine({ manifest, scorer }: NamedModel, table: EvalTable): Call {
  const toInputs = createToInputs(manifest, table)
  return (question) => scorer.score(toInputs(question, permissionLevels.all))
}

async function clock(
  call: Call,
  protocols: readonly Protocol[],
  { now }: EvaluateOptions,
): Promise<{ p50Ms: Metric; p99Ms: Metric }> {
  const questions = protocols.flatMap(({ cases }) => cases.flat())
  const every = Math.max(1, Math.floor(questions.length / timed))
  const times: number[] = []
  for (let at = 0; at < questions.length && times.length < timed; at += every) {
    const { hidden: _, ...question } = questions[at] as (typeof questions)[number]
    const started = now()
    await call(question)
    times.push(now() - started)
  }
  times.sort((a, b) => a - b)
  return { p50Ms: quantile(times, 0.5), p99Ms: quantile(times, 0.99) }
}

function unknownShare(baskets: readonly Basket[], { ids }: EvalTable): number {
  const known = new Set(ids)
  let [lines, unknown] = [0, 0]
  for (const { items } of baskets) {
    lines += items.length
    for (const id of items) if (!known.has(id)) unknown += 1
  }
  return lines === 0 ? 0 : (100 * unknown) / lines
}

function windowOf(baskets: readonly Basket[]): readonly [string, string] {
  const days = baskets.map(({ ts }) => ts.slice(0, 10)).sort()
  return [days[0] ?? '', days.at(-1) ?? '']
}
