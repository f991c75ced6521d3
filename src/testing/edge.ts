import { randomBytes } from 'node:crypto'
import { dirname, resolve } from 'node:path'
import { type Response as EdgeResponse, Miniflare, type RequestInit } from 'miniflare'
import { type ConsentOptions, generateKeys, mintConsent } from '../consent/index.ts'
import { newProfileKey } from '../profile/index.ts'
import { type LocalWorkerOptions, localWorker, type Outbound } from './local-worker.ts'

export interface TestEdgeOptions {
  /** Path of a configuration module, such as `limen.config.ts`, from the current folder. */
  readonly config: string
  /** The shop: a function that answers its requests, or the URL of one that is running. */
  readonly origin: Exclude<Outbound, string> | URL
  /**
   * Variables of the Worker, as `[vars]` in wrangler.toml. Default: `ORIGIN`, the shop above;
   * `CONSENT_JWKS` and `CONSENT_KEY`, the public and the private half of the keys that `token` signs
   * with; `PROFILE_KEYS`, a new one.
   */
  readonly env?: Readonly<Record<string, string>>
  /** Behind the development room, with its headers: the variable `LIMEN_DEVELOPMENT` opens it. */
  readonly development?: boolean
}

/** A real local edge: Limen in workerd, in front of a shop of the test's own. */
export interface TestEdge {
  /** Where a browser reaches it. */
  readonly url: URL
  /** Asks the edge for a path as a shopper would; redirects are not followed. */
  fetch(path: string, init?: RequestInit): Promise<EdgeResponse>
  /**
   * A consent token for the cookie `__Host-limen-consent`. Default: behavioural and measurement
   * given, in Germany, for `shop.example` by `https://shop.example`.
   */
  token(consent?: Partial<ConsentOptions>): Promise<string>
  dispose(): Promise<void>
}

const defaultConsent: ConsentOptions = {
  issuer: 'https://shop.example',
  audience: 'shop.example',
  jurisdiction: 'EU-DE',
  purposes: { behavioural: 'g', measurement: 'g' },
}

/** The deployable Worker over a configuration module, as miniflare runs it under the name `limen`. */
export function edgeWorker({ config, env, outbound, development, bindings }: EdgeWorkerOptions) {
  const path = resolve(config)
  const [make, door] = development ? ['devWorker', 'limen/dev'] : ['worker', 'limen/worker']
  const contents = `import config from ${JSON.stringify(path)}
import { ${make} } from '${door}'
export default ${make}(config)`
  const source = { contents, resolveDir: dirname(path) }
  return localWorker({ name: 'limen', source, env, outbound, ...(bindings && { bindings }) })
}

interface EdgeWorkerOptions {
  readonly config: string
  readonly env: Readonly<Record<string, string>>
  readonly outbound: Outbound
  readonly development?: boolean
  readonly bindings?: LocalWorkerOptions['bindings']
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
  const { config, origin, env = {}, development = false } = options
  const isUrl = origin instanceof URL
  const { privateJwk, publicJwk } = await generateKeys()
  const worker = await edgeWorker({
    config,
    development,
    env: {
      ORIGIN: isUrl ? origin.origin : originVariable,
      CONSENT_JWKS: JSON.stringify({ keys: [publicJwk] }),
      CONSENT_KEY: JSON.stringify({ keys: [privateJwk] }),
      PROFILE_KEYS: newProfileKey(randomBytes),
      ...env,
    },
    outbound: isUrl ? undefined : origin,
  })
  const miniflare = new Miniflare({ port: 0, workers: [worker] })
  const url = await miniflare.ready
  return {
    url,
    fetch: (path, init) =>
      miniflare.dispatchFetch(new URL(path, url).href, { redirect: 'manual', ...init }),
    token: (consent) =>
      mintConsent({ ...defaultConsent, ...consent }, privateJwk, new Date(), randomBytes),
    dispose: () => miniflare.dispose(),
  }
}
