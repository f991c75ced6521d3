import { openBinding } from './binding.ts'
import type { ModelFolder } from './folder.ts'

/** The part of an R2 bucket that is needed. */
export interface ModelBucket {
  get(key: string): Promise<{ arrayBuffer(): Promise<ArrayBuffer> } | null>
}

/**
 * An R2 bucket as a place of models, whose keys are the paths in the folder. What was written is read
 * everywhere at once.
 *
 * @param binding the bucket, or the name of its binding in wrangler.toml.
 */
export function r2Folder(binding: string | ModelBucket): ModelFolder {
  if (typeof binding !== 'string') return { read: (path) => readFrom(binding, path) }
  const named = { name: binding, type: 'r2' } as const
  return {
    bindings: [named],
    read: async (path) => readFrom(await openBinding<ModelBucket>(named, 'get'), path),
  }
}

async function readFrom(bucket: ModelBucket, path: string): Promise<ArrayBuffer | undefined> {
  return (await bucket.get(path))?.arrayBuffer()
}
