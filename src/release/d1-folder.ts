import { openBinding } from './binding.ts'
import type { ModelFolder } from './folder.ts'

const questions: ReadonlyMap<string, string> = new Map([
  ['release.json', 'SELECT state AS text FROM limen_release_state'],
  [
    'release-log.jsonl',
    'SELECT group_concat(line, char(10) ORDER BY position) || char(10) AS text FROM limen_release_moves',
  ],
])

/**
 * A D1 database as the place of the release state and of the record of moves: who moved which model,
 * when and why. It holds no models; `folders` puts it before one that does.
 *
 * @param binding the database, or the name of its binding in wrangler.toml.
 */
export function d1Folder(binding: string | D1Database): ModelFolder {
  if (typeof binding !== 'string') return { read: (path) => readFrom(() => binding, path) }
  const named = { name: binding, type: 'd1' } as const
  return {
    bindings: [named],
    read: (path) => readFrom(() => openBinding<D1Database>(named, 'prepare'), path),
  }
}

/** Folders as one: a path is read from the first that has it. */
export function folders(...all: readonly ModelFolder[]): ModelFolder {
  return {
    bindings: all.flatMap(({ bindings = [] }) => bindings),
    async read(path) {
      for (const folder of all) {
        const found = await folder.read(path)
        if (found) return found
      }
      return undefined
    },
  }
}

async function readFrom(
  open: () => D1Database | Promise<D1Database>,
  path: string,
): Promise<ArrayBuffer | undefined> {
  const question = questions.get(path)
  if (question === undefined) return undefined
  const db = await open()
  const text = await db
    .prepare(question)
    .first<string | null>('text')
    .catch(async (error) => {
      // Before the first move there are no tables.
      if (await hasTables(db)) throw error
      return null
    })
  return text === null ? undefined : Uint8Array.from(new TextEncoder().encode(text)).buffer
}

async function hasTables(db: D1Database): Promise<boolean> {
  const table = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'limen_release_state'"
  return (await db.prepare(table).first()) !== null
}
