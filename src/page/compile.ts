import type { Reason } from '../decision.ts'
import { Scanner } from './scan.ts'
import type { Search } from './search.ts'
import { SlotFinder } from './slot-finder.ts'
import type { Span, Template } from './template.ts'

type Compiled = { readonly template: Template } | { readonly reason: Reason }

/** Finds the slots of a page that is all there. */
export function compilePage(original: Uint8Array<ArrayBuffer>, search: Search): Compiled {
  const spans: Span[] = []
  const finder = new SlotFinder(search, {
    opened: () => undefined,
    left: () => undefined,
    closed: (span) => void spans.push(span),
  })
  const scanner = new Scanner(finder, search.attributes)
  scanner.push(original, true)
  if (!scanner.isLost) finder.end(original.length)
  const { plain } = finder
  // What came after a slot may have told that it is better left alone.
  const left = spans.filter(({ slot }) => !plain.has(slot))
  if (scanner.isLost && left.length === 0) return { reason: 'page-ambiguous' }
  return { template: { original, spans: left, plain } }
}
