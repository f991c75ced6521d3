import * as v from 'valibot'
import type { ConsentResult, Permission } from '../consent/index.ts'
import { ConfigError } from '../errors.ts'
import { type Soon, whenThere } from '../lib/soon.ts'
import { clearProfile, readProfile, writeProfile } from './cookie.ts'
import { profileKeys } from './keys.ts'
import { isLook } from './look.ts'
import { type Profile, viewed } from './profile.ts'

export interface ProfileOptions {
  /**
   * What profiles are encrypted with: 256-bit keys in base64url, parted by spaces, or `env:NAME`, the
   * secret that holds them. Every one reads, the first one writes; `limen keys --profile` makes one.
   */
  readonly keys: string
  /** Days after which a profile ends, counted from its first day. 1 to 400, default 30. */
  readonly retentionDays?: number
}

/** The option `profile` of a configuration. */
export interface Profiles {
  readonly keys: string
  readonly retentionDays: number
  /** @throws ConfigError naming the key that is none. */
  open(keys: string): OpenProfile
}

/** Opens the profile that a request brings. Unless behavioural is permitted, it stays closed. */
export type OpenProfile = (
  request: Pick<Request, 'method' | 'headers'>,
  facts: {
    readonly permission: Permission
    /** What the permission was made of. */
    readonly consent: ConsentResult | undefined
    readonly now: Date
  },
) => Soon<OpenedProfile>

export interface OpenedProfile {
  /** `undefined`: there may be none. */
  readonly profile: Profile | undefined
  /** The `Set-Cookie` that takes a profile away which may not be there; else nothing. */
  readonly clearing: string | undefined
  /**
   * The `Set-Cookie` of a personal page, of this product if it is one's; nothing, if the profile stays
   * as it is. It grows when somebody goes to the page of a product, and only then.
   */
  cookieAfter(product: string | undefined): Soon<string | undefined>
}

const days = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(400)) // browsers keep no longer

/**
 * Lets pages follow what a shopper looked at, with permission. The shopper holds it, encrypted; there
 * is no copy.
 *
 * @throws ConfigError naming the option that is wrong.
 * @example profile: profile({ keys: 'env:PROFILE_KEYS' })
 */
export function profile({ keys, retentionDays = 30 }: ProfileOptions): Profiles {
  if (!v.is(days, retentionDays)) throw new ConfigError('profile.retentionDays', 'must be 1 to 400')
  if (!keys.startsWith('env:')) profileKeys(keys)
  return { keys, retentionDays, open: (text) => opener(text, retentionDays) }
}

function opener(text: string, retentionDays: number): OpenProfile {
  const rules = { keys: profileKeys(text), retentionDays }

  return function openProfile(request, { permission, consent, now }) {
    const whose = consent && 'consent' in consent ? consent.consent : undefined
    const asked = { ...rules, permission, consent: whose, now }
    return whenThere(readProfile(request.headers, asked), ({ profile, clear }): OpenedProfile => {
      const clearing = clear ? clearProfile() : undefined
      return {
        profile,
        clearing,
        cookieAfter(product) {
          if (!profile || product === undefined || !isLook(request)) return clearing
          const grown = viewed(profile, product)
          return grown === profile ? undefined : writeProfile(grown, { ...rules, now })
        },
      }
    })
  }
}
