import type { Reason } from '../decision.ts'
import type { Template } from '../page/index.ts'
import { type Entry, wholeAnswer } from './entry.ts'

/** Where a page came from. */
export type PageSource = 'memory' | 'cache' | 'origin'

/** A page of the shop that is kept, compiled. Its status is 200. */
export interface TemplatePage {
  readonly kind: 'template'
  readonly template: Template
  /** The shop's, redacted. They are everybody's: copy them to change them. */
  readonly headers: Headers
  /** When its age was zero, in milliseconds since 1970. */
  readonly bornMs: number
  readonly from: PageSource
  /** Past its freshness: served while it is renewed, or because the shop fails. */
  readonly stale: boolean
  /** Other bytes have another number, so that what was made of them can be remembered by it. */
  readonly version: number
  /** Its bytes are this request's alone: they may be let go when it is answered. */
  readonly isOurs: boolean
}

/** An answer to hand on as it is; without a reason, it is a page that may be filled, this once. */
export interface UntouchedPage {
  readonly kind: 'untouched'
  readonly response: Response
  readonly reason: Reason | undefined
  readonly from: PageSource
  readonly stale: boolean
}

export type Page = TemplatePage | UntouchedPage

/** The page of an entry. */
export function shownPage(
  entry: Entry,
  from: PageSource,
  atMs: number,
  { isOurs = false } = {},
): Page {
  const { headers, content, lifetime } = entry
  const { template, version, reason, bytes } = content
  const { bornMs } = lifetime
  const stale = atMs >= lifetime.freshUntilMs
  return template
    ? { kind: 'template', template, headers, bornMs, from, stale, version, isOurs }
    : {
        kind: 'untouched',
        response: wholeAnswer(bytes, headers, atMs - bornMs),
        reason,
        from,
        stale,
      }
}

/** A kept page as the shop made it. */
export function plainPage({ template, headers, bornMs }: TemplatePage, now: Date): Response {
  return wholeAnswer(template.original, headers, now.getTime() - bornMs)
}
