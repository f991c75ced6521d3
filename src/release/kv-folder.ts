import { openBinding } from './binding.ts'
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
  if (typeof binding !== 'string') return { read: (path) => readFrom(binding, path) }
  const named = { name: binding, type: 'kv' } as const
  return {
    bindings: [named],
    read: async (path) => readFrom(await openBinding<KvNamespace>(named, 'get'), path),
  }
}

async function readFrom(namespace: KvNamespace, path: string): Promise<ArrayBuffer | undefined> {
  const cacheTtl = path === 'release.json' ? stateTtl : modelTtl
  return (await namespace.get(path, { type: 'arrayBuffer', cacheTtl })) ?? undefined
}
