import { ConfigError } from '../errors.ts'

const kinds = { kv: 'a KV namespace', r2: 'an R2 bucket', d1: 'a D1 database' } as const

/** A binding of wrangler.toml in which a folder of models is kept. */
export interface FolderBinding {
  readonly name: string
  readonly type: keyof typeof kinds
}

/**
 * Opens a binding by its name. A configuration is read in Node as well, where there is no such module:
 * it is asked for on use.
 *
 * @param method what an object of the wanted kind can do.
 * @throws ConfigError when there is none of the kind.
 */
export async function openBinding<T>(
  { name, type }: FolderBinding,
  method: keyof T & string,
): Promise<T> {
  const { env } = await import('cloudflare:workers')
  const found = (env as unknown as Record<string, T | undefined>)[name]
  if (found && typeof found[method] === 'function') return found
  throw new ConfigError('model', `the binding ${name} must be ${kinds[type]} in wrangler.toml`)
}
