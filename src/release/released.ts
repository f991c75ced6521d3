import { ConfigError, ModelError } from '../errors.ts'
import { checked } from '../model/checked.ts'
import type { Ranker, Ranking, Scorer, StartScorer } from '../model/index.ts'
import type { FolderBinding } from './binding.ts'
import { compareRankings, type ShadowComparison } from './compare-rankings.ts'
import { digestOfManifest, type ModelFolder, readModel, type StoredModel, short } from './folder.ts'
import { type ModelReference, parseState, type ReleaseState, readState } from './state.ts'

/** Opens a ranker over a model: the shop hands it in, with its catalogue and deadline. */
export type OpenRanker = (model: StoredModel & { readonly engine: StartScorer }) => Ranker

/** A model of the configuration that may be another one later. The deployed one is that of the rest. */
export interface Released extends StoredModel {
  readonly engine: StartScorer
  /** @param onFault told when a model or the folder cannot be used; the last good state stays. */
  readonly open: (openRanker: OpenRanker, onFault: (error: unknown) => void) => Ranker
  /** Where its folder is kept. */
  readonly bindings?: readonly FolderBinding[]
}

/** A manifest and its file, as a configuration imports them. */
export interface DeployedModel {
  readonly manifest: object
  readonly file: ArrayBuffer
}

/** A ranking, and which model made it: what an exposure is counted by. */
export interface ReleasedRanking extends Ranking {
  readonly release: NonNullable<Ranking['release']>
}

export interface ReleasedOptions {
  /** Models deployed with the Worker. Without a state, the first one is live. */
  readonly models: readonly [DeployedModel, ...DeployedModel[]]
  readonly engine: StartScorer
  /** What holds until the folder has answered: `models/release.json`, imported. */
  readonly state?: object
  /** Where later states and other models are: `kvFolder('MODELS')`. Without it, a deployment moves. */
  readonly folder?: ModelFolder
  /** How old a state may become before it is read again, after an answer. Seconds. */
  readonly rereadSeconds?: number
  /** How long the first visit of an isolate waits for the folder. Milliseconds. */
  readonly waitMs?: number
  /** A number in [0, 1) for each visit: below the canary's share, the canary answers. */
  readonly draw?: () => number
  readonly now?: () => number
  /** Told how the shadow differs from what was shown. It holds nothing of the visit. */
  readonly onComparison?: (comparison: ShadowComparison) => void
}

/** Models that answer together: all are ready before any of them does. */
interface Serving {
  readonly live: Opened
  readonly canary: (Opened & { readonly share: number }) | undefined
  readonly shadow: Opened | undefined
}

type KeepAlive = (work: Promise<unknown>) => void

interface Opened {
  readonly model: string
  readonly ranker: Ranker
}

const nobody = { items: [], context: new Map() }
// A shadow scores when the answer is out.
const afterAnswerMs = 100

/**
 * Lets the release state choose which model answers a visit. The draw is made anew for each visit and
 * knows nothing of it, so it needs no identifier, and visits of both arms are alike but for the model.
 *
 * @throws ConfigError when `state` is not one.
 * @example model: released({ models: [{ manifest, file }], engine: compact, folder: kvFolder('MODELS') })
 */
