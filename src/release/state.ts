import * as v from 'valibot'

const digest = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const share = v.pipe(v.number(), v.gtValue(0), v.ltValue(1))

/** A model by its address, with the manifest that it was released with. */
const reference = {
  /** SHA-256 of the file. */
  model: digest,
  /** Digest of its manifest, so that inputs and items are those that were tried. */
  manifest: digest,
}

const stateSchema = v.strictObject({
  format: v.literal(1),
  /** Grows with each move: an older state that arrives later is not taken. */
  serial: v.pipe(v.number(), v.integer(), v.minValue(0)),
  live: v.exactOptional(v.strictObject(reference)),
  /** Answers this share of the visits, above 0 and below 1. */
  canary: v.exactOptional(v.strictObject({ ...reference, share })),
  /** Scores beside the one that answers, and is not shown. */
  shadow: v.exactOptional(v.strictObject(reference)),
  /** Those that were live before, newest last: what a rollback returns to. */
  before: v.array(v.strictObject(reference)),
  /** Digest of the log's line about the move that made this state. */
  log: v.union([digest, v.literal('')]),
})

/** Which models a shop answers with: `models/release.json`. */
export type ReleaseState = v.InferOutput<typeof stateSchema>

/** A model by its address, with the digest of its manifest. */
export type ModelReference = NonNullable<ReleaseState['live']>

/** Before anything was released. */
export const noRelease: ReleaseState = { format: 1, serial: 0, before: [], log: '' }

/** Reads a state; nothing when it is not one. */
export function readState(value: unknown): ReleaseState | undefined {
  const { output, success } = v.safeParse(stateSchema, value)
  return success ? (output as ReleaseState) : undefined
}

/** Reads a state from bytes; nothing when they hold none. */
export function parseState(bytes: ArrayBuffer): ReleaseState | undefined {
  try {
    return readState(JSON.parse(new TextDecoder().decode(bytes)))
  } catch {
    return undefined
  }
}
