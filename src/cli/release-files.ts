import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { ConfigError } from '../errors.ts'
import type { Audit } from '../release/gates.ts'
import { findBreak, findLaterMove } from '../release/log.ts'
import { noRelease, type ReleaseState, readState } from '../release/state.ts'

export interface ReleaseFiles {
  readonly state: ReleaseState
  /** All lines of the log. */
  readonly log: string
}

/** Reads where a release stands. A log that was changed stops everything but reading it. */
export async function readRelease(root: string): Promise<ReleaseFiles> {
  const text = await readIfThere(join(root, 'release.json'))
  const state = text === undefined ? noRelease : readState(parse(text))
  if (!state) throw new ConfigError('--models', `${root}/release.json is not a release state`)
  return { state, log: (await readIfThere(join(root, 'release-log.jsonl'))) ?? '' }
}

/** @throws ConfigError naming the line that was changed, is missing, or of which the state knows nothing. */
export async function checkLog(root: string, { state, log }: ReleaseFiles): Promise<void> {
  const path = `${root}/release-log.jsonl`
  const broken = await findBreak(log, state.log)
  if (broken !== undefined)
    throw new ConfigError('--models', `${path} was changed at line ${broken}`)
  // Without its state the next model would be a first one, which has little to match.
  const later = await findLaterMove(log, state.log)
  if (later === undefined) return
  throw new ConfigError(
    '--models',
    `${root}/release.json is missing or older than line ${later} of ${path}; bring it back, or take ` +
      'the last line away if its move was cut short',
  )
}

/** Appends to the log first: a move that is not in it was not made. */
export async function writeRelease(
  root: string,
  line: string,
  state: ReleaseState | undefined,
): Promise<void> {
  await mkdir(root, { recursive: true })
  await appendFile(join(root, 'release-log.jsonl'), `${line}\n`)
  if (!state) return
  const path = join(root, 'release.json')
  await writeFile(`${path}.draft`, `${JSON.stringify(state, null, 2)}\n`)
  await rename(`${path}.draft`, path)
}

const unreadable: Audit = {
  model: '',
  passed: false,
  findings: ['the audit cannot be read'],
  checks: [],
}

const text = v.string()
const auditSchema = v.object({
  model: text,
  against: v.optional(text),
  passed: v.boolean(),
  findings: v.array(text),
  notAsked: v.optional(v.array(text)),
  checks: v.array(
    v.object({
      id: text,
      verdict: text,
      waiver: v.optional(v.object({ reviewer: text, until: text })),
    }),
  ),
})

/** What an audit of fairness found of a model, if there was one. */
export async function readAudit(root: string, address: string): Promise<Audit | undefined> {
  const file = await readIfThere(join(root, address, 'audit.json'))
  if (file === undefined) return undefined
  const { success, output } = v.safeParse(auditSchema, parse(file))
  return success ? output : { ...unreadable, model: address }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
