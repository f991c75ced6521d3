import type { Trace } from '../trace.ts'

/** The decision header, for development and signed preview only: it tells how a page came about. */
export const decisionHeader = 'limen-decision'

/** Shows on the answer what Limen did and how long each step took (Server-Timing, W3C). */
export function revealTrace(response: Response, trace: Trace): Response {
  const revealed = new Response(response.body, response)
  revealed.headers.set(decisionHeader, describe(trace))
  const timings = [...trace.timings].map(([step, ms]) => `${step};dur=${ms.toFixed(2)}`)
  if (timings.length > 0) revealed.headers.set('server-timing', timings.join(', '))
  return revealed
}

function describe({ plain, ranking, slots }: Trace): string {
  const parts = [plain ? `plain; reason=${plain}` : 'personal']
  if (ranking) parts.push(`ranking=${ranking.by}`, `engine=${ranking.engine}`)
  for (const [slot, outcome] of slots) parts.push(`${slot}=${outcome}`)
  return parts.join('; ')
}
