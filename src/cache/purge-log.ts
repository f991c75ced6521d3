import * as v from 'valibot'

/** A purge as it is told to others: everything asked for at or before `atMs` is void. */
export interface NotedPurge {
  /** A whole address, or how the purged addresses begin. */
  readonly start: string
  readonly exact: boolean
  /** Milliseconds since 1970. */
  readonly atMs: number
}

/** Where isolates tell one another of purges, by the origin of the public shop. */
export interface PurgeLog {
  read(site: string): Promise<readonly NotedPurge[]>
  note(site: string, purge: NotedPurge): Promise<void>
}

const rows = v.array(v.object({ start: v.string(), exact: v.boolean(), atMs: v.number() }))
const mostRows = 200
// Longer than the depot keeps any page, so that no page outlives its purge.
const logSeconds = 30 * 86_400

/**
 * A purge log in the Cache API, which needs no binding. It reaches the isolates of **one location**,
 * as does the cache it speaks of; it may be evicted; of two purges in the same instant one may be
 * lost. To purge everywhere and for certain, pass a log over a store that all locations read.
 */
export function cachedPurgeLog(open: () => Promise<Cache>): PurgeLog {
  const addressOf = (site: string) => `${site}/.limen/purges`

  async function read(site: string): Promise<readonly NotedPurge[]> {
    const found = await (await open()).match(addressOf(site))
    const parsed = v.safeParse(rows, await found?.json().catch(() => undefined))
    return parsed.success ? parsed.output : []
  }

  return {
    read,
    async note(site, purge) {
      const noted = mergePurges(await read(site), [purge], site)
      const headers = { 'cache-control': `max-age=${logSeconds}` }
      const response = new Response(JSON.stringify(noted), { headers })
      await (await open()).put(addressOf(site), response)
    },
  }
}

/** Joins two lists: of purges of the same, the last; of too many, one of the whole site. */
export function mergePurges(
  known: readonly NotedPurge[],
  told: readonly NotedPurge[],
  site: string,
): readonly NotedPurge[] {
  const merged = new Map<string, NotedPurge>()
  for (const row of [...known, ...told]) {
    const name = `${row.exact} ${row.start}`
    if (row.atMs > (merged.get(name)?.atMs ?? 0)) merged.set(name, row)
  }
  if (merged.size <= mostRows) return [...merged.values()]
  const last = Math.max(...[...merged.values()].map(({ atMs }) => atMs))
  return [{ start: `${site}/`, exact: false, atMs: last }]
}
