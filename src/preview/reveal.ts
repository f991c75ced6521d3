import { guardPersonal } from '../privacy/index.ts'
import type { Trace } from '../trace.ts'
import { isPersonal } from '../visit/index.ts'

/** The decision header, for development and signed preview only: it tells how a page came about. */
export const decisionHeader = 'limen-decision'

// What these say is kept with, or put together from, an answer that was not revealed.
const partial: ReadonlySet<number> = new Set([206, 304])

/**
 * Shows on the answer what Limen did and how long each step took (Server-Timing, W3C). What it then
 * tells is for one person, so no cache keeps it; the body, and so its length, stays as it is.
 */
export function revealTrace(response: Response, trace: Trace): Response {
  if (response.webSocket || partial.has(response.status)) return response

  const revealed = new Response(response.body, response)
  const { headers } = revealed
  guardPersonal(headers)
  headers.set(decisionHeader, describeDecision(trace))
  const timings = [...trace.timings].map(([step, ms]) => `${step};dur=${ms.toFixed(2)}`)
  if (timings.length > 0) headers.set('server-timing', timings.join(', '))
  return revealed
}

type Decided = Pick<Trace, 'plain' | 'ranking' | 'visit' | 'slots' | 'page' | 'isStreamed'>

/** What the answer became; `error` is a page of Limen's own, because there was none of the shop's. */
export function outcomeOf({ plain, slots, isStreamed }: Decided): 'personal' | 'plain' | 'error' {
  if (plain) return 'plain'
  return isStreamed || [...slots.values()].includes('filled') ? 'personal' : 'error'
}

/** The decision in one line, as its header says it. */
export function describeDecision(trace: Decided): string {
  const { plain, ranking, visit, slots, page, isStreamed } = trace
  const parts = [plain ? `plain; reason=${plain}` : outcomeOf(trace)]
  if (ranking) parts.push(`ranking=${ranking.by}`, `engine=${ranking.engine}`)
  const { release } = ranking ?? {}
  if (release) parts.push(`model=${release.model.slice(0, 12)}`, `stage=${release.stage}`)
  if (ranking && visit && isPersonal(visit)) parts.push('profile=used')
  if (page) parts.push(`page=${isStreamed ? 'streamed' : page}`)
  for (const [slot, outcome] of slots) parts.push(`${slot}=${outcome}`)
  return parts.join('; ')
}
