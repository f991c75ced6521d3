import { Recent } from '../lib/recent.ts'
import type { TokenForm } from './form.ts'

/** A token whose signature is right, and by which key. */
export interface SignedToken extends TokenForm {
  readonly key: CryptoKey
}

/** A signed token whose claims were read before. */
export interface RememberedToken extends SignedToken {
  /** What its claims mean to its kind. */
  readonly content: unknown
}

/** Remembers tokens by their exact text. */
export interface TokenMemory {
  get(token: string): RememberedToken | undefined
  set(token: string, verified: RememberedToken): void
  delete(token: string): void
}

interface Remembered {
  readonly token: string
  readonly verified: RememberedToken
}

const defaultBytes = 4 * 2 ** 20

/**
 * Remembers that a signature is right, so that a shopper's next page need not check it again, and
 * nothing else: key, issuer, audience and times are looked at for each request as for the first.
 * A wrong signature is not remembered: whoever sends one can send a thousand others, which would
 * push out those of shoppers. A second spelling of a signature is a second entry, checked as well.
 * @param maxBytes about what an isolate keeps; a full token counts some 8 KB.
 */
export function tokenMemory(maxBytes = defaultBytes): TokenMemory {
  const tokens = new Recent<string, Remembered>(maxBytes, ({ token }) => weigh(token))
  return {
    get(token) {
      const found = tokens.get(endOf(token))
      return found?.token === token ? found.verified : undefined
    },
    set(token, verified) {
      const kept = copy(token)
      tokens.set(endOf(kept), { token: kept, verified })
    },
    delete: (token) => tokens.delete(endOf(token)),
  }
}

// To look for all of a token takes as long as all other checks. Half a signature tells tokens apart,
// and no two that verify have the same.
function endOf(token: string): string {
  return token.slice(-43)
}

// The token's text, its claims as objects, and what was read from them.
function weigh(token: string): number {
  return 5 * token.length + 2048
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

// A slice of the Cookie header would keep that whole header in memory, the shop's cookies included.
function copy(token: string): string {
  return decoder.decode(encoder.encode(token))
}
