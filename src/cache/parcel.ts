import * as v from 'valibot'
import { reasons } from '../decision.ts'
import { concatBytes } from '../lib/bytes.ts'
import type { Entry } from './entry.ts'

const label = v.object({
  key: v.string(),
  address: v.pipe(v.string(), v.url()),
  askedMs: v.number(),
  lifetime: v.object({
    bornMs: v.number(),
    freshUntilMs: v.number(),
    staleUntilMs: v.number(),
    errorUntilMs: v.number(),
    keepUntilMs: v.number(),
  }),
  headers: v.array(v.tuple([v.string(), v.string()])),
  /** How many bytes follow. */
  length: v.pipe(v.number(), v.integer(), v.minValue(0)),
  kind: v.picklist(['page', 'asset']),
  reason: v.exactOptional(v.picklist(reasons)),
})

/** All that is known of an entry beside its bytes. */
export type Label = v.InferOutput<typeof label>

const lineFeed = 0x0a

/** An entry as bytes: a line of JSON, for which a header could be too short, and the shop's bytes. */
export function packEntry(entry: Entry): Uint8Array<ArrayBuffer> {
  const { key, address, askedMs, lifetime, headers, content } = entry
  const { bytes, kind, reason } = content
  const written: Label = {
    ...{ key, address, askedMs, lifetime, kind },
    ...{ headers: [...headers], length: bytes.length },
    ...(reason && { reason }),
  }
  return concatBytes([new TextEncoder().encode(`${JSON.stringify(written)}\n`), bytes])
}

/** What `packEntry` made, or `undefined` if it is not whole. */
export function unpackEntry(packed: Uint8Array<ArrayBuffer>) {
  const end = packed.indexOf(lineFeed)
  const parsed = v.safeParse(label, parseJson(packed.subarray(0, Math.max(0, end))))
  if (!parsed.success) return undefined
  const bytes = packed.slice(end + 1)
  return bytes.length === parsed.output.length ? { label: parsed.output, bytes } : undefined
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}
