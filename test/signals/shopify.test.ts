import { describe, expect, test } from 'vitest'
import { shopify } from '../../src/signals/index.ts'
import { deniedBy, everything } from './ask.ts'
import { among, encoded } from './banners.ts'

/** As version 2.1 writes it: choices are `1`, `0` or empty, purposes are what a region allows. */
function cookieWith(choices: unknown): string {
  const value = {
    con: { CMP: choices },
    v: '2.1',
    region: 'DEBE',
    reg: '',
    purposes: { a: true, p: true, m: true, t: true },
    display_banner: false,
    sale_of_data_region: false,
    consent_id: '5FE9D8BB-009c-4D09-bd95-b8f24238996d',
  }
  return among(`_tracking_consent=${encoded(value)}`)
}

describe('the cookies of Shopify', () => {
  test.each<[string, unknown, string[]]>([
    ['a yes to all', { a: '1', m: '1', p: '1', s: '1' }, []],
    ['a no to all', { a: '0', m: '0', p: '0', s: '0' }, everything],
    ['no choice yet, though all is allowed', { a: '', m: '', p: '', s: '' }, everything],
    ['a no to analytics', { a: '0', m: '1', p: '1', s: '1' }, ['measurement']],
    [
      'a no to preferences',
      { a: '1', m: '1', p: '0', s: '1' },
      ['behavioural', 'pricing', 'training'],
    ],
    ['a no to sale', { a: '1', m: '1', p: '1', s: '0' }, ['advertising', 'training']],
    ['a choice that was not asked', { a: '1', m: '1', p: '1' }, ['advertising', 'training']],
    ['null', { a: null, m: null, p: null, s: null }, everything],
    ['no choices', undefined, everything],
  ])('%s', (_, choices, denied) => {
    expect(deniedBy(shopify(), cookieWith(choices))).toEqual(denied)
  })

  test.each([
    ['all allowed', '3.AMPS_USCA_f_t_29CBDcE*Rl2eLBF2cGNNCg', []],
    ['no sale', '3.AMP_USCA_t_t_1SPle0BiTc-GOC2Wom484w', ['advertising', 'training']],
    ['nothing allowed', '3._DEBE_t_f_KXF2JnoSTyu-JygdTJZRAA', everything],
    ['letters that mean nothing', '3.XYZ_DEBE_t_f_KXF2JnoSTyu-JygdTJZRAA', everything],
    ['cut off', '3.AMPS', everything],
    ['a version to come', '4.AMPS_USCA_f_t_29CBDcE', everything],
  ])('version 3: %s', (_, value, denied) => {
    expect(deniedBy(shopify(), among(`_tracking_consent=${value}`))).toEqual(denied)
  })

  test('what is allowed beside the choices can only take away', () => {
    const allowed = (purposes: unknown) =>
      `_cmp_a=${encoded({ purposes, display_banner: true, sale_of_data_region: true })}`
    expect(deniedBy(shopify(), allowed({ a: true, p: true, m: true, t: false }))).toEqual([
      'advertising',
      'training',
    ])
    const yes = cookieWith({ a: '1', m: '1', p: '1', s: '1' })
    const no = allowed({ a: false, p: false, m: false, t: false })
    expect(deniedBy(shopify(), `${yes}; ${no}`)).toEqual(everything)
  })

  test.each([
    ['an old law', '{"lim":["GDPR"],"v":"2.0","con":{"GDPR":""},"reg":"CCPA"}'],
    ['choices twice', '{"con":{"CMP":{"a":"1","m":"1","p":"1","s":"1"},"CMP":{"a":"0"}}}'],
    ['a word', '"3.AMPS"'],
    ['nothing', ''],
  ])('with %s is no yes', (_, value) => {
    expect(deniedBy(shopify(), `_tracking_consent=${value}`)).toEqual(everything)
  })
})
