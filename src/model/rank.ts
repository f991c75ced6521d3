import type { Product } from '../catalogue/product.ts'
import { inTime } from '../lib/in-time.ts'
import { Recent } from '../lib/recent.ts'
import { attempt, type Soon, whenThere } from '../lib/soon.ts'
import { createEncoder, type DescribedItem, type DescribedVisit } from './encode.ts'
import { type KeepAlive, openEngine } from './engine.ts'
import type { Manifest } from './manifest.ts'
import type { Scorer, StartScorer, TopItems } from './scorer.ts'

export interface Candidate {
  readonly product: Product
  /** The model's score; of a popular item, nothing. */
  readonly score?: number
}

/** What ranked: enough to say why. */
export interface RankedModel {
  readonly manifest: Manifest
  readonly file: ArrayBuffer
}

/** The ordered answer, best first, without what must not be shown. */
export interface Ranking {
  /** `popular`: the deadline was missed or the engine failed, and popularity in the category serves. */
  readonly by: 'model' | 'popular'
  readonly engine: string
  /** The first so many of them; all, without a number. They are looked for no further than somebody asks. */
  readonly best: (count?: number) => readonly Candidate[]
  /** The model that ranked; none of what is popular. */
  readonly model?: RankedModel
  /** Of a release: which model ranked, by its address, and in which stage it is. */
  readonly release?: { readonly model: string; readonly stage: 'live' | 'canary' }
  /** Set on a ranking that is remembered, so that what was made of it can be remembered by it. */
  readonly version?: number
}

/** The part of a catalogue that ranking needs. */
export interface Shelf {
  /** Whether a row of the feed has this id. */
  isNamed(id: string): boolean
  get(id: string): Product | undefined
  inCategory(key: string): readonly Product[]
}

export interface RankerOptions {
  readonly manifest: Manifest
  readonly file: ArrayBuffer
  readonly start: StartScorer
  readonly shelf: Shelf
  /** How long a page may wait for the model, in milliseconds. */
  readonly deadlineMs: number
  /** Puts what may be shown in another order, such as one that keeps groups of items visible. */
  readonly reorder?: ((ranked: readonly Candidate[]) => readonly Candidate[]) | undefined
  /** Told of a failed engine; the page then shows what is popular. */
  readonly onFault: (error: unknown) => void
}

export interface RankTools {
  /** Holds the isolate for work that outlives the answer, such as the engine's start. */
  readonly keepAlive: KeepAlive
  /** Whether the visit holds nothing of a person, so that its ranking is anybody's in its place. */
  readonly remember: boolean
}

export interface Ranker {
  /** At once, if it is remembered or the engine answers at once. @throws ModelError when the model is not the one its manifest describes. */
  rank(visit: DescribedVisit, tools: RankTools): Soon<Ranking>
  /** A ranking for nobody, of an engine that started with the Worker; to get ready for the first visit. */
  rehearse?(visit: DescribedVisit): Promise<Ranking | undefined>
}

/** What a ranking is asked with. */
interface Asking extends Pick<RankTools, 'keepAlive'> {
  /** What it is remembered by. */
  readonly key: string | undefined
  readonly scorer: () => Soon<Scorer | undefined>
}

const rememberedRankings = 2000

