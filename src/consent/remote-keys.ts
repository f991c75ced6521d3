import { ConfigError } from '../errors.ts'
import { limitAttempts } from './attempts.ts'
import { fetchBytes } from './fetch-bytes.ts'
import { findKey, type KeySource, type Keys, readKeySet } from './keys.ts'
import { waitAtMost } from './patience.ts'

/** How a key set is fetched. All limits have safe defaults. */
export interface RemoteKeysOptions {
  readonly fetch?: (request: Request) => Promise<Response>
  /** Seconds between fetches once there are keys; without keys, two fetches in that time. */
  readonly cooldownSeconds?: number
  /** Seconds after which keys are fetched anew. */
  readonly maxAgeSeconds?: number
  /** Seconds for which old keys are still used while the key server is down. */
  readonly maxStaleSeconds?: number
  readonly timeoutMs?: number
  /** The longest a page waits for keys where the fetch can go on without it. Default 250. */
  readonly waitMs?: number
  readonly maxBytes?: number
  /** Is told of each failed fetch, so that somebody can look into it. */
  readonly report?: (error: unknown) => void
}

interface FetchedKeys {
  readonly keys: Keys
  readonly fetchedAt: number
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Keys of a consent service on the network. A fault there costs permissions, never a page: old keys
 * serve while they may, then there are none, and no request waits for the fetch of another one.
 */
export function remoteKeys(url: string, options: RemoteKeysOptions = {}): KeySource {
  const { fetch = globalThis.fetch, timeoutMs = 2000, maxBytes = 65_536, report } = options
  const {
    cooldownSeconds = 30,
    maxAgeSeconds = 600,
    maxStaleSeconds = 86_400,
    waitMs = 250,
  } = options
  const accept = 'application/jwk-set+json, application/json'
  const limits = { fetch, timeoutMs, maxBytes, accept, who: 'key server' }
  const address = checkAddress(url)
  let stored: FetchedKeys | undefined
  const mayTry = limitAttempts(cooldownSeconds)

  return async function findRemoteKey(kid, algorithm, now, keepAlive) {
    const seconds = now.getTime() / 1000
    // Before the first success as well, and with made-up key ids: two tries in a cooldown.
    const isAffordable = () => mayTry(seconds, usable(seconds) ? 1 : 2)
    if (isWanted(kid, seconds) && isAffordable()) {
      const refreshed = refresh(seconds)
      if (!keepAlive) await refreshed
      else {
        keepAlive(refreshed)
        const isAtHand = usable(seconds)?.keys.has(kid)
        if (!isAtHand) await waitAtMost(refreshed, waitMs)
      }
    }

    const found = usable(seconds)
    return found ? findKey(found.keys, kid, algorithm) : { reason: 'consent-unreadable' }
  }

  function usable(seconds: number): FetchedKeys | undefined {
    return stored && seconds - stored.fetchedAt <= maxStaleSeconds ? stored : undefined
  }

  function isWanted(kid: string, seconds: number): boolean {
    return !stored || seconds - stored.fetchedAt > maxAgeSeconds || !stored.keys.has(kid)
  }

  async function refresh(seconds: number): Promise<void> {
    try {
      const keys = trustedKeys(parseJson(await fetchBytes(address, limits)))
      if (!stored || stored.fetchedAt <= seconds) stored = { keys, fetchedAt: seconds }
    } catch (error) {
      report?.(error)
    }
  }
}

// Keys over plain HTTP are anybody's keys.
function checkAddress(url: string): URL {
  const address = URL.parse(url)
  const isSafe = address?.protocol === 'https:' || loopback.has(address?.hostname ?? '')
  if (!address || !isSafe) throw new ConfigError('consent.keys', 'must be an https address')
  return address
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    // No `cause`: the parser's message quotes what the server sent.
    throw new Error('key set is not JSON')
  }
}

// A key of another kind is left out (RFC 7517 section 5); a private one condemns whoever sent it.
function trustedKeys(jwks: unknown): Keys {
  const { keys, flaws } = readKeySet(jwks)
  const fatal = flaws.find((flaw) => flaw.fatal) ?? (keys.size === 0 ? flaws[0] : undefined)
  if (fatal) throw new Error(`key set${fatal.at}: ${fatal.message}`)
  return keys
}
