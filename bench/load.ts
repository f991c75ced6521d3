import autocannon from 'autocannon'
import { answerParent } from './child.ts'
import { percentile } from './figures.ts'

export interface LoadOptions {
  readonly url: string
  /** What is sent in turn. */
  readonly visits: readonly Visit[]
  /** Each sends its next request when it has its answer. */
  readonly connections: number
  readonly seconds: number
}

export interface Visit {
  readonly headers: Readonly<Record<string, string>>
  /** The body must have this length; it is ASCII. */
  readonly bodyLength: number
}

export interface LoadResult {
  /** How many were answered; if none was, the other figures mean nothing. */
  readonly requests: number
  readonly requestsPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Answers that were late, broken, not 200 or not the whole page. */
  readonly failed: number
}

answerParent(async (options: LoadOptions): Promise<LoadResult> => {
  const { url, visits, connections, seconds } = options
  // Kept here: autocannon's own histogram knows whole milliseconds only.
  const latenciesMs: number[] = []
  const start = performance.now()
  let end = start
  let mismatches = 0
  const running = autocannon(
    {
      url,
      requests: visits.map(({ headers, bodyLength }) => ({
        headers: { ...headers },
        onResponse: (_status, body) => {
          if (body.length !== bodyLength) mismatches++
        },
      })),
      connections,
      duration: seconds,
      // Counted each tenth of a second, and only then may a run end.
      sampleInt: 100,
    },
    () => undefined,
  )
  running.on('response', (_client, _status, _bytes, responseTime) => {
    latenciesMs.push(responseTime)
    end = performance.now()
  })
  const { errors, non2xx } = await finished(running)
  return {
    requests: latenciesMs.length,
    requestsPerSecond: (latenciesMs.length / (end - start)) * 1000,
    p50Ms: percentile(latenciesMs, 0.5),
    p99Ms: percentile(latenciesMs, 0.99),
    failed: errors + non2xx + mismatches,
  }
})

function finished(running: autocannon.Instance): Promise<autocannon.Result> {
  return new Promise((resolve, reject) => {
    running.on('done', resolve)
    running.on('error', reject)
  })
}
