import { ConfigError } from '../errors.ts'
import type { ModelFolder } from './folder.ts'

/** The part of a KV namespace that is needed. */
export interface KvNamespace {
  get(
    key: string,
    options: { readonly type: 'arrayBuffer'; readonly cacheTtl: number },
  ): Promise<ArrayBuffer | null>
}

// Seconds that a location of the platform may answer from its own copy. A state must not be older
// than the platform's least; what is addressed by its hash never changes.
const stateTtl = 30
const modelTtl = 86_400

/**
 * A KV namespace as a place of models, whose keys are the paths in the folder. A move reaches all
 * locations within about a minute.
 *
 * @param binding the namespace, or the name of its binding in wrangler.toml.
 */
export function kvFolder(binding: string | KvNamespace): ModelFolder {
  const open = typeof binding === 'string' ? () => namedBinding(binding) : async () => binding
  return {
    async read(path) {
      const namespace = await open()
      const cacheTtl = path === 'release.json' ? stateTtl : modelTtl
      return (await namespace.get(path, { type: 'arrayBuffer', cacheTtl })) ?? undefined
    },
  }
}

// A configuration is read in Node as well, where there is no such module: it is asked for on use.
async function namedBinding(name: string): Promise<KvNamespace> {
  const { env } = await import('cloudflare:workers')
  const found = (env as unknown as Record<string, KvNamespace | undefined>)[name]
  if (found && typeof found.get === 'function') return found
  throw new ConfigError('model', `the binding ${name} must be a KV namespace in wrangler.toml`)
}
