import { dirname, resolve } from 'node:path'
import { type Response as EdgeResponse, Miniflare, type RequestInit } from 'miniflare'
import { localWorker, type Outbound } from './local-worker.ts'

export interface TestEdgeOptions {
  /** Path of a configuration module, such as `limen.config.ts`, from the current folder. */
  readonly config: string
  /** The shop: a function that answers its requests, or the URL of one that is running. */
  readonly origin: Exclude<Outbound, string> | URL
  /** Variables of the Worker, as `[vars]` in wrangler.toml. */
  readonly env?: Readonly<Record<string, string>>
}

/** A real local edge: Limen in workerd, in front of a shop of the test's own. */
export interface TestEdge {
  /** Where a browser reaches it. */
  readonly url: URL
  /** Asks the edge for a path as a shopper would; redirects are not followed. */
  fetch(path: string, init?: RequestInit): Promise<EdgeResponse>
  dispose(): Promise<void>
}

const originVariable = 'https://origin.test'

/**
 * Starts an edge for tests. Dispose it after them.
 *
 * @example
 * const edge = await createTestEdge({ config: 'limen.config.ts', origin: shop })
 * const page = await edge.fetch('/product/22423')
 */
export async function createTestEdge(options: TestEdgeOptions): Promise<TestEdge> {
  const { config, origin, env = {} } = options
  const path = resolve(config)
  const isUrl = origin instanceof URL
  const worker = await localWorker({
    name: 'limen',
    source: {
      contents: `import config from ${JSON.stringify(path)}
import { worker } from 'limen/worker'
export default worker(config)`,
      resolveDir: dirname(path),
    },
    env: { ORIGIN: isUrl ? origin.origin : originVariable, ...env },
    outbound: isUrl ? undefined : origin,
  })
  const miniflare = new Miniflare({ port: 0, workers: [worker] })
  const url = await miniflare.ready
  return {
    url,
    fetch: (path, init) =>
      miniflare.dispatchFetch(new URL(path, url).href, { redirect: 'manual', ...init }),
    dispose: () => miniflare.dispose(),
  }
}
