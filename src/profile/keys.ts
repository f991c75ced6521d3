import { base64url, calculateJwkThumbprint } from 'jose'
import { ConfigError } from '../errors.ts'
import type { Soon } from '../lib/soon.ts'

/** A key of 256 bits and what each cookie that it encrypts begins with. */
export interface ProfileKey {
  readonly key: CryptoKey
  /** The protected header (RFC 7516 section 4). */
  readonly header: { readonly alg: 'dir'; readonly enc: 'A256GCM'; readonly kid: string }
  /** The header as the first segment of a token. */
  readonly segment: string
  /** The bytes of that segment: what is authenticated beside the content. */
  readonly additionalData: Uint8Array<ArrayBuffer>
}

/** The keys of profiles, ready for use: every one reads, the first one writes. */
export type ProfileKeys = () => Soon<KeyRing>

type KeyRing = readonly [ProfileKey, ...ProfileKey[]]

/**
 * Makes a new key, as `profileKeys` reads it.
 * @param random as many random bytes as it is asked for.
 */
export function newProfileKey(random: (length: number) => Uint8Array): string {
  return base64url.encode(random(32))
}

/** 32 bytes in canonical base64url. */
const secretForm = /^[\w-]{42}[AEIMQUYcgkosw048]$/

/**
 * Reads the keys of profiles. A new key is first added as the last one, so that every isolate can read
 * it before any writes it, and then moved to the front; an old one stays for as long as profiles do.
 *
 * @param text 256-bit keys in base64url without padding, parted by spaces, commas or line ends.
 * @throws ConfigError naming the key that is none, and quoting nothing of it.
 */
export function profileKeys(text: string): ProfileKeys {
  const secrets = text.split(/[\s,]+/).filter((secret) => secret !== '')
  if (secrets.length === 0) throw new ConfigError('profile.keys', 'must hold at least one key')
  for (const [index, secret] of secrets.entries()) {
    const flaw = findFlaw(secret, secrets.slice(0, index))
    if (flaw) throw new ConfigError(`profile.keys[${index}]`, flaw)
  }
  // The keys, never their promise: in workerd no request may wait for what another one started.
  let imported: KeyRing | undefined
  const importAll = async () => {
    imported = (await Promise.all(secrets.map(importSecret))) as [ProfileKey, ...ProfileKey[]]
    return imported
  }
  return () => imported ?? importAll()
}

function findFlaw(secret: string, before: readonly string[]): string | undefined {
  if (!secretForm.test(secret)) return 'must be 256 bits in base64url: 43 characters, no padding'
  return before.includes(secret) ? 'is the same as another key' : undefined
}

async function importSecret(k: string): Promise<ProfileKey> {
  const bytes = Uint8Array.from(base64url.decode(k))
  const usages = ['encrypt', 'decrypt']
  const [thumbprint, key] = await Promise.all([
    calculateJwkThumbprint({ kty: 'oct', k }),
    crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, usages),
  ])
  // 48 bits tell a handful of keys apart, and say little of a secret (RFC 7638 section 7).
  const header = { alg: 'dir', enc: 'A256GCM', kid: thumbprint.slice(0, 8) } as const
  const segment = base64url.encode(JSON.stringify(header))
  const additionalData = Uint8Array.from(new TextEncoder().encode(segment))
  return { key, header, segment, additionalData }
}
