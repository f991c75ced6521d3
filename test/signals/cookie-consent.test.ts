import { describe, expect, test } from 'vitest'
import { cookieConsent } from '../../src/signals/index.ts'
import { deniedBy } from './ask.ts'
import { among, encoded } from './banners.ts'

const signal = cookieConsent({
  analytics: 'measurement',
  personalization: 'behavioural',
  ads: ['advertising', 'training'],
})
const mapped = ['behavioural', 'measurement', 'advertising', 'training']

/** As version 3 writes it. */
function cookieWith(categories: unknown): string {
  const value = {
    categories,
    revision: 1,
    data: null,
    consentTimestamp: '2026-11-01T19:02:36.823Z',
    consentId: '12fd04af-4af6-48a3-8531-b7cf317849d1',
    services: { necessary: [], analytics: [], personalization: [], ads: [] },
    languageCode: 'en',
    lastConsentTimestamp: '2026-11-01T19:02:36.823Z',
    expirationTime: 1811102556823,
  }
  return among(`cc_cookie=${encoded(value)}`)
}

describe('the cookie of CookieConsent', () => {
  test.each<[string, unknown, string[]]>([
    ['a yes to all', ['necessary', 'analytics', 'personalization', 'ads'], []],
    ['a no to all', ['necessary'], mapped],
    ['one yes', ['necessary', 'analytics'], ['behavioural', 'advertising', 'training']],
    ['nothing', [], mapped],
    ['no list', 'analytics', mapped],
    ['flags in place of a list', { analytics: true }, mapped],
    ['lists in the list', [['analytics'], ['ads']], mapped],
    ['null', null, mapped],
  ])('%s', (_, categories, denied) => {
    expect(deniedBy(signal, cookieWith(categories))).toEqual(denied)
  })

  test('version 2 is heard, which does not encode it', () => {
    const cookie =
      'cc_cookie={"categories":["necessary","analytics"],"revision":0,"data":null,"rfc_cookie":false,"consent_date":"2026-08-27T08:45:11.101Z","consent_uuid":"5b5c6534-444e-4b7f-af4a-22910eb29e48","last_consent_update":"2026-08-27T08:45:11.101Z"}'
    expect(deniedBy(signal, cookie)).toEqual(['behavioural', 'advertising', 'training'])
  })

  test.each([
    ['two lists', '{"categories":[],"categories":["analytics","personalization","ads"]}'],
    ['the levels of version 1', '{"level":["necessary","analytics"],"revision":0}'],
    ['half of it', '%7B%22categories%22%3A%5B%22necessary%22%2C%22analytics%22'],
    ['nothing', ''],
  ])('with %s is no yes', (_, value) => {
    expect(deniedBy(signal, `cc_cookie=${value}`)).toEqual(mapped)
  })
})
