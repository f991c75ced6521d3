import { ConfigError } from '../errors.ts'
import type { FitState } from './fit.ts'
import type { NeighbourWeights } from './quantise.ts'

/** What was chosen on the last days. */
export interface Choice {
  readonly epochs: number
  readonly weights: NeighbourWeights
}

/** How far a run is: what it takes to go on, and come to the same bytes. */
export interface Checkpoint {
  /** Digest of settings and data; a run goes on with its own alone. */
  readonly key: string
  /** The best epoch while choosing; and once that is done, what was chosen. */
  readonly best: { readonly worth: number; readonly epochs: number }
  readonly choice?: Choice
  readonly fit: FitState
}

const lengthBytes = 4

/** A header of JSON, then the numbers one after the other. */
export function encodeCheckpoint({ fit, best, ...rest }: Checkpoint): Uint8Array {
  const { numbers, ...state } = fit
  const lengths = numbers.map(({ length }) => length)
  // JSON has no infinity: before the first epoch nothing is the best.
  const worth = Number.isFinite(best.worth) ? best.worth : null
  const header = { ...rest, best: { ...best, worth }, fit: { ...state, lengths } }
  const text = new TextEncoder().encode(JSON.stringify(header))
  const total = lengths.reduce((sum, length) => sum + length, 0)
  const bytes = new Uint8Array(lengthBytes + text.length + 8 * total)
  new DataView(bytes.buffer).setUint32(0, text.length, true)
  bytes.set(text, lengthBytes)
  let at = lengthBytes + text.length
  for (const values of numbers) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at)
    at += values.byteLength
  }
  return bytes
}

/** @param key of the run that wants to go on. */
export function decodeCheckpoint(bytes: Uint8Array, key: string): Checkpoint {
  const { header, at: first } = readHeader(bytes)
  if (header.key !== key) {
    throw new ConfigError('resume', 'the checkpoint is of other data or other settings')
  }
  const { lengths, ...state } = header.fit
  let at = first
  const numbers = lengths.map((length) => {
    const start = at
    at += 8 * length
    return new Float64Array(bytes.slice(start, at).buffer)
  })
  const best = { ...header.best, worth: header.best.worth ?? Number.NEGATIVE_INFINITY }
  return { ...header, best, fit: { ...state, numbers } }
}

type Header = Omit<Checkpoint, 'fit' | 'best'> & {
  readonly best: { readonly worth: number | null; readonly epochs: number }
  readonly fit: Omit<FitState, 'numbers'> & { readonly lengths: readonly number[] }
}

function readHeader(bytes: Uint8Array): { readonly header: Header; readonly at: number } {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const at = lengthBytes + view.getUint32(0, true)
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(lengthBytes, at))) as Header
    const numbers = header.fit.lengths.reduce((sum, length) => sum + length, 0)
    if (bytes.length !== at + 8 * numbers) throw new RangeError('it is cut short')
    return { header, at }
  } catch (cause) {
    throw new ConfigError('resume', 'the checkpoint cannot be read', { cause })
  }
}
