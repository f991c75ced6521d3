import { openCatalogue, slotRenderer } from '../catalogue/index.ts'
import { type Flip, type FlipResult, flipPrices } from '../fairness/index.ts'
import { createCompact } from '../model/compact/create-compact.ts'
import type { DescribedVisit } from '../model/encode.ts'
import { createRanker } from '../model/index.ts'
import type { Manifest } from '../model/manifest.ts'

export interface FlipFiles {
  readonly manifest: Manifest
  readonly file: ArrayBuffer
  /** Text of the feed. */
  readonly feed: string
  readonly visits: readonly DescribedVisit[]
  readonly onStep: (done: number) => void
}

/**
 * Flips each input of a model, one at a time, through the ranking and the cards that an edge serves, and
 * compares the cards of all items that are shown before and after, byte by byte.
 */
export async function flipThroughEdge(files: FlipFiles): Promise<FlipResult> {
  const { manifest, file, feed, visits, onStep } = files
  const shelf = await openCatalogue(feed)
  const ranker = createRanker({
    manifest,
    file,
    shelf,
    start: createCompact(),
    deadlineMs: 60_000,
    onFault(error) {
      throw error
    },
  })
  const renderCard = slotRenderer({ id: 'audit', heading: 'Audit' })
  const text = new TextDecoder()

  async function show(visit: DescribedVisit): Promise<ReadonlyMap<string, string>> {
    const { best } = await ranker.rank(visit, { keepAlive: () => {}, remember: false })
    return new Map(
      best().map(({ product }) => [product.id, text.decode(renderCard([product], ''))]),
    )
  }
  return flipPrices({ visits, flips: flipsOf(manifest, visits), show, onStep })
}

/** Every input that a shopper's request or profile can set, one flip each. */
function flipsOf(
  { inputs, catalogue }: Manifest,
  visits: readonly DescribedVisit[],
): Flip<DescribedVisit>[] {
  const others = new Map(visits.map((visit, at) => [visit, visits[(at + 1) % visits.length]]))
  return [
    ...inputs.contexts.flatMap(({ feature, rows }) =>
      ['', rows.at(1), rows.at(-1)].map((value, at) => ({
        name: at === 0 ? `${feature} not permitted` : `${feature} changed`,
        change: ({ items, context }: DescribedVisit) => ({
          items,
          context: new Map([...context, [feature, value ?? '']]),
        }),
      })),
    ),
    { name: 'items not permitted', change: ({ context }) => ({ items: [], context }) },
    {
      name: 'items of somebody else',
      change: (visit) => ({ ...visit, items: others.get(visit)?.items ?? [] }),
    },
    {
      name: 'one more item',
      change: ({ items, context }) => ({
        items: [{ id: catalogue.items[0] ?? '', kind: 'view', feature: 'recent_items' }, ...items],
        context,
      }),
    },
    { name: 'nothing permitted', change: () => ({ items: [], context: new Map() }) },
  ]
}
