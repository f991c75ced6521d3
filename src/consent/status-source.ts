import { fetchBytes } from './fetch-bytes.ts'
import type { Revocation } from './inputs.ts'
import type { ConsentTrust } from './jwt.ts'
import { makeList } from './status-bits.ts'
import { listLength, listOf, type RevocationStore } from './status-store.ts'
import { type DatedList, maxListSeconds, readStatusList } from './status-token.ts'

export interface RevocationQuestion {
  /** The entry that a token names. */
  readonly status: { readonly index: number; readonly uri: string }
  readonly trust: ConsentTrust
  readonly now: Date
  /** The Worker's variables and bindings. */
  readonly env: unknown
  /** Takes what has to go on after the answer was sent. */
  readonly keepAlive: (work: Promise<unknown>) => void
  /** Is told of each list that cannot be had. */
  readonly report?: (error: unknown) => void
}

/** Says whether a token was withdrawn elsewhere. Whatever it cannot find out is `unknown`. */
export type RevocationCheck = (question: RevocationQuestion) => Promise<Revocation>

/** Gets one list. Throws when there is none to be had. */
export type LoadList = (uri: string, question: RevocationQuestion) => Promise<DatedList>

export interface FetchedListsOptions {
  readonly fetch?: (request: Request) => Promise<Response>
  readonly timeoutMs?: number
  /** The longest a list may be, unpacked: an eighth of its entries. Default 128 KB. */
  readonly maxBytes?: number
}

/** Lists as the consent service publishes them, and nobody else: elsewhere than there none is asked. */
export function fetchedLists({
  fetch = (request) => globalThis.fetch(request),
  timeoutMs = 2000,
  maxBytes = 128 * 1024,
}: FetchedListsOptions = {}): LoadList {
  const limits = { timeoutMs, maxBytes: maxBytes * 2, accept: 'application/statuslist+jwt' }
  return async function fetchList(uri, { trust, now }) {
    if (new URL(uri).origin !== new URL(trust.issuer).origin) {
      throw new Error('status list: it is not at the issuer')
    }
    const bytes = await fetchBytes(uri, { ...limits, fetch, who: 'status list' })
    const token = new TextDecoder().decode(bytes)
    return readStatusList(token, { uri, trust, now, maxBytes })
  }
}

/**
 * Lists out of the store itself, where consent service and storefront are one Worker: a Worker that
 * asks its own address gets to the shop behind it, not to itself.
 *
 * @example statusLists({ load: storedLists((env) => d1Revocations(env.DB)) })
 */
export function storedLists(open: (env: never) => RevocationStore): LoadList {
  return async function loadList(uri, { env, trust, now }) {
    const list = listOf(trust.issuer, uri)
    const revoked = list === undefined ? undefined : await open(env as never).revoked(list)
    if (!revoked) throw new Error('status list: there is none')
    const madeAt = now.getTime() / 1000
    return { ...makeList(revoked, listLength), madeAt, endsAt: madeAt + maxListSeconds }
  }
}
