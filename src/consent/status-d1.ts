import { entryAt, type RevocationStore } from './status-store.ts'

const tables = [
  `CREATE TABLE IF NOT EXISTS limen_status_next (
    id INTEGER PRIMARY KEY CHECK (id = 0),
    next INTEGER NOT NULL
  )`,
  `CREATE TABLE IF NOT EXISTS limen_revoked (
    list INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    PRIMARY KEY (list, entry)
  ) WITHOUT ROWID`,
]

/**
 * Keeps withdrawals in a D1 database. No personal data: an entry is a number, and which shopper has
 * it only their token says. Not KV: its copies lag, and two records could get one entry.
 */
export function d1Revocations(db: D1Database): RevocationStore {
  return {
    async allocate() {
      const insert = db.prepare(`INSERT INTO limen_status_next (id, next) VALUES (0, 1)
        ON CONFLICT (id) DO UPDATE SET next = next + 1 RETURNING next`)
      const results = await db.batch<{ next: number }>([...create(), insert])
      const next = results.at(-1)?.results[0]?.next
      if (next === undefined) throw new Error('status store: no entry was handed out')
      return entryAt(next - 1)
    },
    async revoke({ list, index }) {
      const insert = db.prepare('INSERT OR IGNORE INTO limen_revoked (list, entry) VALUES (?, ?)')
      await db.batch([...create(), insert.bind(list, index)])
    },
    async revoked(list) {
      const handedOut = db.prepare('SELECT next FROM limen_status_next')
      const entries = db.prepare('SELECT entry FROM limen_revoked WHERE list = ?').bind(list)
      const [counters, found] = await db
        .batch<{ next?: number; entry?: number }>([...create(), handedOut, entries])
        .then((results) => results.slice(-2))
      const next = counters?.results[0]?.next ?? 0
      if (next === 0 || list > entryAt(next - 1).list) return undefined
      return (found?.results ?? []).map(({ entry }) => entry as number)
    },
  }

  function create(): D1PreparedStatement[] {
    return tables.map((table) => db.prepare(table))
  }
}
