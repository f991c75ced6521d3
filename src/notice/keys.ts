import type { JWK } from 'jose'
import { fromEnv } from '../config/index.ts'
import { type PrivateJwk, readPrivateKey } from '../consent/index.ts'
import { ConfigError } from '../errors.ts'

/** The key that signs, and the public halves of all that may have signed. */
export interface SigningKeys {
  readonly privateJwk: PrivateJwk
  readonly publicJwks: { readonly keys: readonly JWK[] }
}

const option = 'consent.service.keys'

/**
 * Reads the keys that `limen keys` wrote, once a Worker has its variables: the first one signs, and the
 * others are still published, so that a key can be replaced while its tokens live.
 *
 * @throws ConfigError that quotes nothing of the keys.
 */
export function signingKeys(keys: string): (env: unknown) => SigningKeys {
  let read: { readonly text: string; readonly keys: SigningKeys } | undefined
  return (env) => {
    const text = fromEnv(option, keys, env)
    if (read?.text !== text) read = { text, keys: readKeys(text) }
    return read.keys
  }
}

function readKeys(text: string): SigningKeys {
  const jwks = parse(text)
  const privateJwks = jwks.map((jwk) => readPrivateKey(JSON.stringify({ keys: [jwk] })))
  const [privateJwk] = privateJwks
  if (!privateJwk || !privateJwks.every((jwk) => jwk)) {
    throw new ConfigError(option, 'must hold private keys that `limen keys` made')
  }
  return { privateJwk, publicJwks: { keys: (privateJwks as PrivateJwk[]).map(publicHalf) } }
}

function parse(text: string): readonly unknown[] {
  try {
    const value = JSON.parse(text)
    return Array.isArray(value.keys) ? value.keys : [value]
  } catch {
    // No `cause`: the parser's message quotes the text, which holds a private key.
    throw new ConfigError(option, 'must be the JSON that `limen keys` wrote')
  }
}

// Named one by one, so that nothing private can slip through.
function publicHalf({ kty, crv, x, y, alg, kid }: PrivateJwk): JWK {
  return { kty, crv, x, ...(y !== undefined && { y }), alg, kid, use: 'sig' } as JWK
}
