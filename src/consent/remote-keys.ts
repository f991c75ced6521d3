import { ConfigError } from '../errors.ts'
import { concatBytes } from '../lib/bytes.ts'
import { findKey, type KeySource, type Keys, readKeySet } from './keys.ts'

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
  const { cooldownSeconds = 30, maxAgeSeconds = 600, maxStaleSeconds = 86_400 } = options
  const address = checkAddress(url)
  let stored: FetchedKeys | undefined
  let attempts: readonly number[] = []

  return async function findRemoteKey(kid, algorithm, now) {
    const seconds = now.getTime() / 1000
    if (isWanted(kid, seconds) && isAffordable(seconds)) await refresh(seconds)

    const found = usable(seconds)
    return found ? findKey(found.keys, kid, algorithm) : { reason: 'consent-unreadable' }
  }

  function usable(seconds: number): FetchedKeys | undefined {
    return stored && seconds - stored.fetchedAt <= maxStaleSeconds ? stored : undefined
  }

  function isWanted(kid: string, seconds: number): boolean {
    return !stored || seconds - stored.fetchedAt > maxAgeSeconds || !stored.keys.has(kid)
  }

  // Counts before the first success too, and counts tries, not answers: whatever arrives, made-up
  // key ids and a dead server included, the key server hears from an isolate twice a cooldown.
  function isAffordable(seconds: number): boolean {
    attempts = attempts.filter((attempt) => Math.abs(seconds - attempt) < cooldownSeconds)
    return attempts.length < (usable(seconds) ? 1 : 2)
  }

  async function refresh(seconds: number): Promise<void> {
    attempts = [...attempts, seconds]
    try {
      const keys = await fetchKeys(address, { fetch, timeoutMs, maxBytes })
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

async function fetchKeys(
  address: URL,
  {
    fetch,
    timeoutMs,
    maxBytes,
  }: Required<Pick<RemoteKeysOptions, 'fetch' | 'timeoutMs' | 'maxBytes'>>,
): Promise<Keys> {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new Error('key server too slow')), timeoutMs)
  try {
    const { signal } = controller
    const headers = { accept: 'application/jwk-set+json, application/json' }
    const response = await fetch(new Request(address, { headers, redirect: 'manual', signal }))
    const bytes = await readBody(response, maxBytes, signal)
    return trustedKeys(parseJson(bytes))
  } finally {
    clearTimeout(timer)
  }
}

async function readBody(
  response: Response,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const reader = response.body?.getReader()
  if (!reader) throw new Error('key server sent no body')
  const stop = () => void reader.cancel().catch(() => undefined)
  signal.addEventListener('abort', stop)
  try {
    if (response.status !== 200) throw new Error(`key server answered ${response.status}`)
    const chunks: Uint8Array[] = []
    let length = 0
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      length += read.value.length
      if (length > maxBytes) throw new Error(`key set is over ${maxBytes} bytes`)
      chunks.push(read.value)
    }
    signal.throwIfAborted()
    return concatBytes(chunks)
  } catch (error) {
    stop()
    throw error
  }
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
