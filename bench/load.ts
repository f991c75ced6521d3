import autocannon from 'autocannon'
import { answerParent } from './child.ts'
import { percentile } from './figures.ts'

export interface LoadOptions {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Each sends its next request when it has its answer. */
  readonly connections: number
  readonly seconds: number
  /** Every body must have this length; all of them are ASCII. */
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
  const { url, headers, connections, seconds, bodyLength } = options
  // Kept here: autocannon's own histogram knows whole milliseconds only.
  const latenciesMs: number[] = []
  const start = performance.now()
  let end = start
  const running = autocannon(
    {
      url,
      headers,
      connections,
      duration: seconds,
      // Counted each tenth of a second, and only then may a run end.
      sampleInt: 100,
      verifyBody: (body) => body?.length === bodyLength,
    },
    () => undefined,
  )
  running.on('response', (_client, _status, _bytes, responseTime) => {
    latenciesMs.push(responseTime)
    end = performance.now()
  })
  const { errors, non2xx, mismatches } = await finished(running)
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
