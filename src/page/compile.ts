import type { Reason } from '../decision.ts'
import type { Search } from './search.ts'
import { SlotFinder } from './slot-finder.ts'
import { isPlace, type Span, type Template } from './template.ts'

type Compiled = { readonly template: Template } | { readonly reason: Reason }

/** Finds the slots of a page that is all there. */
export function compilePage(original: Uint8Array<ArrayBuffer>, search: Search): Compiled {
  const spans: Span[] = []
  const finder = new SlotFinder(search, {
    opened: () => undefined,
    left: () => undefined,
    closed: (span) => void spans.push(span),
  })
  const { plain, scanner } = finder
  try {
    scanner.push(original, true)
    finder.end(original.length)
  } finally {
    scanner.release()
  }
  // What came after a slot may have told that it is better left alone.
  const left = spans.filter(({ slot }) => !plain.has(slot))
  const template = { original, spans: left, plain }
  if (!scanner.isLost || !left.every(({ slot }) => isPlace(slot))) return { template }
  const reason = 'page-ambiguous'
  return left.length === 0 ? { reason } : { template: { ...template, reason } }
}
