import type { Consent, Permission } from '../consent/index.ts'
import type { Reason } from '../decision.ts'
import { cookieValues } from '../lib/cookies.ts'
import { type Soon, whenThere } from '../lib/soon.ts'
import type { ProfileKeys } from './keys.ts'
import type { Profile, ProfileContent } from './profile.ts'
import { seal, unseal } from './seal.ts'

/** The cookie that holds the profile. `__Host-` keeps subdomains from setting it. */
export const profileCookie = '__Host-limen-profile'

/** How profiles are kept, as configured. */
export interface ProfileRules {
  readonly keys: ProfileKeys
  /** Days after which a profile ends, counted from its first day and not from its last. Default 30. */
  readonly retentionDays?: number
}

export interface ReadProfileOptions extends ProfileRules {
  readonly permission: Permission
  /** What the permission was made of. */
  readonly consent: Consent | undefined
  readonly now: Date
}

export interface WriteProfileOptions extends ProfileRules {
  readonly now: Date
}

export interface ProfileReading {
  /** `undefined`: there may be none. Empty: the shopper brought none that counts. */
  readonly profile: Profile | undefined
  /** Whether the answer should clear the cookie, unless it writes a new one. */
  readonly clear: boolean
}

/**
 * Nobody said no: the token waits to be renewed or checked. Its profile is left with the shopper
 * unread, or a fault of the key server would erase them all.
 */
const waiting: ReadonlySet<Reason> = new Set([
  'consent-expired',
  'consent-unchecked',
  'consent-unreadable',
  'consent-untrusted',
])

const secondsADay = 86_400

/**
 * Reads the profile that a request brings. Unless behavioural is permitted, no value is looked at and
 * no key asked for. Whatever is wrong with a cookie, it is no profile. Never throws.
 */
export function readProfile(
  headers: Headers,
  { permission, consent, keys, retentionDays = 30, now }: ReadProfileOptions,
): Soon<ProfileReading> {
  const [token, second] = cookieValues(profileCookie, headers)
  const isThere = token !== undefined
  const { granted, reason } = permission.behavioural
  if (!granted || !consent) {
    return { profile: undefined, clear: isThere && !(reason && waiting.has(reason)) }
  }
  const isOne = isThere && second === undefined
  return whenThere(isOne ? unseal(token, keys) : undefined, (found) => {
    const isOurs = found?.subject === consent.subject && isCurrent(found, retentionDays, now)
    const { subject } = consent
    const fresh = { subject, createdDay: dayOf(now), viewed: [], cart: [] }
    return { profile: (isOurs ? found : fresh) as Profile, clear: isThere && !isOurs }
  })
}

/** The `Set-Cookie` that hands a profile to its shopper, below 4 KB: the oldest ids may not fit. */
export async function writeProfile(
  profile: Profile,
  { keys, retentionDays = 30, now }: WriteProfileOptions,
): Promise<string> {
  const end = (profile.createdDay + retentionDays) * secondsADay
  return setCookie(await seal(profile, keys), end - Math.floor(now.getTime() / 1000))
}

/** The `Set-Cookie` that takes the profile away. */
export function clearProfile(): string {
  return setCookie('', 0)
}

// From the first day, so that nothing in a profile is ever older than it may be kept.
function isCurrent({ createdDay }: ProfileContent, retentionDays: number, now: Date): boolean {
  const age = dayOf(now) - createdDay
  return age >= 0 && age < retentionDays
}

function dayOf(date: Date): number {
  return Math.floor(date.getTime() / 1000 / secondsADay)
}

function setCookie(value: string, maxAgeSeconds: number): string {
  return `${profileCookie}=${value}; Max-Age=${maxAgeSeconds}; Path=/; Secure; HttpOnly; SameSite=Lax`
}
