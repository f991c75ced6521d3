import { Recent } from '../lib/recent.ts'
import { limitAttempts } from './attempts.ts'
import type { Revocation } from './inputs.ts'
import { waitAtMost } from './patience.ts'
import { statusAt } from './status-bits.ts'
import {
  fetchedLists,
  type LoadList,
  type RevocationCheck,
  type RevocationQuestion,
} from './status-source.ts'
import type { DatedList } from './status-token.ts'

export interface StatusListOptions {
  /** Default: asks the address that the token names. */
  readonly load?: LoadList
  /** The longest a page waits for a list that is not at hand. Default 50. */
  readonly waitMs?: number
  /** Seconds between two tries for one list; without any list, two tries in that time. Default 15. */
  readonly cooldownSeconds?: number
  /** About what an isolate keeps of lists. */
  readonly maxBytes?: number
}

interface Kept {
  readonly mayTry: (seconds: number, most: number) => boolean
  readonly list: DatedList | undefined
}

/**
 * Checks tokens against status lists (draft-ietf-oauth-status-list). A list is kept for its `ttl`, at
 * most 300 seconds, and asked for anew in the background from half of that time. No page waits for
 * it but the first ones, and those not for long: a list that is not there in time is `unknown`.
 *
 * @example consent: { ...consent, revocation: statusLists() }
 */
export function statusLists({
  load = fetchedLists(),
  waitMs = 50,
  cooldownSeconds = 15,
  maxBytes = 4 * 2 ** 20,
}: StatusListOptions = {}): RevocationCheck {
  const lists = new Recent<string, Kept>(maxBytes, ({ list }) => 1024 + (list?.bytes.length ?? 0))

  return async function checkRevocation(question) {
    const { status, now, keepAlive } = question
    const seconds = now.getTime() / 1000
    const kept = lists.get(status.uri) ?? add(status.uri)
    const list = usable(kept, seconds)
    if (isWanted(list, seconds) && kept.mayTry(seconds, list ? 1 : 2)) {
      const refreshed = refresh(question)
      keepAlive(refreshed)
      // Nobody waits for what another request has started: in workerd, none may.
      if (!list) await waitAtMost(refreshed, waitMs)
    }
    return answer(usable(lists.get(status.uri), seconds), status.index)
  }

  function add(uri: string): Kept {
    const kept = { mayTry: limitAttempts(cooldownSeconds), list: undefined }
    lists.set(uri, kept)
    return kept
  }

  async function refresh(question: RevocationQuestion): Promise<void> {
    const { uri } = question.status
    try {
      const list = await load(uri, question)
      const kept = lists.get(uri) ?? add(uri)
      // An answer that was overtaken by a newer one does not undo it.
      if (kept.list && kept.list.madeAt > list.madeAt) return
      lists.set(uri, { ...kept, list })
    } catch (error) {
      question.report?.(error)
    }
  }
}

function usable(kept: Kept | undefined, seconds: number): DatedList | undefined {
  return kept?.list && seconds < kept.list.endsAt ? kept.list : undefined
}

function isWanted(list: DatedList | undefined, seconds: number): boolean {
  return !list || seconds >= (list.madeAt + list.endsAt) / 2
}

function answer(list: DatedList | undefined, index: number): Revocation {
  const status = list && statusAt(list, index)
  if (status === undefined) return 'unknown'
  return status === 0 ? 'clear' : 'revoked'
}
