import type { Reason } from '../decision.ts'
import { type ConsentTrust, signJwt, type TokenKind, verifyJwt } from './jwt.ts'
import type { PrivateJwk } from './keys.ts'

declare const verified: unique symbol

/** Proof that whoever asks may see decisions. Only `verifyPreview` makes one. */
export type Preview = { readonly expiresAt: Date } & { readonly [verified]: true }

export type PreviewResult = { readonly preview: Preview } | { readonly reason: Reason }

export interface PreviewOptions {
  readonly issuer: string
  readonly audience: string
  /** Default 1 hour, at most 24. */
  readonly lifetimeSeconds?: number
}

/** Lets a developer see decision headers in production. Gives no permission for any purpose. */
export const previewKind: TokenKind<Preview> = {
  typ: 'limen-preview+jwt',
  maxLifetimeSeconds: 24 * 60 * 60,
  read: ({ exp }) => ({ expiresAt: new Date(Number(exp) * 1000) }) as Preview,
}

/** Makes a preview token. */
export async function mintPreview(
  { issuer, audience, lifetimeSeconds = 3600 }: PreviewOptions,
  privateJwk: PrivateJwk,
  now: Date,
): Promise<string> {
  const iat = Math.floor(now.getTime() / 1000)
  const claims = { iss: issuer, aud: audience, iat, exp: iat + lifetimeSeconds }
  return signJwt(claims, previewKind, privateJwk)
}

/** Checks a preview token under the same trust as consent. Never throws. */
export async function verifyPreview(
  token: string,
  trust: ConsentTrust,
  now: Date,
): Promise<PreviewResult> {
  const result = await verifyJwt(token, previewKind, trust, now)
  return 'reason' in result ? result : { preview: result.content }
}
