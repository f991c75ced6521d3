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

/** The deployable Worker over a configuration module, as miniflare runs it under the name `limen`. */
export function edgeWorker({ config, env, outbound }: EdgeWorkerOptions) {
  const path = resolve(config)
  const contents = `import config from ${JSON.stringify(path)}
import { worker } from 'limen/worker'
export default worker(config)`
  const source = { contents, resolveDir: dirname(path) }
  return localWorker({ name: 'limen', source, env, outbound })
}

interface EdgeWorkerOptions {
  readonly config: string
  readonly env: Readonly<Record<string, string>>
  readonly outbound: Outbound
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
  const isUrl = origin instanceof URL
  const worker = await edgeWorker({
    config,
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
