import type { Signal } from '../consent/index.ts'
import type { Purpose } from '../policy/index.ts'
import { readGppSections } from './gpp-header.ts'
import { everything, union } from './reach.ts'
import { signalIn } from './signal.ts'
import { deniedInCanada, deniedInEurope, type TcfOptions } from './tcf.ts'
import { deniedByUsPrivacy } from './us-privacy.ts'
import { deniedByUsSection } from './us-sections.ts'

export interface GppOptions extends TcfOptions {
  /** Default: `__gpp`, and `OTGPPConsent` of OneTrust. */
  readonly cookies?: readonly string[]
  /** Request headers that carry the string, for apps. Default: none; there is no standard one. */
  readonly headers?: readonly string[]
}

type ReadSection = (text: string, now: Date, ignoresPublisher: boolean) => Iterable<Purpose>

/** All sections that are not of one of the United States. */
const otherSections: ReadonlyMap<number, ReadSection> = new Map<number, ReadSection>([
  [2, deniedInEurope],
  [5, deniedInCanada],
  [6, deniedByUsPrivacy],
])

/**
 * The string of IAB's Global Privacy Platform. Every section counts, also one for elsewhere: a no
 * that was given under another law is still a no.
 */
export function gpp({
  cookies = ['__gpp', 'OTGPPConsent'],
  headers = [],
  insecureIgnorePublisher = false,
}: GppOptions = {}): Signal {
  return signalIn({
    source: 'gpp',
    cookies,
    headers,
    speaksOf: everything,
    read: (text, now) =>
      union(
        readGppSections(text).map(
          ([id, section]) =>
            otherSections.get(id)?.(section, now, insecureIgnorePublisher) ??
            deniedByUsSection(id, section),
        ),
      ),
  })
}
