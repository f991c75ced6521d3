import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ConfigError } from '../errors.ts'
import {
  type AuditResult,
  audit,
  exposureFloor,
  type FlipResult,
  measureCost,
  type Reorder,
  type Showing,
} from '../fairness/index.ts'
import { sha256 } from '../lib/bytes.ts'
import type { Manifest } from '../model/manifest.ts'
import { readManifest } from '../release/folder.ts'
import { createRandom } from '../training/random.ts'
import { flipThroughEdge } from './audit-flip.ts'
import { groupItems, labelOf } from './audit-groups.ts'
import type { AuditPlan } from './audit-plan.ts'
import { askBaskets, type Question, rankQuestions } from './audit-rankings.ts'
import type { Io } from './command.ts'

/** A model, read and known to be the one that its manifest describes. */
export type AuditedModel = Awaited<ReturnType<typeof readAuditedModel>>

export async function readAuditedModel(option: string, given: string) {
  const path = given.endsWith('.json') ? given : join(given, 'manifest.json')
  try {
    const manifest = readManifest(await readFile(path, 'utf8'))
    const file = Uint8Array.from(await readFile(join(dirname(path), manifest.file))).buffer
    if ((await sha256(file)) === manifest.sha256) return { manifest, file }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
    throw new ConfigError(option, `cannot read ${path}, or the file beside it`, { cause })
  }
  throw new ConfigError(option, `the file beside ${path} is not the one that it describes`)
}

/** Asks a model the questions of a plan and measures its answers. */
export function measureModel(
  { manifest, file }: AuditedModel,
  plan: AuditPlan,
  flip: FlipResult,
  io: Io,
): AuditResult {
  const { numbers, offer, floor, shopperSpecs } = plan
  const groups = groupItems({
    manifest,
    products: plan.products,
    specs: plan.itemSpecs,
    labels: plan.itemLabels,
  })
  const questions = questionsOf(manifest, plan)
  const { places } = numbers
  const ranked = rankQuestions({
    manifest,
    file,
    questions,
    count: Math.max(places, manifest.top),
    onStep: percent(io, `${manifest.id}: ranking`),
  })
  const show = (reorder: Reorder<number>): Showing[] =>
    questions.map(({ basket, taken }, at) => ({
      shopper: basket.shopper,
      labels: new Map(
        shopperSpecs.map((spec) => [
          spec.attribute,
          labelOf(spec, basket.fields, plan.shopperLabels.get(basket.shopper)),
        ]),
      ),
      shown: reorder(ranked[at] ?? []).slice(0, places),
      taken: new Set(taken),
    }))

  const draws = { random: createRandom(numbers.seed).next, times: numbers.resamples }
  const before = show((rows) => rows)
  const floored = floor && groups.get(floor.attribute)
  const groupOf = (row: number) => floored?.[row] || undefined
  const after = floor && show(exposureFloor({ ...floor, places, groupOf }))
  const offered = offer && groups.get(offer.attribute)
  return audit({
    showings: after ?? before,
    items: manifest.catalogue.items.length,
    itemGroups: groups,
    declared: plan.declared,
    shopperGroups: shopperSpecs.map(({ attribute }) => attribute),
    privileged: plan.privileged,
    prices: plan.prices,
    flip,
    draws,
    ...(offer && { isOffer: (row: number) => offered?.[row] === offer.group }),
    ...(after && { cost: measureCost(before, after, places, draws) }),
    onStep: (what) => io.progress(`${manifest.id}: ${what}`),
  })
}

/** Flips each input of some of the visits, and looks at the prices. */
export function flipModel(
  { manifest, file }: AuditedModel,
  plan: AuditPlan,
  io: Io,
): Promise<FlipResult> {
  const { feed, numbers } = plan
  if (feed === undefined) return Promise.resolve(notFlipped)
  const visits = questionsOf(manifest, plan).map(({ visit }) => visit)
  return flipThroughEdge({
    manifest,
    file,
    feed,
    visits: evenly(visits, numbers.flips),
    onStep: percent(io, `${manifest.id}: flipping`),
  })
}

/** Where there are no prices, or they are not asked about. */
export const notFlipped: FlipResult = { compared: 0, changed: [] }

function questionsOf(manifest: Manifest, plan: AuditPlan): readonly Question[] {
  const { seed, sample } = plan.numbers
  return evenly(askBaskets({ ...plan, manifest, seed }), sample)
}

/** Some of a list, evenly drawn; 0 for all. */
function evenly<T>(list: readonly T[], most: number): readonly T[] {
  if (most === 0 || list.length <= most) return list
  return Array.from({ length: most }, (_, at) => list[Math.floor((at * list.length) / most)] as T)
}

function percent(io: Io, what: string): (done: number) => void {
  let last = -1
  return (done) => {
    const now = Math.floor(done * 100)
    if (now !== last) io.progress(`${what} ${now} %`)
    last = now
  }
}
