import type { StoredModel } from '../release/folder.ts'
import { type Comparison, type Evidence, figures } from '../release/gates.ts'
import { readBaskets, readCatalogue } from '../training/files.ts'
import {
  type FileQuality,
  type MeasureOptions,
  measureFile,
  measurePopularity,
} from '../training/measure-files.ts'
import { type AddLimits, examineModel } from './add-model.ts'

export interface MeasureFiles {
  readonly baskets: string
  readonly catalogue: string
  /** How many baskets to ask about at least, evenly drawn; 0 for all. */
  readonly sample: number
}

/** Tries a model anew: what was true when it was added need not be true of this machine. */
export async function tryAgain(
  { manifest, file }: StoredModel,
  limits: AddLimits,
): Promise<Pick<Evidence, 'medianMs'> & { readonly problems: readonly string[] }> {
  const result = await examineModel({ manifest, file }, 'compact', limits)
  if ('problems' in result) return { problems: result.problems, medianMs: {} }
  const times = Object.entries(result.engines).map(([name, { medianMs }]) => [name, medianMs])
  return { problems: [], medianMs: Object.fromEntries(times) }
}

/** Asks a model and the live one the same questions; the first model is asked beside popularity. */
export async function compareQuality(
  candidate: StoredModel,
  live: StoredModel | undefined,
  { baskets: path, catalogue, sample }: MeasureFiles,
  progress: (line: string) => void,
): Promise<Pick<Evidence, 'quality' | 'baskets' | 'against'>> {
  const { baskets } = await readBaskets('--baskets', path)
  const { products } = await readCatalogue('--catalogue', catalogue)
  const every = sample === 0 ? 1 : Math.max(1, Math.floor(baskets.length / sample))
  const asked = baskets.filter((_, index) => index % every === 0)
  const options = (what: string): MeasureOptions => ({
    baskets: asked,
    products,
    seed: 1,
    onStep: (done) => progress(`measuring ${what}: ${Math.round(done * 100)} %`),
  })
  const theirs = live
    ? measureFile(live, options('what is live'))
    : measurePopularity(options('popularity'))
  const ours = measureFile(candidate, options('the model'))
  progress('')
  return {
    quality: pairs(ours, theirs),
    baskets: asked.length,
    against: live ? live.manifest.id : 'popularity',
  }
}

function pairs(ours: FileQuality, theirs: FileQuality): Comparison[] {
  return figures.map(([protocol, measure]) => ({
    protocol,
    measure,
    candidate: ours[protocol][measure],
    live: theirs[protocol][measure],
  }))
}
