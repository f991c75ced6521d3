import type { Signal } from '../consent/index.ts'
import type { Purpose } from '../policy/index.ts'
import { sharing } from './reach.ts'
import { signalIn } from './signal.ts'

export interface UsPrivacyOptions {
  /** Default: `us_privacy`, and `usprivacy` of OneTrust. */
  readonly cookies?: readonly string[]
}

// Version, then notice given, sale opted out, covered by the agreement: yes, no or not applicable.
const form = /^1[YN-]{3}$/i

/** The US Privacy string of IAB Tech Lab, such as `1YNN`. */
export function usPrivacy({
  cookies = ['us_privacy', 'usprivacy'],
}: UsPrivacyOptions = {}): Signal {
  return signalIn({ source: 'us-privacy', cookies, speaksOf: sharing, read: deniedByUsPrivacy })
}

/** What a US Privacy string denies. */
export function deniedByUsPrivacy(text: string): Iterable<Purpose> {
  if (!form.test(text)) throw new RangeError('a US Privacy string is a 1 and three of Y, N and -')
  return text[2]?.toUpperCase() === 'Y' ? sharing : []
}
