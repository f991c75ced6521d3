import { base64url } from 'jose'
import * as v from 'valibot'
import { decodeBase64url, isBase64url } from '../lib/base64url.ts'
import { concatBytes } from '../lib/bytes.ts'
import type { ProfileKey, ProfileKeys } from './keys.ts'
import { maxIds, type ProfileContent } from './profile.ts'

/** So many bytes become a token that, with its name and attributes, is a cookie below 4 KB. */
const maxPayloadBytes = 2880

/** The longest token that is read, in characters. */
const maxTokenLength = 4096

const ids = v.pipe(v.array(v.string()), v.maxLength(maxIds))

/** Version 1. Another one is not ours to read. */
const payload = v.strictObject({
  v: v.literal(1),
  sub: v.string(),
  day: v.pipe(v.number(), v.safeInteger()),
  viewed: ids,
  cart: ids,
})

/** Encrypts a profile with the first key, as a compact JWE. Ids that do not fit are left out. */
export async function seal(content: ProfileContent, keys: ProfileKeys): Promise<string> {
  const [current] = await keys()
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes))
  const algorithm = aesGcm(current, iv)
  const sealed = await crypto.subtle.encrypt(algorithm, current.key, encodeFitting(content))
  const end = sealed.byteLength - tagBytes
  const parts = [iv, new Uint8Array(sealed, 0, end), new Uint8Array(sealed, end)]
  // RFC 7516 section 3.1
  return [current.segment, '', ...parts.map((part) => base64url.encode(part))].join('.')
}

/** Decrypts what `seal` made with any of the keys. Never throws: anything else is no profile. */
export async function unseal(
  token: string,
  keys: ProfileKeys,
): Promise<ProfileContent | undefined> {
  if (token.length > maxTokenLength) return undefined
  // RFC 7516 section 7.1: with `dir` the second segment, an encrypted key, is empty.
  const [first, key, iv = '', ciphertext = '', tag = '', ...others] = token.split('.')
  if (key !== '' || others.length > 0 || iv.length !== 16 || tag.length !== 22) return undefined
  // One spelling of what is encrypted.
  if (![iv, ciphertext, tag].every(isBase64url)) return undefined
  try {
    // The header is compared, not read: nothing but what we would write ourselves can steer us.
    const found = (await keys()).find(({ segment }) => segment === first)
    if (!found) return undefined
    const sealed = concatBytes([decodeBase64url(ciphertext), decodeBase64url(tag)])
    const algorithm = aesGcm(found, decodeBase64url(iv))
    const plaintext = await crypto.subtle.decrypt(algorithm, found.key, sealed)
    const { sub, day, viewed, cart } = v.parse(payload, JSON.parse(decoder.decode(plaintext)))
    return { subject: sub, createdDay: day, viewed, cart }
  } catch {
    return undefined
  }
}

const ivBytes = 12
const tagBytes = 16

/** RFC 7518 section 5.3; what is authenticated beside the content is the first segment. */
function aesGcm({ additionalData }: ProfileKey, iv: Uint8Array) {
  return { name: 'AES-GCM', iv, additionalData, tagLength: tagBytes * 8 }
}

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Drops the oldest id of the longer list until the rest fits. */
function encodeFitting({ subject, createdDay, viewed, cart }: ProfileContent): Uint8Array {
  const kept = { viewed: [...viewed], cart: [...cart] }
  for (;;) {
    const text = JSON.stringify({ v: 1, sub: subject, day: createdDay, ...kept })
    const bytes = encoder.encode(text)
    if (bytes.length <= maxPayloadBytes) return bytes
    const longer = kept.viewed.length < kept.cart.length ? kept.cart : kept.viewed
    longer.pop()
  }
}
