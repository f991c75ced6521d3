import { sha256 } from '../lib/bytes.ts'
import type { GateResult } from './gates.ts'
import type { Move } from './move.ts'

/** One line of the release log: a move that was made, or one that was refused. */
export interface LogEntry {
  /** ISO 8601. */
  readonly at: string
  readonly who: string
  readonly why: string
  readonly move: Move
  /** SHA-256 of the model. */
  readonly model: string
  readonly from: string
  readonly to: string
  readonly isMade: boolean
  readonly reviewer?: string
  readonly gates: readonly GateResult[]
  /** Digest of the line before; empty in the first. */
  readonly after: string
}

/** A line for an entry: each holds the digest of the one before, so none can be changed or dropped. */
export async function logLine(
  log: string,
  entry: Omit<LogEntry, 'after'>,
): Promise<{ readonly line: string; readonly digest: string }> {
  const last = linesOf(log).at(-1)
  const after = last === undefined ? '' : await sha256(last)
  const line = JSON.stringify({ ...entry, after } satisfies LogEntry)
  return { line, digest: await sha256(line) }
}

/**
 * Finds the first line that does not follow from the one before; nothing when the log is whole.
 *
 * @param digest of a line that must be there: the state's. Without it, an end cut off is not seen.
 * @returns the number of the line, from 1; one more than there are when the wanted one is missing.
 */
export async function findBreak(log: string, digest = ''): Promise<number | undefined> {
  const lines = linesOf(log)
  let after = ''
  let isFound = digest === ''
  for (const [index, line] of lines.entries()) {
    if (afterOf(line) !== after) return index + 1
    after = await sha256(line)
    isFound ||= after === digest
  }
  return isFound ? undefined : lines.length + 1
}

/**
 * Finds the first move that was made after the one that a state is of: that state is not the last.
 *
 * @param digest of the state's line; empty when there is no state.
 * @returns the number of the line, from 1.
 */
export async function findLaterMove(log: string, digest: string): Promise<number | undefined> {
  let isLater = digest === ''
  for (const [index, line] of linesOf(log).entries()) {
    if (isLater && (JSON.parse(line) as LogEntry).isMade) return index + 1
    isLater ||= (await sha256(line)) === digest
  }
  return undefined
}

/** The entries of a log, oldest first. */
export function readLog(log: string): LogEntry[] {
  return linesOf(log).map((line) => JSON.parse(line) as LogEntry)
}

/** The lines of a log, without empty ones. */
export function linesOf(log: string): string[] {
  return log.split('\n').filter((line) => line !== '')
}

function afterOf(line: string): unknown {
  try {
    return JSON.parse(line).after
  } catch {
    return undefined
  }
}
