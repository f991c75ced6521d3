import { ConfigError, LimenError } from '../errors.ts'
import { digestOfManifest, readModel, type StoredModel, short } from '../release/folder.ts'
import { checkGates, type Evidence, type GateResult, hasGate } from '../release/gates.ts'
import { logLine, readLog } from '../release/log.ts'
import { applyMove, type Move, type MoveRequest, moves } from '../release/move.ts'
import { recordSql, writeOut } from '../release/record-sql.ts'
import type { ModelReference, ReleaseState } from '../release/state.ts'
import { addLimits } from './add-model.ts'
import { type Command, command, type Io, UsageError } from './command.ts'
import { diskFolder, findModel } from './model-folder.ts'
import { compareQuality, tryAgain } from './release-evidence.ts'
import {
  checkLog,
  type ReleaseFiles,
  readAudit,
  readRelease,
  writeRelease,
} from './release-files.ts'
import { subcommands } from './subcommands.ts'

const data = 'examples/storefront/data'
// The standard error of R@20 is then about 3.6 points.
const leastBaskets = 100
const json = { type: 'boolean', description: 'Print the result as JSON' } as const
const models = { type: 'string', default: 'models', description: 'Folder of models' } as const

const options = {
  model: {
    type: 'string',
    description: 'The model: the first letters of its hash (the one in the stage before)',
  },
  share: { type: 'string', description: 'Of a canary: its share of the visits, such as 0.1' },
  why: { type: 'string', description: 'Why, for the log' },
  who: { type: 'string', description: 'Who releases, for the log' },
  review: { type: 'string', description: 'Of full: who else looked at the model' },
  baskets: {
    type: 'string',
    default: `${data}/baskets-valid.jsonl.gz`,
    description: 'Baskets later than all training, to measure on',
  },
  catalogue: {
    type: 'string',
    default: `${data}/catalogue.tsv`,
    description: 'Product feed in Google Merchant attributes',
  },
  sample: {
    type: 'string',
    default: '500',
    description: 'How many of the baskets to measure on, evenly drawn; 0 for all',
  },
  models,
  json,
} as const

const summaries: Readonly<Record<Move, string>> = {
  shadow: 'limen release shadow     Let a model score beside the live one, not shown.',
  canary: 'limen release canary     Let it answer a share of the visits.',
  full: 'limen release full       Let it answer all of them.',
  rollback: 'limen release rollback   Take the canary back, or return to the model before.',
}

const status = command({
  summary: 'limen release status     Which models answer, and the last moves.',
  options: { models, json },
  async run({ models: root, json }, io) {
    const release = await readRelease(root)
    await checkLog(root, release)
    const entries = readLog(release.log)
    if (json) io.print(JSON.stringify({ ...release.state, entries }, null, 2))
    else showStatus(release, io)
    return 0
  },
})

const sql = command({
  summary: 'limen release sql        The state and the record of moves, as SQL for a D1 database.',
  options: { models },
  async run({ models: root }, io) {
    const release = await readRelease(root)
    await checkLog(root, release)
    for (const statement of await recordSql(release.log, release.state)) {
      io.print(writeOut(statement))
    }
    return 0
  },
})

export const release = subcommands('Release a model in stages, and take it back.', {
  ...Object.fromEntries(moves.map((move) => [move, { command: moveCommand(move) }])),
  status: { command: status },
  sql: { command: sql },
})

function moveCommand(move: Move): Command {
  return command({
    summary: summaries[move],
    options,
    async run({ models: root, model: wanted, share, json, ...values }, io) {
      const who = needed('--who', values.who)
      const why = needed('--why', values.why)
      const review = values.review?.trim()
      const sample = readSample(values.sample)
      const release = await readRelease(root)
      await checkLog(root, release)

      const { state } = release
      const address = await addressFor(move, state, root, wanted)
      const model = address === undefined ? undefined : await referenceTo(root, address)
      const request: MoveRequest = {
        move,
        ...(model && { model }),
        ...(share !== undefined && { share: Number(share) }),
      }
      const moved = applyMove(state, request)
      if ('refusal' in moved) throw new ConfigError(`release ${move}`, moved.refusal)

      const evidence = await gather(move, moved.model, {
        ...{ root, state, who, sample, io, reviewer: review },
        ...{ baskets: values.baskets, catalogue: values.catalogue },
      })
      const gates = checkGates(move, evidence, { ...addLimits, baskets: leastBaskets })
      const isMade = gates.every(({ passed }) => passed)
      const { line, digest } = await logLine(release.log, {
        at: new Date().toISOString(),
        ...{
          who,
          why,
          move,
          model: moved.model.model,
          from: moved.from,
          to: moved.to,
          isMade,
          gates,
        },
        ...(review !== undefined && { reviewer: review }),
      })
      await writeRelease(root, line, isMade ? { ...moved.state, log: digest } : undefined)
      if (json) io.print(JSON.stringify({ isMade, from: moved.from, to: moved.to, gates }, null, 2))
      else showMove(`${short(moved.model.model)}: ${moved.from} → ${moved.to}`, gates, io)
      return isMade ? 0 : 1
    },
  })
}

