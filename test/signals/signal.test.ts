import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as signals from '../../src/signals/index.ts'
import { deniedBy, everything } from './ask.ts'
import { encoded } from './banners.ts'
import { all, tcString } from './vendor-list.ts'

const mapping = { one: everything } as never

/** Each signal, with a cookie that refuses everything it speaks of. */
const refusals = [
  { signal: signals.tcf(), name: 'euconsent-v2', refusal: tcString({}), reach: everything },
  {
    signal: signals.gpp(),
    name: '__gpp',
    refusal: `DBABMA~${tcString({})}`,
    reach: everything,
  },
  {
    signal: signals.usPrivacy(),
    name: 'us_privacy',
    refusal: '1YYN',
    reach: ['advertising', 'training'],
  },
  {
    signal: signals.oneTrust(mapping),
    name: 'OptanonConsent',
    refusal: 'groups=one%3A0',
    reach: everything,
  },
  {
    signal: signals.cookiebot(),
    name: 'CookieConsent',
    refusal: "{preferences:false,statistics:false,marketing:false,method:'explicit'}",
    reach: everything,
  },
  {
    signal: signals.klaro(mapping),
    name: 'klaro',
    refusal: encoded({ one: false }),
    reach: everything,
  },
  {
    signal: signals.zaraz(mapping),
    name: 'zaraz-consent',
    refusal: encoded({ one: false }),
    reach: everything,
  },
  {
    signal: signals.cookieConsent(mapping),
    name: 'cc_cookie',
    refusal: encoded({ categories: ['necessary'] }),
    reach: everything,
  },
  {
    signal: signals.shopify(),
    name: '_tracking_consent',
    refusal: encoded({ con: { CMP: { a: '0', m: '0', p: '0', s: '0' } } }),
    reach: everything,
  },
]

// What a header can carry. A semicolon would end the cookie.
const text = fc.stringMatching(/^[!-:<-~]*$/)

describe.each(refusals)('the signal in $name', ({ signal, name, refusal, reach }) => {
  test('hears the refusal', () => {
    expect(deniedBy(signal, `${name}=${refusal}`)).toEqual(reach)
  })

  test('hears nothing in a request without it', () => {
    expect(deniedBy(signal, 'cart=1; consent=yes')).toBeUndefined()
  })

  test('denies no less once the refusal is damaged', () => {
    const damage = fc.record({
      at: fc.nat(refusal.length),
      drop: fc.nat(40),
      // Of what no consent string is made, so that no other string comes of it.
      insert: fc.constantFrom('!', '"', '%', '~~', '..'),
    })
    fc.assert(
      fc.property(damage, ({ at, drop, insert }) => {
        const damaged = refusal.slice(0, at) + insert + refusal.slice(at + drop)
        expect(deniedBy(signal, `${name}=${damaged}`)).toEqual(reach)
      }),
      { numRuns: 200 },
    )
  })

  test('denies all it speaks of for what is no consent at all, and never throws', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(deniedBy(signal, `${name}=!${value}`)).toEqual(reach)
      }),
      { numRuns: 200 },
    )
  })

  test('never speaks of contextual, and takes a text that comes twice for doubt', () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(reach).toEqual(expect.arrayContaining(deniedBy(signal, `${name}=${value}`) ?? []))
        expect(deniedBy(signal, `${name}=${value}; ${name}=${value}`)).toEqual(reach)
      }),
      { numRuns: 200 },
    )
  })

  test('reads no text that is longer than a cookie', () => {
    const garbage = fc.string({
      unit: fc.constantFrom('A', 'z', '_', '%', '{', '"', ',', ':', '~'),
    })
    fc.assert(
      fc.property(garbage, (start) => {
        const long = (start + refusal).padEnd(8192, start || 'A')
        expect(deniedBy(signal, `${name}=${long}`)).toEqual(reach)
      }),
      { numRuns: 50 },
    )
  })
})

// To lay these out would take the whole time a test has, and all the memory there is.
describe('a text made to keep us busy', () => {
  const bits = (value: number, width: number) => value.toString(2).padStart(width, '0')
  const range = `1${bits(1, 16)}${bits(65_535, 16)}`

  test.each([
    ['700 ranges of all vendors', `${bits(65_535, 16)}1${bits(700, 12)}${range.repeat(700)}`],
    [
      'a restriction of every vendor, 400 times',
      '0'.repeat(34) + bits(400, 12) + `${bits(1, 6)}00${bits(1, 12)}${range}`.repeat(400),
    ],
  ])('%s is stepped over', (_, vendors) => {
    const core = tcString({ consents: all }).split('.')[0] as string
    const said = [...core]
      .map((character) => bits(alphabet.indexOf(character), 6))
      .join('')
      .slice(0, 213)
    const tail = vendors.startsWith('0') ? '' : '0'.repeat(17 + 12)
    const string = `${toText(said + vendors + tail)}.IAEEEAAA`
    expect(string.length).toBeLessThan(4096)
    for (let times = 0; times < 20; times++) {
      expect(deniedBy(signals.tcf(), `euconsent-v2=${string}`)).toEqual([])
    }
  })

  test('a GPP header of 165 million sections is refused', () => {
    // One entry: a range that begins at 1 and has the 39th Fibonacci number of sections.
    const header = `${bits(3, 6)}${bits(1, 6)}${bits(1, 12)}111${'0'.repeat(38)}11`
    for (let times = 0; times < 1000; times++) {
      expect(deniedBy(signals.gpp(), `__gpp=${toText(header)}`)).toEqual(everything)
    }
  })

  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  function toText(bits: string): string {
    return (bits.match(/.{1,6}/g) ?? [])
      .map((sextet) => alphabet[Number.parseInt(sextet.padEnd(6, '0'), 2)])
      .join('')
  }
})
