import { decodeBase64url, encodeBase64url, isBase64url } from '../lib/base64url.ts'
import { concatBytes } from '../lib/bytes.ts'
import type { ProfileKey, ProfileKeys } from './keys.ts'
import { maxIds, type ProfileContent } from './profile.ts'

/** So many bytes become a token that, with its name and attributes, is a cookie below 4 KB. */
const maxPayloadBytes = 2880

/** The longest token that is read, in characters. */
const maxTokenLength = 4096

/** Encrypts a profile with the first key, as a compact JWE. Ids that do not fit are left out. */
export async function seal(profile: ProfileContent, keys: ProfileKeys): Promise<string> {
  const [current] = await keys()
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes))
  const content = encodeFitting(profile)
  const sealed = await crypto.subtle.encrypt(aesGcm(current, iv), current.key, content)
  const end = sealed.byteLength - tagBytes
  const ciphertext = new Uint8Array(sealed, 0, end)
  const tag = new Uint8Array(sealed, end)
  // RFC 7516 section 3.1
  return `${current.segment}..${encodeBase64url(iv)}.${encodeBase64url(ciphertext)}.${encodeBase64url(tag)}`
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
  if (!isBase64url(iv) || !isBase64url(ciphertext) || !isBase64url(tag)) return undefined
  try {
    // The header is compared, not read: nothing but what we would write ourselves can steer us.
    const found = (await keys()).find(({ segment }) => segment === first)
    if (!found) return undefined
    const sealed = concatBytes([decodeBase64url(ciphertext), decodeBase64url(tag)])
    const algorithm = aesGcm(found, decodeBase64url(iv))
    return read(
      JSON.parse(decoder.decode(await crypto.subtle.decrypt(algorithm, found.key, sealed))),
    )
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

/** The content as it is sealed. Version 1; another one is not ours to read. */
interface Payload {
  readonly v: 1
  readonly sub: string
  readonly day: number
  readonly viewed: readonly string[]
  readonly cart: readonly string[]
}

function read(payload: Partial<Record<keyof Payload, unknown>>): ProfileContent | undefined {
  const { v, sub, day, viewed, cart } = payload
  const isOurs =
    v === 1 && typeof sub === 'string' && Number.isSafeInteger(day) && isIds(viewed) && isIds(cart)
  if (!isOurs || Object.keys(payload).length !== 5) return undefined
  return { subject: sub, createdDay: day as number, viewed, cart }
}

function isIds(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) && value.length <= maxIds && value.every((id) => typeof id === 'string')
  )
}

/** Drops the oldest id of the longer list until the rest fits. */
function encodeFitting({ subject, createdDay, viewed, cart }: ProfileContent): Uint8Array {
  for (const kept = { viewed, cart }; ; ) {
    const payload: Payload = { v: 1, sub: subject, day: createdDay, ...kept }
    const bytes = encoder.encode(JSON.stringify(payload))
    if (bytes.length <= maxPayloadBytes) return bytes
    const longer = kept.viewed.length < kept.cart.length ? 'cart' : 'viewed'
    kept[longer] = kept[longer].slice(0, -1)
  }
}
