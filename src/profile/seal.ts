import { base64url } from 'jose'
import * as v from 'valibot'
import { concatBytes } from '../lib/bytes.ts'
import type { ProfileKey, ProfileKeys } from './keys.ts'
import { maxIds, type ProfileContent } from './profile.ts'

/** So many bytes become a token that, with its name and attributes, is a cookie below 4 KB. */
const maxPayloadBytes = 2880

/** The longest token that is read, in characters. */
const maxTokenLength = 4096

// RFC 7516 section 7.1: five segments, and with `dir` the second, an encrypted key, is empty. All in
// canonical base64url (RFC 4648 section 3.5), so that what is encrypted has one spelling.
const form =
  /^[\w-]+\.\.[\w-]{16}\.(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?\.[\w-]{21}[AQgw]$/

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
  if (!form.test(token)) return undefined
  const [first, , iv, ciphertext, tag] = token.split('.') as [string, '', string, string, string]
  try {
    // The header is compared, not read: nothing but what we would write ourselves can steer us.
    const found = (await keys()).find(({ segment }) => segment === first)
    if (!found) return undefined
    const sealed = concatBytes([base64url.decode(ciphertext), base64url.decode(tag)])
    const algorithm = aesGcm(found, base64url.decode(iv))
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
