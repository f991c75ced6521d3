import type { Product } from '../catalogue/product.ts'
import { once } from '../lib/once.ts'
import { Recent } from '../lib/recent.ts'
import { createEncoder, type DescribedItem, type DescribedVisit } from './encode.ts'
import type { Manifest } from './manifest.ts'
import type { Scorer, StartScorer } from './scorer.ts'
import { verifyModel } from './verify.ts'

export interface Candidate {
  readonly product: Product
  /** The model's score; of a popular item, nothing. */
  readonly score?: number
}

/** The ordered answer, best first, without what must not be shown. */
export interface Ranking {
  /** `popular`: the deadline was missed or the engine failed, and popularity in the category serves. */
  readonly by: 'model' | 'popular'
  readonly engine: string
  readonly candidates: readonly Candidate[]
  /** Set on a ranking that is remembered, so that what was made of it can be remembered by it. */
  readonly version?: number
}

/** The part of a catalogue that ranking needs. */
export interface Shelf {
  isProduct(id: string): boolean
  get(id: string): Product | undefined
}

export interface RankerOptions {
  readonly manifest: Manifest
  readonly file: ArrayBuffer
  readonly start: StartScorer
  readonly shelf: Shelf
  /** How long a page may wait for the model, in milliseconds. */
  readonly deadlineMs: number
  /** Told of a failed engine; the page then shows what is popular. */
  readonly onFault: (error: unknown) => void
}

export interface RankTools {
  /** Holds the isolate for work that outlives the answer, such as the engine's start. */
  readonly keepAlive: (work: Promise<unknown>) => void
  /** Whether the visit holds nothing of a person, so that its ranking is anybody's in its place. */
  readonly remember: boolean
}

export interface Ranker {
  /** @throws ModelError when the model is not the one its manifest describes. */
  rank(visit: DescribedVisit, tools: RankTools): Promise<Ranking>
}

const rememberedRankings = 2000
// The start of a runtime blocks the isolate, timers too: the answer must be out before it.
const afterAnswerMs = 100

/** Ranks the catalogue for a visit: by the model, or by popularity when the model is late. */
export function createRanker(options: RankerOptions): Ranker {
  const { manifest, file, shelf, deadlineMs, onFault } = options
  const encode = createEncoder(manifest)
  const rows = manifest.catalogue.items
  const verified = once(() => verifyModel(manifest, file, (id) => shelf.isProduct(id)))
  // Rows are in order of popularity.
  const byPopularity = rows.flatMap((id) => shelf.get(id) ?? []).map((product) => ({ product }))
  const rankings = new Recent<string, Ranking>(rememberedRankings)
  const started = once((keepAlive: RankTools['keepAlive']) =>
    options.start(file, { afterwards: (work) => keepAlive(afterAnswer(work)), onFault }),
  )
  let scorer: Scorer | undefined
  let version = 0

  return {
    async rank(visit, tools) {
      const key = tools.remember ? keyOf(visit) : undefined
      const remembered = key === undefined ? undefined : rankings.get(key)
      if (remembered) return remembered

      await verified()
      const scoring = score(visit, tools.keepAlive)
      tools.keepAlive(scoring.catch(onFault))
      const ranking = await soonEnough(scoring, deadlineMs)
      if (!ranking) return { by: 'popular', engine: 'none', candidates: popular(visit) }
      if (key === undefined) return ranking
      const kept = { ...ranking, version: ++version }
      rankings.set(key, kept)
      return kept
    },
  }

  async function score(visit: DescribedVisit, keepAlive: RankTools['keepAlive']): Promise<Ranking> {
    scorer ??= await started(keepAlive)
    const { items, scores, engine = scorer.engine } = await scorer.score(encode(visit))
    const candidates: Candidate[] = []
    items.forEach((row, rank) => {
      const product = shelf.get(rows[row] ?? '')
      if (product) candidates.push({ product, score: scores[rank] as number })
    })
    return { by: 'model', engine, candidates: showable(candidates, visit) }
  }

  function popular(visit: DescribedVisit): Candidate[] {
    const current = shelf.get(visit.items.find(isBeforeThem)?.id ?? '')
    const category = visit.context.get('category') ?? current?.categories.at(-1)
    const here = byPopularity.filter(
      ({ product }) => category && product.categories.includes(category),
    )
    return showable([...here, ...byPopularity], visit).slice(0, manifest.top)
  }

  /**
   * Leaves out what the shopper has before them or in the cart, what is sold out, and variants of one
   * another. What was looked at before may be shown again.
   */
  function showable(candidates: readonly Candidate[], visit: DescribedVisit): Candidate[] {
    const had = visit.items.filter((item) => isBeforeThem(item) || item.kind === 'cart')
    const seen = new Set(had.flatMap(({ id }) => [id, shelf.get(id)?.group ?? id]))
    return candidates.filter(({ product }) => {
      const group = product.group ?? product.id
      if (!product.available || seen.has(product.id) || seen.has(group)) return false
      seen.add(group)
      return true
    })
  }
}

function isBeforeThem({ feature = 'product' }: DescribedItem): boolean {
  return feature === 'product'
}

async function afterAnswer(work: () => Promise<unknown>): Promise<unknown> {
  await new Promise((resolve) => setTimeout(resolve, afterAnswerMs))
  return work()
}

function keyOf({ items, context }: DescribedVisit): string {
  let key = ''
  for (const { id, kind } of items) key += `${kind} ${id}\n`
  for (const [feature, value] of context) key += `${feature} ${value}\n`
  return key
}

/** The value, or `undefined` when it failed or was not there in time. */
async function soonEnough<T>(value: Promise<T>, deadlineMs: number): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, deadlineMs, undefined)
  })
  try {
    return await Promise.race([value.catch(() => undefined), late])
  } finally {
    clearTimeout(timer)
  }
}
