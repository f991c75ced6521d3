import { plainPage, type TemplatePage } from './cache/index.ts'
import type { ClosedSlots } from './closed-slots.ts'
import type { Config } from './config/index.ts'
import type { Reason } from './decision.ts'
import { bodyOnce, concatBytes, type Join, joinsInPlace, letGo } from './lib/bytes.ts'
import { Recent } from './lib/recent.ts'
import type { Offer } from './offer.ts'
import { originError } from './origin.ts'
import {
  bodyOf,
  compilePage,
  fillTemplate,
  isPlace,
  lengthOf,
  openBody,
  readWhole,
  type Search,
  type Source,
  streamPage,
  type Template,
} from './page/index.ts'
import { guardPersonal } from './privacy/index.ts'
import { type SlotContent, slotContents } from './slot-content.ts'
import type { Trace } from './trace.ts'

interface Filled {
  /** None: the page is the shop's own. */
  readonly bytes: Uint8Array<ArrayBuffer> | undefined
  readonly slots: Map<string, 'filled' | Reason>
  /** Why there is nothing of an offer in it. */
  readonly plain: Reason | undefined
}

// A page that is there this soon after its first piece is filled whole. Others go out as they arrive.
const patienceMs = 1

/**
 * Builds the last step: an offer's products into the slots of the shop's page, and its extras beside
 * them. Both functions answer with the page that came of it, or the shop's own, whole, and say in
 * `trace` why.
 */
export function fills(config: Config, search: Search, now: () => Date) {
  const { pageBytes, originMs } = config.limits
  const cardsFor = slotContents(config)
  // Bytes of pages, cards and notices alone: nothing in them is anybody's.
  const answers = new Recent<string, Filled>(config.cache.memoryBytes / 4, sizeOf, forget)
  // An answer copies its bytes at once (Fetch, "extract a body"): what is not remembered needs no own room.
  const inPlace = joinsInPlace()
  return { fillKept, fillArriving, withoutBody }

  /** A page that may be kept, compiled. */
  function fillKept(page: TemplatePage, offer: Offer, trace: Trace): Response {
    const isPlain = offer.kind === 'plain' && !offer.extras
    const fillIt = page.from === 'memory' ? fillAgain : fillOnce
    const filled = isPlain ? undefined : fillIt(page, offer, trace)
    const answered = filled ?? plainPage(page, now())
    if (page.isOurs) letGo(page.template.original)
    return answered
  }

  /** A page that is asked for again. Filled with what is remembered, it is as well. */
  function fillAgain(page: TemplatePage, offer: Offer, trace: Trace): Response | undefined {
    const key = keyOf(page, offer)
    const known = key ? answers.get(key) : undefined
    const filled = known ?? fill(page.template, offer, trace, key ? concatBytes : inPlace)
    const answered = answer(filled, trace, (bytes) => new Response(bytes, sharedInit(page.headers)))
    // Last: what has no room among them leaves at once, and its bytes with it.
    if (key && !known && !trace.fault) answers.set(key, filled)
    return answered
  }

  /** A page that may never be asked for again. */
  function fillOnce(page: TemplatePage, offer: Offer, trace: Trace): Response | undefined {
    const filled = fill(page.template, offer, trace, concatBytes)
    const init = () => ({ headers: answerHeaders(page.headers) })
    return answer(filled, trace, (bytes) => new Response(bodyOnce(bytes), init()))
  }

  /** A page that is nobody else's, as it comes from the shop. */
  async function fillArriving(page: Response, offer: Offer, trace: Trace): Promise<Response> {
    const length = lengthOf(page)
    if (!page.body || (offer.kind === 'plain' && !offer.extras)) return page
    if (length !== undefined && length > pageBytes) return tooLarge(page, page.body, trace)
    const source = openBody(page.body, length)
    // Of a known length, what is not there at once is known to be still on its way.
    const waitMs = length === undefined ? patienceMs : 0
    const limits = { length, maxBytes: pageBytes, timeoutMs: originMs, patienceMs: waitMs }
    const read = await readWhole(source, limits).catch((error) => {
      throw originError(error)
    })
    if ('rest' in read) return streamed(page, read.rest, { offer, trace })
    if ('tooLarge' in read) return tooLarge(page, bodyOf(read.tooLarge), trace)

    const start = performance.now()
    const compiled = compilePage(read.bytes, search)
    trace.timings.set('page', performance.now() - start)
    if ('reason' in compiled) trace.plain ??= compiled.reason
    else {
      const filled = fill(compiled.template, offer, trace, inPlace)
      const init = () => ({ headers: filledHeaders(page.headers) })
      const answered = answer(filled, trace, (bytes) => new Response(bytes, init()))
      if (answered && read.isOurs) letGo(read.bytes)
      if (answered) return answered
    }
    return new Response(read.bytes, page)
  }

  /** The answer to HEAD, which may be kept no more than the page itself (RFC 9110 section 9.3.2). */
  function withoutBody(page: Response, offer: Offer): Response {
    if (offer.kind === 'plain' && !offer.extras) return page
    return new Response(null, { status: page.status, headers: filledHeaders(page.headers) })
  }

  function fill(template: Template, offer: Offer, trace: Trace, join: Join): Filled {
    const start = performance.now()
    try {
      return assemble(template, offer, join)
    } catch (error) {
      trace.fault = error
      const { extras } = offer
      return assemble(template, { kind: 'plain', reason: 'fault', extras }, join)
    } finally {
      trace.timings.set('fill', performance.now() - start)
    }
  }

  /** What remains, when all contents are there, is joining bytes. */
  function assemble(template: Template, offer: Offer, join: Join): Filled {
    const { original, spans, plain } = template
    const slots = new Map<string, 'filled' | Reason>(offer.kind === 'plain' ? [] : plain)
    const contentOf = contentsFor(offer, slots)
    const contents = new Map<string, Uint8Array>()
    for (const { slot, start, end, parts = [] } of spans) {
      const content = contentOf(slot, original.subarray(start, end), parts)
      if (content) contents.set(slot, content)
    }
    return {
      bytes: contents.size > 0 ? fillTemplate(template, contents, join) : undefined,
      slots,
      plain: offer.kind === 'plain' ? offer.reason : whyPlain(template, slots),
    }
  }

  /** What comes into a slot or place of one page; what each slot became goes into `slots`. */
  function contentsFor(offer: Offer, slots: Trace['slots']): SlotContent {
    const { extras } = offer
    const isPersonal = offer.kind === 'personal'
    const cardsOf = isPersonal ? cardsFor(offer) : undefined
    return (slot, content, parts) => {
      const extra = extras?.content.get(slot)
      if (isPlace(slot)) return extra
      const cards = cardsOf?.(slot, content, parts)
      if (isPersonal) slots.set(slot, cards ? 'filled' : whyEmpty(slot, offer.closed))
      return extra ? concatBytes([cards ?? content, extra]) : cards
    }
  }

  /** Fills slots as they are met. The headers go first, so they are those of a personal page. */
  function streamed(
    page: Response,
    rest: Source,
    { offer, trace }: { readonly offer: Offer; readonly trace: Trace },
  ): Response {
    trace.isStreamed = true
    const { body } = streamPage(rest, {
      search,
      silenceMs: originMs,
      fill: contentsFor(offer, trace.slots),
      onFault: (error) => {
        trace.fault = error
      },
    })
    return new Response(body, { headers: filledHeaders(page.headers) })
  }
}

