import {
  type Consent,
  type ConsentOptions,
  type Permission,
  permit,
  verifyConsent,
} from '../../src/consent/index.ts'
import { profileCookie, readProfile } from '../../src/profile/cookie.ts'
import { profileKeys } from '../../src/profile/keys.ts'
import type { Profile, ProfileContent } from '../../src/profile/profile.ts'
import { mint, now, trust } from '../consent/issuer.ts'

export { now }

/** Three secrets of 256 bits, as `wrangler secret` would hold them. */
export const secrets = {
  old: 'b2xkb2xkb2xkb2xkb2xkb2xkb2xkb2xkb2xkb2xkb2w',
  current: 'Y3VycmVudGN1cnJlbnRjdXJyZW50Y3VycmVudGN1cnI',
  foreign: 'Zm9yZWlnbmZvcmVpZ25mb3JlaWduZm9yZWlnbmZvcmU',
}

export const keys = profileKeys(secrets.current)

export interface Shopper {
  readonly consent: Consent
  readonly permission: Permission
}

/** Somebody who said yes to behavioural; a new subject each time. */
export async function shopper(options: Partial<ConsentOptions> = {}, at = now): Promise<Shopper> {
  const result = await verifyConsent(await mint(options, at), trust, at)
  if ('reason' in result) throw new Error(result.reason)
  const permission = permit({ consent: result, gpc: false, now: at, revocation: 'clear' })
  return { consent: result.consent, permission }
}

export const anna = await shopper()

/** A profile of hers, or of whoever is named. */
export async function profileOf(
  content: Partial<ProfileContent> = {},
  whose: Shopper = anna,
): Promise<Profile> {
  const { profile } = await readProfile(new Headers(), { ...whose, keys, now })
  if (!profile) throw new Error('not permitted')
  return { ...profile, ...content }
}

/** The request headers of a browser that took these `Set-Cookie` lines. */
export function browserWith(...setCookies: string[]): Headers {
  return new Headers({ cookie: setCookies.map((line) => line.split(';', 1)[0]).join('; ') })
}

/** The headers of a request that brings a token, whoever made it. */
export function bringing(token: string): Headers {
  return new Headers({ cookie: `session=1; ${profileCookie}=${token}; theme=dark` })
}

/** The token in a `Set-Cookie` line. */
export function tokenIn(setCookie: string): string {
  return setCookie.slice(profileCookie.length + 1, setCookie.indexOf(';'))
}

export function days(count: number, from = now): Date {
  return new Date(from.getTime() + count * 86_400_000)
}
