import type { MiniflareOptions } from 'miniflare'
import { bundleWorker, type WorkerSource } from './bundle.ts'

type WorkerOptions = Extract<MiniflareOptions, { workers: unknown }>['workers'][number]

/** Who answers a Worker's `fetch`: a function in Node, another Worker by name, or the network. */
export type Outbound = ((request: Request) => Response | Promise<Response>) | string | undefined

export interface LocalWorkerOptions {
  readonly name: string
  readonly source: WorkerSource
  readonly env?: Readonly<Record<string, string>>
  readonly outbound?: Outbound
  /** Bindings to stores of its own, in memory. */
  readonly bindings?: readonly { readonly name: string; readonly type: 'kv' | 'r2' | 'd1' }[]
}

/** Bundles a Worker and describes it for miniflare. */
export async function localWorker(options: LocalWorkerOptions): Promise<WorkerOptions> {
  const { name, source, env = {}, outbound, bindings = [] } = options
  const modules = await bundleWorker(source)
  return {
    config: {
      name,
      compatibilityDate: '2026-11-01',
      manifest: {
        mainModule: 'main.js',
        modulesRoot: source.resolveDir,
        modules: Object.fromEntries(
          modules.map(({ path, type, contents }) => [path, { type, contents }]),
        ),
      },
      env: Object.fromEntries([
        ...Object.entries(env).map(([key, value]) => [key, { type: 'text', value }]),
        ...bindings.map(({ name: key, type }) => [key, { type }]),
      ]),
      exports: {},
    },
    dev: { rootPath: source.resolveDir, ...serviceFor(outbound) },
  } as WorkerOptions
}

function serviceFor(outbound: Outbound): object {
  if (outbound === undefined) return {}
  if (typeof outbound === 'string') return { outboundService: { type: 'worker', worker: outbound } }
  return { outboundService: { type: 'fetcher', handler: outbound } }
}
