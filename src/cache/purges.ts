import { mergePurges, type NotedPurge, type PurgeLog } from './purge-log.ts'

/** What to forget: one address, query included and in every variant, or all that begin alike. */
export type Purge = { readonly url: string } | { readonly prefix: string }

/** What an isolate knows to be purged. */
export interface Purges {
  /** Whether it is time to look for purges that other isolates were told of. */
  isDue(site: string, atMs: number): boolean
  /** Looks for them, if it is time. */
  refresh(site: string, atMs: number): Promise<void>
  isPurged(page: { readonly address: string; readonly askedMs: number }): boolean
  /** Notes a purge here and for others. */
  add(purge: Purge, atMs: number): Promise<void>
}

interface PurgesOptions {
  /** Where isolates tell one another; without it, purges are this isolate's alone. */
  readonly log: PurgeLog | undefined
  /** Told of each purge as soon as this isolate knows it. */
  readonly onPurge: (covers: (address: string) => boolean) => void
  readonly onFault: (error: unknown) => void
}

interface Known {
  readonly rows: readonly NotedPurge[]
  readonly dueMs: number
}

const everyMs = 10_000
const mostSites = 100

export function createPurges({ log, onPurge, onFault }: PurgesOptions): Purges {
  const sites = new Map<string, Known>()

  function know(site: string, told: readonly NotedPurge[], dueMs: number): void {
    const rows = sites.get(site)?.rows ?? []
    sites.delete(site)
    sites.set(site, { rows: mergePurges(rows, told, site), dueMs })
    for (const oldest of sites.keys()) {
      if (sites.size <= mostSites) break
      sites.delete(oldest)
    }
    for (const row of told) onPurge((address) => isCovered(address, row))
  }

  function isDue(site: string, atMs: number): boolean {
    return log !== undefined && atMs >= (sites.get(site)?.dueMs ?? 0)
  }

  return {
    isDue,

    async refresh(site, atMs) {
      if (!log || !isDue(site, atMs)) return
      know(site, [], atMs + everyMs) // first, so that other requests need not look as well
      try {
        const told = await log.read(site)
        const rows = sites.get(site)?.rows ?? []
        know(
          site,
          told.filter((row) => !rows.some((known) => isSame(row, known))),
          atMs + everyMs,
        )
      } catch (error) {
        onFault(error)
      }
    },

    isPurged({ address, askedMs }) {
      const rows = sites.get(new URL(address).origin)?.rows ?? []
      return rows.some((row) => askedMs <= row.atMs && isCovered(address, row))
    },

    async add(purge, atMs) {
      const exact = 'url' in purge
      const url = new URL(exact ? purge.url : purge.prefix)
      url.hash = ''
      const row = { start: url.href, exact, atMs }
      know(url.origin, [row], sites.get(url.origin)?.dueMs ?? 0)
      await log?.note(url.origin, row)
    },
  }
}

function isCovered(address: string, { start, exact }: NotedPurge): boolean {
  return exact ? address === start : address.startsWith(start)
}

function isSame(a: NotedPurge, b: NotedPurge): boolean {
  return a.start === b.start && a.exact === b.exact && a.atMs === b.atMs
}
