/** One entry of one list: what a consent record is given when it is made. */
export interface StatusEntry {
  /** The list's number. */
  readonly list: number
  /** The entry's place in the list. */
  readonly index: number
}

/** Where withdrawals are kept. Three methods, so that any store can be one. */
export interface RevocationStore {
  /** Hands out an entry that nobody had before. */
  allocate(): Promise<StatusEntry>
  /** Withdraws what names the entry, for good. Doing so twice is doing so once. */
  revoke(entry: StatusEntry): Promise<void>
  /** Everything withdrawn in a list; `undefined` when no entry of it was handed out. */
  revoked(list: number): Promise<readonly number[] | undefined>
}

/** Entries in one list. All lists are this long, so that none tells how many shoppers it has. */
export const listLength = 100_000

/** The entry of the n-th record, counted from 0. */
export function entryAt(n: number): StatusEntry {
  return { list: Math.floor(n / listLength), index: n % listLength }
}

const path = '/.limen/consent/status/'

/** Where a list is found, as a token's `status` names it. */
export function listUri(issuer: string, list: number | string): string {
  return issuer + path + list
}

/** The list that an address names. */
export function listOf(issuer: string, uri: string): number | undefined {
  const name = uri.startsWith(issuer + path) ? uri.slice(issuer.length + path.length) : ''
  return /^(?:0|[1-9]\d{0,8})$/.test(name) ? Number(name) : undefined
}

/** How a token names an entry, as `mintConsent` takes it. */
export function statusOf(issuer: string, { list, index }: StatusEntry) {
  return { index, uri: listUri(issuer, list) }
}

/** The entry that a token names; `undefined` when it is not of these lists. */
export function entryOf(
  issuer: string,
  { index, uri }: { readonly index: number; readonly uri: string },
): StatusEntry | undefined {
  const list = listOf(issuer, uri)
  return list === undefined ? undefined : { list, index }
}

/** Keeps withdrawals in memory: for tests and for development. They are gone with the process. */
export function memoryRevocations(): RevocationStore {
  const lists = new Map<number, Set<number>>()
  let next = 0
  return {
    async allocate() {
      const entry = entryAt(next++)
      if (!lists.has(entry.list)) lists.set(entry.list, new Set())
      return entry
    },
    async revoke({ list, index }) {
      lists.get(list)?.add(index)
    },
    async revoked(list) {
      const indices = lists.get(list)
      return indices && [...indices]
    },
  }
}
