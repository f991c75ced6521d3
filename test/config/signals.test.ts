import { describe, expect, test } from 'vitest'
import { type ConfigInput, defineConfig } from '../../src/config/index.ts'
import { tcf } from '../../src/signals/index.ts'
import { errorOf } from './error-of.ts'

describe('consent.signals', () => {
  test('are none unless named', () => {
    expect(configOf({}).consent?.signals).toEqual([])
  })

  test('are functions, kept as they are', () => {
    const signal = tcf()
    expect(configOf({ signals: [signal] }).consent?.signals).toEqual([signal])
  })

  test('that are only named do not start', () => {
    expect(errorOf(() => configOf({ signals: ['tcf'] as never }))).toMatchObject({
      option: 'consent.signals[0]',
      message: expect.stringContaining("must be a signal: import { tcf } from 'limen/signals'"),
    })
  })
})

function configOf(consent: Pick<NonNullable<ConfigInput['consent']>, 'signals'>) {
  return defineConfig({
    site: { languages: ['en'] },
    routes: [{ match: '/*', mode: 'page' }],
    consent: {
      issuer: 'https://shop.example',
      audience: 'shop.example',
      keys: 'env:CONSENT_JWKS',
      ...consent,
    },
    catalogue: { feed: '' },
    slots: {},
  })
}
