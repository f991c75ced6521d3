import type { Miniflare } from 'miniflare'
import type { FolderBinding } from '../release/binding.ts'
import type { Statement } from '../release/record-sql.ts'

/** A place of a local edge that is kept as a folder of models is. */
export interface LocalFolder {
  put(path: string, content: ArrayBuffer): Promise<void>
  /** Takes the moves and the state that came of them. */
  record(statements: readonly Statement[]): Promise<void>
}

type Open = (miniflare: Miniflare, binding: string, worker: string) => Promise<LocalFolder>

const nothing = async () => undefined

const opens: Readonly<Record<FolderBinding['type'], Open>> = {
  async kv(miniflare, binding, worker) {
    const kv = await miniflare.getKVNamespace(binding, worker)
    return { put: (path, content) => kv.put(path, content), record: nothing }
  },
  async r2(miniflare, binding, worker) {
    const bucket = await miniflare.getR2Bucket(binding, worker)
    return { put: async (path, content) => void (await bucket.put(path, content)), record: nothing }
  },
  async d1(miniflare, binding, worker) {
    const db = await miniflare.getD1Database(binding, worker)
    return {
      put: nothing,
      record: async (statements) =>
        void (await db.batch(statements.map(({ sql, values }) => db.prepare(sql).bind(...values)))),
    }
  },
}

/** Opens the places of a local edge in which a configuration looks for models. */
export function localFolders(
  miniflare: Miniflare,
  worker: string,
  bindings: readonly FolderBinding[],
): Promise<LocalFolder[]> {
  return Promise.all(bindings.map(({ name, type }) => opens[type](miniflare, name, worker)))
}
