import { sha256 } from '../lib/bytes.ts'

/**
 * Whether a request carries a secret as its bearer token (RFC 6750). The time it takes tells nothing
 * of how much was right. Without a secret, nothing is right.
 */
export async function hasBearer(request: Request, secret: string | undefined): Promise<boolean> {
  const sent = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  if (!sent || !secret) return false
  const [a, b] = await Promise.all([sha256(sent), sha256(secret)])
  const encoder = new TextEncoder()
  return crypto.subtle.timingSafeEqual(encoder.encode(a), encoder.encode(b))
}
