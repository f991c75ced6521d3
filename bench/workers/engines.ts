import { compact } from '../../src/model/compact/index.ts'
import { onnx } from '../../src/model/onnx.ts'
import type { Scorer, StartScorer } from '../../src/model/scorer.ts'
import { median } from '../figures.ts'
import { repeat } from './repeat.ts'

const engines: ReadonlyMap<string, StartScorer> = new Map<string, StartScorer>([
  ['compact', compact],
  ['onnx', onnx],
])

/** Long for a clock of whole milliseconds, short enough that few are interrupted. */
const batchMs = 20

/** The engines that were started, by the path of their model. */
const started = new Map<string, Scorer>()

/**
 * Starts an engine on a model that is sent to `/<engine>/<items>`. Asked for the same path with
 * `?milliseconds=`, ranks for that long, and answers with the microseconds one ranking took.
 */
export default {
  async fetch(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    const [, engine = '', items] = pathname.split('/')
    const start = engines.get(engine)
    if (!start) return new Response('There is no such engine', { status: 404 })
    if (request.method === 'PUT') {
      started.set(pathname, await start(await request.arrayBuffer()))
      return new Response()
    }
    const scorer = started.get(pathname)
    if (!scorer) return new Response('It was not started', { status: 404 })
    const rank = ranking(scorer, Number(items))
    const batches = []
    const until = performance.now() + Number(searchParams.get('milliseconds'))
    while (performance.now() < until) batches.push(await repeat(rank, batchMs))
    return Response.json({ microseconds: median(batches) })
  },
}

/** A ranking for one of 64 visits after the other, which know from none to eight items. */
function ranking(scorer: Scorer, items: number) {
  const visits = Array.from({ length: 64 }, (_, visit) => ({
    items: Int32Array.from({ length: 8 }, (_, i) => (visit * 7919 + i * 104_729) % items),
    kinds: new Int32Array(8),
    itemMask: Float32Array.from({ length: 8 }, (_, i) => Number(i < visit % 9)),
    contexts: Int32Array.from({ length: 6 }, (_, i) => (visit + i) % 40),
    contextMask: new Float32Array(6).fill(1),
  }))
  let next = 0
  return () => scorer.score(visits[next++ % visits.length] as (typeof visits)[number])
}
