import * as v from 'valibot'
import { reasons } from '../decision.ts'
import { concatBytes } from '../lib/bytes.ts'
import type { Slot, Span } from '../page/index.ts'
import type { Made } from './content.ts'
import type { Entry } from './entry.ts'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const range = { start: count, end: count }

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
  length: count,
  kind: v.picklist(['page', 'asset']),
  reason: v.exactOptional(v.picklist(reasons)),
  /** Which slots the page was compiled for. */
  slots: v.string(),
  // Loose: what else is noted of a span or a part comes back as it was.
  spans: v.exactOptional(
    v.array(
      v.looseObject({
        slot: v.string(),
        ...range,
        parts: v.exactOptional(v.array(v.looseObject(range))),
      }),
    ),
  ),
  plain: v.exactOptional(v.array(v.tuple([v.string(), v.picklist(reasons)]))),
})

/** All that is known of an entry beside its bytes. */
export type Label = v.InferOutput<typeof label>

const lineFeed = 0x0a

/** An entry as bytes: a line of JSON, for which a header could be too short, and the shop's bytes. */
export function packEntry(entry: Entry, slots: string): Uint8Array<ArrayBuffer> {
  const { key, address, askedMs, lifetime, headers, content } = entry
  const { bytes, kind, template, reason } = content
  const written: Label = {
    ...{ key, address, askedMs, lifetime, kind, slots },
    ...{ headers: [...headers], length: bytes.length },
    ...(reason && { reason }),
    ...(template && { spans: template.spans as Label['spans'] & {}, plain: [...template.plain] }),
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

/** What was made of a page before; `undefined` if any of it lies outside the page or another part. */
export function madeBefore(
  { kind, reason, spans, plain }: Label,
  original: Uint8Array<ArrayBuffer>,
  slots: readonly Slot[],
): Made | undefined {
  if (!spans || !plain) return reason && { kind, reason }
  const isKnown = spans.every(({ slot }) => slots.some(({ id }) => id === slot))
  if (!isKnown || !areInOrder(spans, original.length)) return undefined
  if (!spans.every(({ start, end, parts = [] }) => areInOrder(parts, end - start))) return undefined
  return { kind, template: { original, spans: spans as readonly Span[], plain: new Map(plain) } }
}

function areInOrder(ranges: readonly { start: number; end: number }[], length: number): boolean {
  let from = 0
  for (const { start, end } of ranges) {
    if (start < from || end < start) return false
    from = end
  }
  return from <= length
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}
