import type { Permission } from '../consent/index.ts'
import { ConfigError } from '../errors.ts'
import type { Purpose } from '../policy/index.ts'

export interface ConsentModeOptions {
  /** The nonce of the page's content security policy. */
  readonly nonce?: string
  /** How long tags wait for a banner to say more. Default 500. */
  readonly waitForUpdateMs?: number
}

/** The purpose that each signal of Google's Consent Mode v2 needs; `undefined`: it needs none. */
const storages: readonly (readonly [storage: string, purpose: Purpose | undefined])[] = [
  ['ad_storage', 'advertising'],
  ['ad_user_data', 'advertising'],
  ['ad_personalization', 'advertising'],
  ['analytics_storage', 'measurement'],
  ['functionality_storage', undefined],
  ['personalization_storage', 'behavioural'],
  ['security_storage', undefined],
]

const ascii = new TextEncoder()
// CSP3 section 2.3.1, nonce-source.
const nonceForm = /^[\w+/-]+={0,2}$/

/** Scripts by what they grant. A script says nothing else, so there are few and they are nobody's. */
const remembered = new Map<string, { readonly code: string; readonly bytes: Uint8Array }>()

/**
 * The script that tells Google's tags what a shopper permits, to stand at the top of `head`, before
 * any tag. ASCII, so that it fits a page in any charset Limen fills.
 *
 * @throws ConfigError if the nonce or the time could not stand in it.
 */
export function consentModeDefaults(
  permission: Permission,
  { nonce, waitForUpdateMs = 500 }: ConsentModeOptions = {},
): Uint8Array {
  if (!Number.isInteger(waitForUpdateMs) || waitForUpdateMs < 0) {
    throw new ConfigError('waitForUpdateMs', 'must be a whole number of milliseconds')
  }
  if (nonce !== undefined && !nonceForm.test(nonce)) {
    throw new ConfigError('nonce', 'must be base64, as a content security policy has it')
  }
  const { code, bytes } = scriptFor(permission, waitForUpdateMs)
  return nonce === undefined ? bytes : ascii.encode(`<script nonce="${nonce}">${code}`)
}

function scriptFor(permission: Permission, waitForUpdateMs: number) {
  const states = storages.map(([storage, purpose]) => {
    const isGranted = purpose === undefined || permission[purpose].granted
    return `"${storage}":"${isGranted ? 'granted' : 'denied'}"`
  })
  const defaults = `{${states.join()},"wait_for_update":${waitForUpdateMs}}`
  const known = remembered.get(defaults)
  if (known) return known
  // Tags read an `arguments` object and nothing else out of the data layer.
  const code = `(function(){(window.dataLayer=window.dataLayer||[]).push(arguments)})("consent","default",${defaults})</script>`
  const script = { code, bytes: ascii.encode(`<script>${code}`) }
  remembered.set(defaults, script)
  return script
}
