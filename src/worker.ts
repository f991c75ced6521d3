import type { Arrival } from './arrival.ts'
import type { Config } from './config/index.ts'
import { RequestError } from './errors.ts'
import { type Soon, whenThere } from './lib/soon.ts'
import { previews, revealTrace } from './preview/index.ts'
import { toProblem } from './problem.ts'
import { type PersonalizeTools, type Serve, type Served, serves } from './serve.ts'

/** What a Worker exports. */
export interface LimenWorker {
  fetch(request: Request, env?: unknown, executionCtx?: Arrival['executionCtx']): Soon<Response>
}

/** The deployable Worker: Limen in front of a shop, and nothing behind it. */
export function worker(config: Config, tools: PersonalizeTools = {}): LimenWorker {
  return asWorker(serves(config, tools), config, tools)
}

/** The way of a request, as a Worker that shows decisions to whoever holds a preview token. */
export function asWorker(serve: Serve, config: Config, { now }: PersonalizeTools): LimenWorker {
  const isPreviewed = previews(config, now)
  return {
    fetch(request, env, executionCtx) {
      const arrival = { request, env, executionCtx }
      return whenThere(isPreviewed(arrival), (isShown) =>
        whenThere(serve(arrival, refuse), (served) => {
          const answer = isShown ? revealed(served) : served.response
          return request.method === 'HEAD' ? new Response(null, answer) : answer
        }),
      )
    },
  }
}

function revealed({ response, trace }: Served): Response {
  return trace ? revealTrace(response, trace) : response
}

async function refuse({ headers }: Request): Promise<Response> {
  const missing = new RequestError(404, 'ERR_ROUTE_UNKNOWN', 'There is no such page')
  return toProblem(missing, headers.get('accept'))
}
