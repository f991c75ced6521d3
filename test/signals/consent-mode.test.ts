import { describe, expect, test } from 'vitest'
import type { Permission } from '../../src/consent/index.ts'
import { type Purpose, purposes } from '../../src/policy/index.ts'
import { consentModeDefaults } from '../../src/signals/index.ts'

function permitting(...granted: Purpose[]): Permission {
  const decisions = purposes.map((purpose) => [
    purpose,
    granted.includes(purpose) ? { granted: true } : { granted: false, reason: 'consent-denied' },
  ])
  return Object.fromEntries(decisions) as Permission
}

/** What tags find in the data layer once the script has run. */
function dataLayerAfter(bytes: Uint8Array): unknown[] {
  const text = new TextDecoder().decode(bytes)
  expect(text).toMatch(
    /^<script( nonce="[^"]+")?>\(function\(\)\{\(window\.dataLayer=window\.dataLayer\|\|\[\]\)\.push\(arguments\)\}\)\(.*\)<\/script>$/,
  )
  const call = text.slice(text.indexOf('})(') + 3, text.lastIndexOf(')<'))
  return JSON.parse(`[${call}]`)
}

describe('the defaults of Consent Mode', () => {
  test('deny all that needs consent where nothing but contextual is permitted', () => {
    expect(dataLayerAfter(consentModeDefaults(permitting('contextual')))).toEqual([
      'consent',
      'default',
      {
        ad_storage: 'denied',
        ad_user_data: 'denied',
        ad_personalization: 'denied',
        analytics_storage: 'denied',
        functionality_storage: 'granted',
        personalization_storage: 'denied',
        security_storage: 'granted',
        wait_for_update: 500,
      },
    ])
  })

  test.each<[Purpose, string[]]>([
    ['advertising', ['ad_storage', 'ad_user_data', 'ad_personalization']],
    ['measurement', ['analytics_storage']],
    ['behavioural', ['personalization_storage']],
    ['pricing', []],
    ['training', []],
  ])('%s grants its own and nothing else', (purpose, storages) => {
    const [, , defaults] = dataLayerAfter(consentModeDefaults(permitting(purpose)))
    const granted = Object.entries(defaults as object).filter(([, state]) => state === 'granted')
    expect(granted.map(([storage]) => storage).sort()).toEqual(
      [...storages, 'functionality_storage', 'security_storage'].sort(),
    )
  })

  test('are ASCII, and hold no ping parameters', () => {
    const bytes = consentModeDefaults(permitting(...purposes))
    expect(bytes.every((byte) => byte >= 0x20 && byte < 0x7f)).toBe(true)
    expect(new TextDecoder().decode(bytes)).not.toMatch(/gc[sd]/)
  })

  test('are made once for all who permit the same', () => {
    expect(consentModeDefaults(permitting('measurement'))).toBe(
      consentModeDefaults(permitting('measurement', 'training')),
    )
  })

  test('carry the nonce of the page', () => {
    const [, , plain] = dataLayerAfter(consentModeDefaults(permitting('measurement')))
    const bytes = consentModeDefaults(permitting('measurement'), { nonce: 'r4nd0m+/-_==' })
    expect(new TextDecoder().decode(bytes)).toContain('<script nonce="r4nd0m+/-_==">')
    expect(dataLayerAfter(bytes)[2]).toEqual(plain)
  })

  test('say how long tags wait', () => {
    const bytes = consentModeDefaults(permitting(), { waitForUpdateMs: 0 })
    expect(dataLayerAfter(bytes)[2]).toMatchObject({ wait_for_update: 0 })
  })

  test.each([
    ['nonce', { nonce: '"><script>' }],
    ['nonce', { nonce: '' }],
    ['nonce', { nonce: 'a b' }],
    ['waitForUpdateMs', { waitForUpdateMs: Number.NaN }],
    ['waitForUpdateMs', { waitForUpdateMs: -1 }],
  ])('refuse a %s that could not stand in a script', (option, options) => {
    expect(() => consentModeDefaults(permitting(), options)).toThrow(`${option}: must be`)
  })
})
