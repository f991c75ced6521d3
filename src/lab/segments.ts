import type { Order, Protocol } from '../training/index.ts'
import type { EvalTable } from './eval-table.ts'
import type { SegmentsOf } from './tally.ts'

/** How a question is told apart: `name: value` for each kind of segment. */
interface SegmentKind {
  readonly name: string
  of(protocol: Protocol, known: readonly Order[], table: EvalTable): SegmentOf
}
type SegmentOf = (order: number, place: number) => string

/** Segments need no personal data: what the visit holds, where it is from and what the answer is. */
export const segmentKinds: readonly SegmentKind[] = [
  {
    name: 'items seen',
    of: (protocol) => (order, place) => {
      const seen = protocol.cases[order]?.[place]?.visible.length ?? 0
      return band(seen, [1, 2, 5, 10, 20])
    },
  },
  {
    name: 'answer',
    of(protocol, known, table) {
      const bands = popularityBands(known, table.ids.length)
      return (order, place) => bands[protocol.cases[order]?.[place]?.hidden[0] ?? 0] as string
    },
  },
  contextKind('country', 'country'),
  contextKind('device', 'device_class'),
]

/** All segments of each question. A kind whose questions are all in one is left out. */
export function segmentsFor(
  protocol: Protocol,
  known: readonly Order[],
  table: EvalTable,
): SegmentsOf {
  const kinds = segmentKinds.map(({ name, of }) => ({ name, segment: of(protocol, known, table) }))
  const telling = kinds.filter(({ segment }) => {
    const found = new Set<string>()
    protocol.cases.forEach((group, order) => {
      group.forEach((_, place) => {
        found.add(segment(order, place))
      })
    })
    return found.size > 1
  })
  return (order, place) => telling.map(({ name, segment }) => `${name}: ${segment(order, place)}`)
}

function band(count: number, firsts: readonly number[]): string {
  const at = firsts.findLastIndex((first) => count >= first)
  const [first = 0, next] = [firsts[at], firsts[at + 1]]
  if (next === undefined) return `${first} or more`
  return next === first + 1 ? `${first}` : `${first} to ${next - 1}`
}

/** The most popular items that have half of all lines, the next that have three tenths, and the rest. */
function popularityBands(known: readonly Order[], items: number): string[] {
  const counts = new Float64Array(items)
  let total = 0
  for (const { items: lines } of known) {
    for (const item of lines) counts[item] = (counts[item] as number) + 1
    total += lines.length
  }
  const byCount = Array.from(counts.keys()).sort(
    (a, b) => (counts[b] as number) - (counts[a] as number) || a - b,
  )
  const bands = new Array<string>(items)
  let sum = 0
  for (const item of byCount) {
    const count = counts[item] as number
    const share = sum / total
    bands[item] =
      count === 0 ? 'new' : share < 0.5 ? 'popular' : share < 0.8 ? 'in the middle' : 'rare'
    sum += count
  }
  return bands
}

/** The five most frequent values, and the rest. */
function contextKind(name: string, feature: string): SegmentKind {
  const shown = 5
  return {
    name,
    of(protocol, _, table) {
      const read = (order: number) => {
        const [first] = protocol.cases[order] ?? []
        const code = Array.from(first?.contexts ?? []).find(
          (each) => table.values[each]?.feature === feature,
        )
        return (code !== undefined && table.values[code]?.value) || 'not known'
      }
      const values = protocol.cases.map((_, order) => read(order))
      const counts = new Map<string, number>()
      protocol.cases.forEach((group, order) => {
        const value = values[order] as string
        counts.set(value, (counts.get(value) ?? 0) + group.length)
      })
      const most = [...counts].sort(([, a], [, b]) => b - a).slice(0, shown)
      const names = new Set(most.map(([value]) => value))
      return (order) => (names.has(values[order] as string) ? (values[order] as string) : 'others')
    },
  }
}