/** Ranks the catalogue for a visit: by the model, or by popularity when the model is late. */
export function createRanker(options: RankerOptions): Ranker {
  const { manifest, shelf, deadlineMs, onFault, reorder } = options
  const model: RankedModel = { manifest, file: options.file }
  const encode = createEncoder(manifest)
  const rows = manifest.catalogue.items
  const products = new Array<Product | undefined | null>(rows.length).fill(null) // null: not read yet
  const engine = openEngine({ ...options, isNamed: (id) => shelf.isNamed(id) })
  const rankings = new Recent<string, Ranking>(rememberedRankings)
  let version = 0

  return {
    rank(visit, tools) {
      engine.noteVisit()
      const key = tools.remember ? keyOf(visit) : undefined
      const remembered = key === undefined ? undefined : rankings.get(key)
      const scorer = () => engine.scorer(tools.keepAlive)
      return remembered ?? rankAnew(visit, { ...tools, key, scorer })
    },

    async rehearse(visit) {
      const scorer = await engine.atStart()
      const tools = { keepAlive: () => undefined, key: undefined, scorer: () => scorer }
      return scorer && rankAnew(visit, tools)
    },
  }

  function rankAnew(visit: DescribedVisit, tools: Asking): Soon<Ranking> {
    return whenThere(engine.verified(), () =>
      whenThere(byModel(visit, tools), (ranking): Ranking => {
        if (!ranking) return ranked({ by: 'popular', engine: 'none' }, popular(visit))
        if (tools.key === undefined) return ranking
        const kept = { ...ranking, version: ++version }
        rankings.set(tools.key, kept)
        return kept
      }),
    )
  }

  /** Nothing, where the engine failed or is late. */
  function byModel(visit: DescribedVisit, tools: Asking): Soon<Ranking | undefined> {
    const scoring = attempt<Ranking | undefined>(
      () => whenThere(tools.scorer(), (scorer) => scoreBy(scorer, visit)),
      (fault) => {
        onFault(fault)
        return undefined
      },
    )
    return scoring instanceof Promise ? unlessLate(scoring, deadlineMs, tools) : scoring
  }

  function scoreBy(scorer: Scorer | undefined, visit: DescribedVisit): Soon<Ranking | undefined> {
    if (!scorer || scorer.isReady === false) return undefined
    return whenThere(scorer.score(encode(visit)), (top) =>
      ranked(
        { by: 'model', engine: top.engine ?? scorer.engine, model },
        showable(productsOf(top), visit),
      ),
    )
  }

  function ranked(
    how: Pick<Ranking, 'by' | 'engine' | 'model'>,
    shown: Iterable<Candidate>,
  ): Ranking {
    return { ...how, best: firstOf(reorder ? reorder([...shown]) : shown) }
  }

  function* productsOf({ items, scores }: TopItems): Generator<Candidate> {
    for (let rank = 0; rank < items.length; rank++) {
      const product = productOf(items[rank] as number)
      if (product) yield { product, score: scores[rank] as number }
    }
  }

  function productOf(row: number): Product | undefined {
    const known = products[row]
    if (known !== null) return known
    const product = shelf.get(rows[row] as string)
    products[row] = product
    return product
  }

  function popular(visit: DescribedVisit): Iterable<Candidate> {
    const current = shelf.get(visit.items.find(isBeforeThem)?.id ?? '')
    const category = visit.context.get('category') ?? current?.categories.at(-1)
    return showable(byPopularity(category), visit, manifest.top)
  }

  /** The category first. No more of the feed is read than is wanted. */
  function* byPopularity(category: string | undefined): Generator<Candidate> {
    const products = category === undefined ? [] : shelf.inCategory(category)
    const here = new Set(products.map(({ id }) => id))
    // Rows are in order of popularity.
    for (const id of [...rows.filter((id) => here.has(id)), ...rows]) {
      const product = shelf.get(id)
      if (product) yield { product }
    }
  }

  /**
   * Leaves out what the shopper has before them or in the cart, what is sold out, and variants of one
   * another. What was looked at before may be shown again.
   */
  function* showable(
    candidates: Iterable<Candidate>,
    visit: DescribedVisit,
    most = Number.POSITIVE_INFINITY,
  ): Generator<Candidate> {
    const seen = new Set<string>()
    for (const item of visit.items) {
      if (!isBeforeThem(item) && item.kind !== 'cart') continue
      seen.add(item.id).add(shelf.get(item.id)?.group ?? item.id)
    }
    let shown = 0
    for (const candidate of candidates) {
      const { available, id, group } = candidate.product
      if (!available || seen.has(id) || (group !== undefined && seen.has(group))) continue
      seen.add(group ?? id)
      yield candidate
      if (++shown === most) return
    }
  }
}

/** The first so many, each looked for once. */
function firstOf<T>(values: Iterable<T>): (count?: number) => readonly T[] {
  const found: T[] = []
  const rest = values[Symbol.iterator]()
  return (count = Number.POSITIVE_INFINITY) => {
    while (found.length < count) {
      const next = rest.next()
      if (next.done) break
      found.push(next.value)
    }
    return found.slice(0, count)
  }
}

function isBeforeThem({ feature = 'product' }: DescribedItem): boolean {
  return feature === 'product'
}

function keyOf({ items, context, key: named }: DescribedVisit): string {
  if (named !== undefined) return named
  let key = ''
  for (const { id, kind } of items) key += `${kind} ${id}\n`
  for (const [feature, value] of context) key += `${feature} ${value}\n`
  return key
}

/** The value, or `undefined` when it was not there in time; then the isolate is kept for it. */
async function unlessLate<T>(value: Promise<T>, deadlineMs: number, { keepAlive }: Asking) {
  const found = await atOnce(value)
  if (found !== undefined) return found
  keepAlive(value)
  return inTime(value, deadlineMs).catch(() => undefined)
}

// Of a promise that waits for nothing outside, such as that of an engine which has just started.
const mostTurns = 16

/** The value, if it takes no longer than a few turns. To set a timer takes longer than that. */
async function atOnce<T>(value: Promise<T>): Promise<T | undefined> {
  const found: T[] = []
  value.then(
    (value) => found.push(value),
    () => undefined,
  )
  for (let turn = 0; turn < mostTurns && found.length === 0; turn++) await undefined
  return found[0]
}