interface Gathering {
  readonly root: string
  readonly state: ReleaseState
  readonly who: string
  readonly reviewer: string | undefined
  readonly baskets: string
  readonly catalogue: string
  readonly sample: number
  readonly io: Io
}

/** Only what a move's gates ask for: a way back does not wait for a measurement. */
async function gather(
  move: Move,
  { model: address, manifest }: ModelReference,
  { root, state, who, reviewer, io, ...files }: Gathering,
): Promise<Evidence> {
  const liveModel = state.live?.model
  const about = {
    ...{ model: address, folder: `${root}/${address}`, who, reviewer },
    today: new Date().toISOString().slice(0, 10),
    live:
      liveModel === undefined ? undefined : { model: liveModel, folder: `${root}/${liveModel}` },
  }
  const nothing = { bytes: 0, medianMs: {}, quality: [], baskets: 0, against: '', audit: undefined }
  let candidate: StoredModel
  try {
    candidate = await readModel(diskFolder(root), address)
  } catch (error) {
    if (!(error instanceof LimenError)) throw error
    return { ...nothing, ...about, problems: [error.message] }
  }
  const isSame = (await digestOfManifest(candidate.manifest)) === manifest
  const changed = isSame ? [] : ['its manifest is not the one it was released with']
  if (!hasGate(move, 'quality')) return { ...nothing, ...about, problems: changed }

  io.progress('trying the model …')
  const trial = await tryAgain(candidate, { ...addLimits, medianMs: Number.POSITIVE_INFINITY })
  const live = state.live && (await readModel(diskFolder(root), state.live.model))
  return {
    ...about,
    ...trial,
    problems: [...changed, ...trial.problems],
    bytes: candidate.file.byteLength,
    audit: await readAudit(root, address),
    ...(await compareQuality(candidate, live, files, io.progress)),
  }
}

/** The model that is named, or else the one in the stage before. */
async function addressFor(
  move: Move,
  { shadow, canary }: ReleaseState,
  root: string,
  wanted: string | undefined,
): Promise<string | undefined> {
  if (move === 'rollback') return undefined
  if (wanted !== undefined) return findModel(root, wanted)
  const usual: Partial<Record<Move, ModelReference | undefined>> = {
    canary: shadow ?? canary,
    full: canary,
  }
  return usual[move]?.model
}

async function referenceTo(root: string, address: string): Promise<ModelReference> {
  const { manifest } = await readModel(diskFolder(root), address)
  return { model: address, manifest: await digestOfManifest(manifest) }
}

function needed(option: string, value: string | undefined): string {
  if (value !== undefined && value.trim() !== '') return value.trim()
  throw new UsageError(`${option} is missing: the log keeps who moved a model, and why`)
}

function readSample(text: string): number {
  const sample = Number(text)
  if (Number.isInteger(sample) && sample >= 0) return sample
  throw new UsageError('--sample must be a whole number; 0 for all baskets')
}

function showMove(title: string, gates: readonly GateResult[], io: Io): void {
  const isMade = gates.every(({ passed }) => passed)
  io.print(`${isMade ? 'Made' : 'Refused'}: ${title}`)
  for (const { gate, passed, detail } of gates) io.print(`${passed ? '✓' : '✗'} ${gate}: ${detail}`)
}

const shownEntries = 10

function showStatus({ state, log }: ReleaseFiles, io: Io): void {
  const { live, canary, shadow } = state
  io.print(`live     ${live ? short(live.model) : 'none'}`)
  if (canary) io.print(`canary   ${short(canary.model)}, ${canary.share * 100} % of the visits`)
  if (shadow) io.print(`shadow   ${short(shadow.model)}`)
  for (const { at, who, why, model, from, to, isMade } of readLog(log).slice(-shownEntries)) {
    io.print(`${at}  ${who}  ${short(model)}: ${from} → ${to}${isMade ? '' : ' (refused)'}  ${why}`)
  }
}
