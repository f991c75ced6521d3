import { GppModel, Sections } from '@iabgpp/cmpapi'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gpp } from '../../src/signals/index.ts'
import { deniedBy, everything } from './ask.ts'
import { all, tcString } from './vendor-list.ts'

const heard = (text: string) => deniedBy(gpp(), `__gpp=${text}`)

const states = Sections.SECTION_ORDER.filter((name) => /^us[a-z]{2}$/.test(name))
const sharing = ['advertising', 'training']
const furtherUse = ['pricing', ...sharing]

describe('a GPP string', () => {
  test.each<[string, string, string, number | number[] | boolean, string[]]>([
    ['no sale', 'usnat', 'SaleOptOut', 1, sharing],
    ['a sale', 'usnat', 'SaleOptOut', 2, []],
    ['a shopper who is no child', 'usnat', 'KnownChildSensitiveDataConsents', [0, 0, 0], []],
    ['no sharing', 'usca', 'SharingOptOut', 1, sharing],
    ['no targeted advertising', 'usva', 'TargetedAdvertisingOptOut', 1, sharing],
    ['Global Privacy Control', 'usco', 'Gpc', true, sharing],
    ['Global Privacy Control in Maryland', 'usmd', 'Gpc', true, sharing],
    [
      'no sensitive data',
      'usct',
      'SensitiveDataProcessing',
      [0, 0, 0, 0, 0, 0, 0, 1],
      ['behavioural', ...furtherUse],
    ],
    [
      'no sensitive data, in the segment of Indiana',
      'usin',
      'SensitiveDataProcessing',
      [0, 0, 1, 0, 0, 0, 0, 0],
      ['behavioural', ...furtherUse],
    ],
    [
      'a child without consent',
      'usde',
      'KnownChildSensitiveDataConsents',
      [0, 0, 0, 0, 1],
      everything,
    ],
    [
      'a child with consent',
      'usnj',
      'KnownChildSensitiveDataConsents',
      [0, 0, 2, 0, 0],
      furtherUse,
    ],
    ['no use for anything else', 'usca', 'PersonalDataConsents', 1, furtherUse],
    ['no additional processing', 'usky', 'AdditionalDataProcessingConsent', 1, furtherUse],
  ])('%s', (_, section, field, value, denied) => {
    const model = new GppModel()
    model.setFieldValue(section, field, value)
    expect(heard(model.encode())).toEqual(denied)
  })

  test('with several sections denies what any of them does', () => {
    const model = new GppModel()
    model.setFieldValue('usnat', 'SaleOptOut', 1)
    model.setFieldValue('usri', 'KnownChildSensitiveDataConsents', 2)
    model.setFieldValue('uspv1', 'OptOutSale', 'N')
    expect(heard(model.encode())).toEqual(furtherUse)
  })

  test('carries a European TC string', () => {
    expect(heard(`DBABMA~${tcString({ consents: all })}`)).toEqual([])
    expect(heard(`DBABMA~${tcString({ consents: [1, 5, 6] })}`)).toEqual([
      'measurement',
      ...sharing,
    ])
    const cautious = tcString({ consents: all, publisherConsents: [] })
    expect(heard(`DBABMA~${cautious}`)).toEqual(everything)
    const trusting = gpp({ insecureIgnorePublisher: true })
    expect(deniedBy(trusting, `__gpp=DBABMA~${cautious}`)).toEqual([])
  })

  test('carries a Canadian TC string, in which some consent may be implied', () => {
    // Its encoder dates strings by the clock.
    const today = (text: string) => deniedBy(gpp(), `__gpp=${text}`, new Date())
    expect(today(canadian([1, 3, 4, 5, 6], [2, 7, 8, 9, 10]))).toEqual([])
    expect(today(canadian([1, 8, 9], all))).toEqual(
      everything.filter((purpose) => purpose !== 'measurement'),
    )
    expect(today(canadian([], all))).toEqual(everything)
  })

  test('is heard in headers that are named', () => {
    const signal = gpp({ headers: ['x-gpp'] })
    const request = new Request('https://shop.example/', {
      headers: { 'x-gpp': 'DBABTA~1YYN', cookie: '__gpp=DBAA' },
    })
    expect(signal(request, new Date())).toEqual({ source: 'gpp', denies: new Set(sharing) })
  })
})

describe('beside the official encoder', () => {
  const value = fc.constantFrom(0, 1, 2)

  test.each([...states, 'usnat'])('%s is read as it was written', (section) => {
    const fields = readable(section)
    const written = fc.tuple(fc.array(value, { minLength: 40, maxLength: 40 }), fc.boolean())
    fc.assert(
      fc.property(written, ([values, gpc]) => {
        const model = new GppModel()
        const left = [...values]
        const expected = new Set<string>()
        for (const { name, length, meaning } of fields) {
          const own = left.splice(0, length ?? 1)
          model.setFieldValue(section, name, length === undefined ? own[0] : own)
          for (const one of own) for (const purpose of meaning[one] ?? []) expected.add(purpose)
        }
        if (model.hasField(section, 'Gpc')) {
          model.setFieldValue(section, 'Gpc', gpc)
          if (gpc) for (const purpose of sharing) expected.add(purpose)
        }
        expect(new Set(heard(model.encode()))).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  })

  test('a refusal that is cut off within a section denies everything', () => {
    const model = new GppModel()
    model.setFieldValue('usca', 'SaleOptOut', 1)
    const text = model.encode()
    const core = text.slice(0, text.indexOf('.'))
    for (let length = 0; length < core.length; length++) {
      expect(heard(core.slice(0, length)), core.slice(0, length)).toEqual(everything)
    }
  })
})

const meanings = {
  optOut: [[], sharing, []],
  sensitive: [[], ['behavioural', ...furtherUse], []],
  child: [[], everything, furtherUse],
  further: [[], furtherUse, []],
}

/** The fields of a section that say something, in the official decoder's words. */
function readable(section: string) {
  const model = new GppModel()
  model.setFieldValue(section, 'SaleOptOut', 0)
  const names = Object.entries<unknown>(model.getSection(section))
  const table: readonly (readonly [RegExp, string[][]])[] = [
    [/^(Sale|Sharing|TargetedAdvertising)OptOut$/, meanings.optOut],
    [/^SensitiveDataProcessing$/, meanings.sensitive],
    [/^KnownChild/, meanings.child],
    [/^(PersonalDataConsents|AdditionalDataProcessingConsent)$/, meanings.further],
  ]
  return names.flatMap(([name, value]) => {
    const meaning = table.find(([form]) => form.test(name))?.[1]
    const length = Array.isArray(value) ? value.length : undefined
    return meaning ? [{ name, length, meaning }] : []
  })
}

function canadian(express: readonly number[], implied: readonly number[]): string {
  const model = new GppModel()
  const flags = (ids: readonly number[]) =>
    Array.from({ length: 24 }, (_, index) => ids.includes(index + 1))
  for (const owner of ['Purposes', 'PubPurposes']) {
    model.setFieldValue('tcfcav1', `${owner}ExpressConsent`, flags(express))
    model.setFieldValue('tcfcav1', `${owner}ImpliedConsent`, flags(implied))
  }
  return model.encode()
}
