import { sha256 } from '../lib/bytes.ts'
import { linesOf } from './log.ts'
import type { ReleaseState } from './state.ts'

/** A statement of SQL, and what stands for its question marks. */
export interface Statement {
  readonly sql: string
  readonly values: readonly (string | number)[]
}

// One line follows another: `after` is its digest, and no two can follow the same. What is recorded
// stays; a state names the move that made it.
const tables = [
  `CREATE TABLE IF NOT EXISTS limen_release_moves (
  position INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  after TEXT NOT NULL UNIQUE,
  line TEXT NOT NULL,
  at TEXT AS (line ->> 'at'),
  who TEXT AS (line ->> 'who'),
  why TEXT AS (line ->> 'why'),
  move TEXT AS (line ->> 'move'),
  model TEXT AS (line ->> 'model'),
  is_made INTEGER AS (line ->> 'isMade')
)`,
  `CREATE TABLE IF NOT EXISTS limen_release_state (
  id INTEGER PRIMARY KEY CHECK (id = 0),
  serial INTEGER NOT NULL,
  log TEXT NOT NULL REFERENCES limen_release_moves (digest),
  state TEXT NOT NULL
)`,
  ...['UPDATE', 'DELETE'].map(
    (change) => `CREATE TRIGGER IF NOT EXISTS limen_release_no_${change.toLowerCase()}
BEFORE ${change} ON limen_release_moves BEGIN SELECT RAISE(ABORT, 'what is recorded stays'); END`,
  ),
]

const addMove = `INSERT INTO limen_release_moves (position, digest, after, line) VALUES (?, ?, ?, ?)
ON CONFLICT (digest) DO NOTHING`

const setState = `INSERT INTO limen_release_state (id, serial, log, state) VALUES (0, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET serial = excluded.serial, log = excluded.log, state = excluded.state
WHERE excluded.serial > serial`

/**
 * Statements that bring a database to a log and its state. Run again they change nothing; of two logs
 * that part, the later one is refused as a whole, and so is a state without its move. An older state
 * does not replace a newer one.
 */
export async function recordSql(log: string, state: ReleaseState): Promise<readonly Statement[]> {
  const statements: Statement[] = tables.map((sql) => ({ sql, values: [] }))
  let after = ''
  for (const [index, line] of linesOf(log).entries()) {
    const digest = await sha256(line)
    statements.push({ sql: addMove, values: [index + 1, digest, after, line] })
    after = digest
  }
  if (state.log !== '') {
    statements.push({ sql: setState, values: [state.serial, state.log, JSON.stringify(state)] })
  }
  return statements
}

/** A statement with its values written out, for a program that takes a file of SQL. */
export function writeOut({ sql, values }: Statement): string {
  const rest = [...values]
  return `${sql.replaceAll('?', () => literal(rest.shift() ?? ''))};`
}

function literal(value: string | number): string {
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`
}
