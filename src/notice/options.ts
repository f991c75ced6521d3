import type { ConsentSite } from '../consent/index.ts'
import type { RevocationStore } from '../consent/revocation.ts'
import { ConfigError } from '../errors.ts'
import { type Purpose, purposes } from '../policy/index.ts'
import { type SigningKeys, signingKeys } from './keys.ts'
import type { Files } from './pages/frame.ts'
import { type Styles, stylesOf, type Theme } from './pages/style.ts'
import { consentPath } from './paths.ts'
import { noticeScript } from './script.ts'
import type { Standing } from './standing.ts'
import { type PickWords, wordsFor } from './words/pick.ts'
import type { WordChanges } from './words/words.ts'

/** How a shop asks. Everything has a default. */
export interface ConsentServiceOptions {
  /** The private keys that `limen keys` wrote, as JSON or `env:NAME`. Default `env:CONSENT_KEY`. */
  readonly keys?: string
  /** What the shop would like to do. Default: behavioural and measurement. */
  readonly purposes?: readonly Purpose[]
  /** `elsewhere`: another platform asks, and hands over what was chosen. Default `here`. */
  readonly asking?: 'here' | 'elsewhere'
  /** `adult`: the shop is for adults alone. Otherwise nobody is asked about advertising. */
  readonly age?: 'adult' | 'unknown'
  /** Days for which a choice counts, a no and a yes alike: 1 to 365. Default 180. */
  readonly recordDays?: number
  /** Days for which a profile is kept, as notices say it. Default 30. */
  readonly profileDays?: number
  /** Other words, by language. */
  readonly words?: Readonly<Record<string, WordChanges>>
  /** The version of the notice; tokens carry it with a digest of the words. Default `1`. */
  readonly version?: string
  /** Where the privacy policy is: a path of the shop, or an https address. */
  readonly privacyPolicy?: string
  readonly theme?: Theme
  /** `file`: for a shop whose content security policy forbids inline styles. Default `inline`. */
  readonly styles?: 'inline' | 'file'
  /** The date of the shop's word that it honours Global Privacy Control, such as `2026-11-22`. */
  readonly gpcSince?: string
  /** Where withdrawals are kept, so that a copy of a token that was replaced counts no more. */
  readonly revocations?: (env: never) => RevocationStore
  /** Makes the receipt of a choice. Without it there is none to download. */
  readonly receipt?: (choice: ReceiptRequest) => Promise<Response>
  /** Told of each choice, for the audit log. Nothing in it says who chose. */
  readonly onChoice?: (event: ChosenEvent, env: never) => Promise<void>
}

/** What a receipt is made of. */
export interface ReceiptRequest extends Standing {
  readonly request: Request
  readonly env: unknown
  readonly keys: SigningKeys
  readonly now: Date
}

/** A choice, for a log. */
export interface ChosenEvent {
  readonly at: Date
  readonly mechanism: string
  readonly jurisdiction: string
  readonly states: ReadonlyMap<Purpose, 'g' | 'd' | 'w'>
  readonly gpc: boolean
}

/** Options and site together, checked. */
export interface Service {
  readonly site: ConsentSite
  readonly options: ConsentServiceOptions
  readonly keysOf: (env: unknown) => SigningKeys
  readonly wordsOf: PickWords
  readonly styles: Styles
  readonly files: Files
  /** What shoppers are asked about; contextual is decided with them and needs no question. */
  readonly wanted: readonly Purpose[]
  readonly recordSeconds: number
  readonly version: string
}

const daySeconds = 86_400

/** @throws ConfigError naming the option that cannot be. */
export function settle(options: ConsentServiceOptions, site: ConsentSite): Service {
  const { keys = 'env:CONSENT_KEY', recordDays = 180, version = '1', privacyPolicy, age } = options
  const { purposes: asked = ['behavioural', 'measurement'], gpcSince, profileDays = 30 } = options
  check('recordDays', recordDays >= 1 && recordDays <= 365, 'must be 1 to 365')
  check('profileDays', Number.isInteger(profileDays), 'must be a whole number of days')
  check('version', /^[\x21-\x7e]{1,256}$/.test(version), 'must be a word, such as "2026-11"')
  check('privacyPolicy', isAddress(privacyPolicy), 'must be a path or an https address')
  check('gpcSince', gpcSince === undefined || /^\d{4}-\d\d-\d\d$/.test(gpcSince), 'must be a date')
  check(
    'purposes',
    asked.every((one) => purposes.includes(one)),
    `takes ${purposes.join(', ')}`,
  )
  check('purposes', !asked.includes('pricing'), 'must not have pricing: nobody is asked for that')

  const styles = stylesOf(options.theme)
  return {
    site,
    options,
    version,
    styles,
    recordSeconds: recordDays * daySeconds,
    keysOf: signingKeys(keys),
    wordsOf: wordsFor(site.languages, options.words),
    files: {
      style: `${consentPath}/notice.css?${fingerprint(styles.sheet)}`,
      script: `${consentPath}/notice.js?${fingerprint(noticeScript)}`,
    },
    // Of an unknown age nobody's yes to advertising counts, so nobody is asked.
    wanted: asked.filter(
      (purpose) =>
        purpose !== 'contextual' &&
        site.policy.purposes.includes(purpose) &&
        (purpose !== 'advertising' || age === 'adult'),
    ),
  }
}

function check(option: string, isRight: boolean, message: string): void {
  if (!isRight) throw new ConfigError(`consent.service.${option}`, message)
}

function isAddress(address: string | undefined): boolean {
  if (address === undefined) return true
  return /^\/(?![/\\])/.test(address) || URL.parse(address)?.protocol === 'https:'
}

/** Tells one version of a file from another (FNV-1a); nothing rests on it. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(36)
}