/** The page of what was filled; nothing, if that is the shop's own. */
function answer(
  { bytes, slots, plain }: Filled,
  trace: Trace,
  respond: (bytes: Uint8Array<ArrayBuffer>) => Response,
): Response | undefined {
  trace.slots = slots
  if (plain) trace.plain = plain
  return bytes && respond(bytes)
}

/** Names what a page becomes; nothing, where it is for one shopper. */
function keyOf({ version }: TemplatePage, offer: Offer): string | undefined {
  const ending = offer.extras?.key ?? ''
  if (offer.kind === 'plain') return `${version} ${offer.reason}${ending}`
  const { ranking, closed } = offer
  if (!ranking.version) return undefined
  const slots = closed.size > 0 ? [...closed] : ''
  return `${version} ${ranking.version} ${slots}${ending}`
}

function tooLarge(page: Response, body: ReadableStream<Uint8Array>, trace: Trace): Response {
  trace.plain ??= 'page-too-large'
  return body === page.body ? page : new Response(body, page)
}

function forget({ bytes }: Filled): void {
  if (bytes) letGo(bytes)
}

function sizeOf({ bytes }: Filled): number {
  return (bytes?.length ?? 0) + 1024
}

function whyPlain({ spans, reason }: Template, slots: Filled['slots']): Reason | undefined {
  if ([...slots.values()].includes('filled')) return undefined
  const first = spans.find(({ slot }) => !isPlace(slot))
  return (first && (slots.get(first.slot) as Reason)) ?? reason ?? 'no-slots'
}

function whyEmpty(slot: string, closed: ClosedSlots): Reason {
  return closed.get(slot) ?? 'no-candidates'
}

// A kept page has the same headers until it is asked for again; what a 304 changes makes new ones.
const guarded = new WeakMap<Headers, Response>()

// An answer without a body, for workerd takes the headers of another answer sooner than any others.
function sharedInit(headers: Headers): Response {
  const known = guarded.get(headers)
  if (known) return known
  const personal = new Response(null, { headers: answerHeaders(headers) })
  guarded.set(headers, personal)
  return personal
}

function answerHeaders(kept: Headers): Headers {
  const headers = filledHeaders(new Headers(kept))
  // RFC 9110 section 6.6.1: it was the page's. This answer is made now, and whoever sends it says when.
  headers.delete('date')
  return headers
}

/** The same headers, which are this answer's alone, as they are on a filled page. */
function filledHeaders(headers: Headers): Headers {
  guardPersonal(headers)
  headers.delete('content-encoding')
  headers.delete('content-length')
  return headers
}
