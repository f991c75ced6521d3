import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ConfigError } from '../errors.ts'
import {
  type AuditResult,
  audit,
  exposureFloor,
  type FlipResult,
  measureCost,
} from '../fairness/index.ts'
import { sha256 } from '../lib/bytes.ts'
import { readManifest } from '../release/folder.ts'
import { createRandom } from '../training/random.ts'
import type { LabelledBasket } from './audit-files.ts'
import { flipThroughEdge } from './audit-flip.ts'
import { groupItems, labelOf } from './audit-groups.ts'
import type { AuditPlan } from './audit-plan.ts'
import { askBaskets, type Question, rankQuestions } from './audit-rankings.ts'
import type { Io } from './command.ts'

/** A model, read and known to be the one that its manifest describes. */
export type AuditedModel = Awaited<ReturnType<typeof readAuditedModel>>

export async function readAuditedModel(option: string, path: string) {
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
export async function measureModel(
  model: AuditedModel,
  plan: AuditPlan,
  io: Io,
): Promise<AuditResult> {
  const { manifest, file } = model
  const { numbers, offer, floor, shopperSpecs } = plan
  const groups = groupItems({
    manifest,
    products: plan.products,
    specs: plan.itemSpecs,
    labels: plan.itemLabels,
  })
  const asked = askBaskets({ ...plan, manifest, seed: numbers.seed })
  const questions = evenly(asked, numbers.sample)
  const ranking = {
    manifest,
    file,
    questions,
    places: numbers.places,
    labelsOf: (basket: LabelledBasket) =>
      new Map(
        shopperSpecs.map((spec) => [
          spec.attribute,
          labelOf(spec, basket.fields, plan.shopperLabels.get(basket.shopper)),
        ]),
      ),
    onStep: percent(io, `${manifest.id}: ranking`),
  }
  const draws = { random: createRandom(numbers.seed).next, times: numbers.resamples }
  const before = rankQuestions(ranking)
  const floored = floor && groups.get(floor.attribute)
  const after =
    floor &&
    rankQuestions({
      ...ranking,
      reorder: exposureFloor({
        ...floor,
        places: numbers.places,
        groupOf: (row) => floored?.[row] || undefined,
      }),
    })
  const offered = offer && groups.get(offer.attribute)
  const flip = await flipSome(model, plan, questions, io)
  return audit({
    showings: after ?? before,
    items: manifest.catalogue.items.length,
    itemGroups: groups,
    declared: plan.declared,
    shopperGroups: shopperSpecs.map(({ attribute }) => attribute),
    prices: plan.prices,
    flip,
    draws,
    ...(offer && { isOffer: (row: number) => offered?.[row] === offer.group }),
    ...(after && { cost: measureCost(before, after, numbers.places, draws) }),
    onStep: (what) => io.progress(`${manifest.id}: ${what}`),
  })
}

/** Enough to meet every input and most of what is shown; what is exact needs no more. */
const flippedVisits = 50

function flipSome(
  { manifest, file }: AuditedModel,
  { feed }: AuditPlan,
  questions: readonly Question[],
  io: Io,
): Promise<FlipResult> {
  return flipThroughEdge({
    manifest,
    file,
    feed,
    visits: evenly(questions, flippedVisits).map(({ visit }) => visit),
    onStep: percent(io, `${manifest.id}: flipping`),
  })
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