export function released(options: ReleasedOptions): Released {
  const { folder, rereadSeconds = 30, waitMs = 200, onComparison } = options
  const { draw = Math.random, now = Date.now } = options
  // Imported JSON has wider types than it holds; a manifest is verified before it is used.
  const models = options.models as ReleasedModels
  const state = readDeployedState(options.state)
  const { bindings } = folder ?? {}
  return { ...models[0], engine: options.engine, open, ...(bindings && { bindings }) }

  function open(openRanker: OpenRanker, onFault: (error: unknown) => void): Ranker {
    const rankers = new Map<string, Promise<Opened>>()
    const labelled = new WeakMap<Ranking, ReleasedRanking>()
    let version = 0
    let serial = -1
    let readAt = Number.NEGATIVE_INFINITY
    let serving: Serving | undefined
    let reading: Promise<void> | undefined
    let isRead = false
    // Before the first request: the engine starts by itself, and nothing may be waited for.
    const packaged = firstState(models, state).then((found) => serve(found))
    packaged.catch(onFault)

    return {
      async rank(visit, tools) {
        const { live, canary, shadow } = await current(tools.keepAlive)
        const isCanary = canary !== undefined && draw() < canary.share
        const answer = async (stage: 'live' | 'canary', { model, ranker }: Opened) =>
          label(await ranker.rank(visit, tools), { model, stage })
        const ranking = isCanary
          ? await answer('canary', canary).catch((fault) => {
              onFault(fault)
              return answer('live', live)
            })
          : await answer('live', live)
        if (shadow && onComparison) {
          const later = compareLater(ranking, async () => shadow.ranker.rank(visit, tools))
          tools.keepAlive(later.then(onComparison, onFault))
        }
        return ranking
      },
    }

    /** A state that is too old still answers; it is read again behind the answer. */
    async function current(keepAlive: KeepAlive): Promise<Serving> {
      if (folder && now() - readAt >= rereadSeconds * 1000) {
        readAt = now()
        reading = reread(folder, keepAlive).catch(onFault)
        keepAlive(reading)
      }
      if (reading && !isRead) await atMost(reading, waitMs)
      await packaged
      return serving as Serving
    }

    async function reread(from: ModelFolder, keepAlive: KeepAlive): Promise<void> {
      try {
        const bytes = await from.read('release.json')
        if (!bytes) return
        const state = parseState(bytes)
        if (!state) throw new ModelError('ERR_MODEL_INCOMPATIBLE', 'release', 'its state is none')
        await packaged.catch(() => undefined)
        await serve(state, keepAlive)
      } finally {
        isRead = true
      }
    }

    /** Takes a state once its models are ready. A canary or shadow that is not stays out. */
    async function serve(state: ReleaseState, keepAlive?: KeepAlive): Promise<void> {
      const { live, canary, shadow } = state
      if (state.serial <= serial || !live) return
      const beside = (reference: ModelReference | undefined) =>
        reference && opened(reference, keepAlive).catch(onFault)
      const [main, some, hidden] = await Promise.all([
        opened(live, keepAlive),
        beside(canary),
        beside(shadow),
      ])
      // A later state may have been ready sooner.
      if (state.serial <= serial) return
      serial = state.serial
      serving = {
        live: main,
        canary: some && canary ? { ...some, share: canary.share } : undefined,
        shadow: hidden ?? undefined,
      }
      const kept = new Set([live, canary, shadow].map((reference) => reference && keyOf(reference)))
      for (const key of rankers.keys()) if (!kept.has(key)) rankers.delete(key)
    }

    /** Once for each model, and again after a failure. */
    function opened(reference: ModelReference, keepAlive?: KeepAlive): Promise<Opened> {
      const key = keyOf(reference)
      const opening = rankers.get(key) ?? openModel(reference, keepAlive)
      rankers.set(key, opening)
      opening.catch(() => rankers.delete(key))
      return opening
    }

    async function openModel(reference: ModelReference, keepAlive?: KeepAlive): Promise<Opened> {
      const found = models.find(({ manifest }) => manifest.sha256 === reference.model)
      const stored = found ?? (folder && (await readModel(folder, reference.model)))
      if (!stored) throw incompatible(reference, 'it is neither deployed nor in a folder')
      if ((await digestOfManifest(stored.manifest)) !== reference.manifest) {
        throw incompatible(reference, 'its manifest is not the one it was released with')
      }
      let starting: Promise<Scorer> | undefined
      const start = checked(options.engine, stored.manifest)
      const ranker = openRanker({
        ...stored,
        engine: (file, tools) => {
          starting = start(file, tools)
          return starting
        },
      })
      // Verifies the model and starts its engine, so that no visit meets one that cannot.
      if (keepAlive) {
        await ranker.rank(nobody, { keepAlive, remember: false })
        await starting
      }
      return { model: reference.model, ranker }
    }

    /** A ranking that is remembered keeps its label, and a version that no other model's has. */
    function label(ranking: Ranking, release: ReleasedRanking['release']): ReleasedRanking {
      const known = labelled.get(ranking)
      if (known?.release.stage === release.stage) return known
      const isRemembered = ranking.version !== undefined
      const made = { ...ranking, ...(isRemembered && { version: ++version }), release }
      if (isRemembered) labelled.set(ranking, made)
      return made
    }
  }
}

type ReleasedModels = readonly [StoredModel, ...StoredModel[]]

function readDeployedState(given: object | undefined): ReleaseState | undefined {
  const state = given && readState(given)
  if (given && !state)
    throw new ConfigError('model.state', 'must be a release state: models/release.json')
  return state
}

async function firstState(
  [first]: ReleasedModels,
  state: ReleaseState | undefined,
): Promise<ReleaseState> {
  if (state?.live) return state
  const live = { model: first.manifest.sha256, manifest: await digestOfManifest(first.manifest) }
  return { format: 1, serial: state?.serial ?? 0, live, before: [], log: '' }
}

async function compareLater(
  shown: Ranking,
  rank: () => Promise<Ranking>,
): Promise<ShadowComparison> {
  await new Promise((resolve) => setTimeout(resolve, afterAnswerMs))
  return compareRankings(shown, await rank())
}

async function atMost(work: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  await Promise.race([work, late]).finally(() => clearTimeout(timer))
}

function keyOf({ model, manifest }: ModelReference): string {
  return `${model} ${manifest}`
}

function incompatible({ model }: ModelReference, what: string): ModelError {
  return new ModelError('ERR_MODEL_INCOMPATIBLE', short(model), what)
}
