import type { Signal } from '../consent/index.ts'
import type { Purpose } from '../policy/index.ts'
import { everything } from './reach.ts'
import { signalIn } from './signal.ts'
import { deniedByTc } from './tc-purposes.ts'
import { canada, europe, readTcString } from './tc-string.ts'

export interface TcfOptions {
  /** Default: `euconsent-v2`, and `eupubconsent-v2` of OneTrust. */
  readonly cookies?: readonly string[]
  /**
   * Heeds only what was said to vendors. For banners that leave the segment for the shop itself
   * empty, which reads as a no to everything.
   */
  readonly insecureIgnorePublisher?: boolean
}

// TCF 2.3: strings made after 28 February 2026 carry the segment, whatever their policy version.
const vendorsDisclosedFrom = new Date('2026-03-01T00:00:00Z')

/** The TC string of IAB Europe, versions 2.2 and 2.3. */
export function tcf({
  cookies = ['euconsent-v2', 'eupubconsent-v2'],
  insecureIgnorePublisher = false,
}: TcfOptions = {}): Signal {
  return signalIn({
    source: 'tcf',
    cookies,
    speaksOf: everything,
    read: (text, now) => deniedInEurope(text, now, insecureIgnorePublisher),
  })
}

/** What a European TC string denies. Policy version 4 is TCF 2.2, 5 is TCF 2.3. */
export function deniedInEurope(
  text: string,
  now: Date,
  ignoresPublisher: boolean,
): ReadonlySet<Purpose> {
  const rules = { oldestPolicy: 4, vendorsDisclosedFrom, ignoresPublisher }
  return deniedByTc(readTcString(text, europe), rules, now)
}

/** What a Canadian TC string denies. */
export function deniedInCanada(
  text: string,
  now: Date,
  ignoresPublisher: boolean,
): ReadonlySet<Purpose> {
  return deniedByTc(readTcString(text, canada), { oldestPolicy: 0, ignoresPublisher }, now)
}
