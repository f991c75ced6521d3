import { TCString } from '@iabtechlabtcf/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tcf } from '../../src/signals/index.ts'
import { deniedBy, everything, now } from './ask.ts'
import { all, type Choices, tcString, without } from './vendor-list.ts'

const heard = (text: string, options = {}) => deniedBy(tcf(options), `euconsent-v2=${text}`)

describe('a TC string', () => {
  test.each<[string, Choices, string[]]>([
    ['a yes to all', { consents: all }, []],
    ['a no to all', {}, everything],
    [
      'a yes to profiles for content',
      { consents: [1, 5, 6] },
      ['measurement', 'advertising', 'training'],
    ],
    [
      'a yes to all but storage on the device',
      { consents: all.filter((purpose) => purpose !== 1) },
      everything,
    ],
    [
      'a yes to all but building profiles',
      { consents: all.filter((purpose) => purpose !== 5) },
      ['behavioural', 'pricing', 'training'],
    ],
    [
      'a yes to all but measuring content',
      { consents: all.filter((purpose) => purpose !== 8) },
      ['measurement'],
    ],
    [
      'interests nobody objected to, where they may stand',
      { consents: [1, 3, 4, 5, 6], interests: [2, 7, 8, 9, 10] },
      [],
    ],
    [
      'interests in place of the publisher consents',
      { consents: all, publisherConsents: [1], publisherInterests: [8, 9] },
      ['behavioural', 'pricing', 'advertising', 'training'],
    ],
    ['a yes to vendors and a no to the shop', { consents: all, publisherConsents: [] }, everything],
    ['a no to vendors and a yes to the shop', { publisherConsents: all }, everything],
    ['TCF 2.2', { consents: all, policyVersion: 4 }, []],
    ['rules before TCF 2.2', { consents: all, policyVersion: 3 }, everything],
    ['13 months are not over', { consents: all, made: '2025-10-21T00:00:00Z' }, []],
    ['13 months are over', { consents: all, made: '2025-10-19T00:00:00Z' }, everything],
    ['made tomorrow, by the day', { consents: all, made: '2026-11-21T00:00:00Z' }, []],
    ['made next week', { consents: all, made: '2026-11-27T00:00:00Z' }, everything],
  ])('%s', (_, choices, denied) => {
    expect(heard(tcString(choices))).toEqual(denied)
  })

  test('that is not there is not heard', () => {
    expect(deniedBy(tcf(), '')).toBeUndefined()
    expect(deniedBy(tcf(), 'euconsent=CAAA; xeuconsent-v2=CAAA')).toBeUndefined()
  })

  test('is heard under the name that is asked for, and in the cookie of OneTrust', () => {
    const text = tcString({ consents: all })
    expect(deniedBy(tcf(), `a=b; eupubconsent-v2=${text}`)).toEqual([])
    expect(deniedBy(tcf({ cookies: ['tc'] }), `tc=${text}`)).toEqual([])
    expect(deniedBy(tcf(), `eupubconsent-v2=${text}; euconsent-v2=${tcString({})}`)).toEqual(
      everything,
    )
  })

  test('that comes twice is no yes, even where both say the same', () => {
    const text = tcString({ consents: all })
    expect(deniedBy(tcf(), `euconsent-v2=${text}; euconsent-v2=${text}`)).toEqual(everything)
  })
})

describe('the segment for the shop itself', () => {
  test('may be left out', () => {
    expect(heard(without(tcString({ consents: all, publisherConsents: [] }), 3))).toEqual([])
  })

  test('that is empty can be passed over', () => {
    const text = tcString({ consents: all, publisherConsents: [] })
    expect(heard(text, { insecureIgnorePublisher: true })).toEqual([])
    expect(heard(tcString({}), { insecureIgnorePublisher: true })).toEqual(everything)
  })
})

describe('the segment of disclosed vendors', () => {
  test.each([
    ['is needed from 1 March 2026', '2026-03-01T00:00:00Z', everything],
    ['is not needed before', '2026-02-28T23:59:59Z', []],
  ])('%s', (_, made, denied) => {
    expect(heard(without(tcString({ consents: all, made }), 1))).toEqual(denied)
  })

  test('is needed by the update of an older string', () => {
    const older = tcString({ consents: all, made: '2026-02-01T00:00:00Z' })
    const newer = tcString({ consents: all, made: '2026-11-01T00:00:00Z' })
    const updated = older.slice(0, 7) + newer.slice(7)
    expect(heard(updated)).toEqual([])
    expect(heard(without(updated, 1))).toEqual(everything)
  })

  test('may be empty', () => {
    expect(heard(tcString({ consents: all, vendors: [] }))).toEqual([])
  })
})

describe('beside the official decoder', () => {
  const purposeIds = fc.subarray(all)

  test('purposes are read as it reads them', () => {
    fc.assert(
      fc.property(purposeIds, purposeIds, purposeIds, purposeIds, (...ids) => {
        const [consents, interests, publisherConsents, publisherInterests] = ids
        const text = tcString({ consents, interests, publisherConsents, publisherInterests })
        expect(heard(text)).toEqual(deniedByTheBook(text))
      }),
      { numRuns: 300 },
    )
  })

  test('whatever it refuses or cannot grant is denied', () => {
    const whole = tcString({ consents: all, vendors: [2, 3] })
    const damage = fc.record({
      at: fc.nat(whole.length - 1),
      drop: fc.nat(2),
      insert: fc.stringMatching(/^[A-Za-z0-9_.-]{0,2}$/),
    })
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
        const text = damages.reduce(
          (text, { at, drop, insert }) => text.slice(0, at) + insert + text.slice(at + drop),
          whole,
        )
        expect(heard(text)).toEqual(expect.arrayContaining(deniedByTheBook(text)))
      }),
      { numRuns: 300 },
    )
  })

  test('a refusal that is cut off is still one', () => {
    const refusal = tcString({})
    for (let length = 0; length < refusal.length; length++) {
      expect(heard(refusal.slice(0, length))).toEqual(everything)
    }
  })
})

/** What must be denied at least, out of the official decoder's reading. */
function deniedByTheBook(text: string): string[] {
  try {
    const model = TCString.decode(text)
    const segments = [
      [model.purposeConsents, model.purposeLegitimateInterests] as const,
      ...(text.split('.').some((segment, index) => index > 0 && /^[Y-Za-f]/.test(segment))
        ? [[model.publisherConsents, model.publisherLegitimateInterests] as const]
        : []),
    ]
    const may = (...ids: number[]) =>
      ids.every((id) =>
        segments.every(
          ([consents, interests]) =>
            consents.has(id) || ([2, 7, 8, 9, 10].includes(id) && interests.has(id)),
        ),
      )
    const made = Math.max(Number(model.created), Number(model.lastUpdated))
    if (made > now.getTime() + 86_400_000) return everything
    const granted = new Map([
      ['behavioural', may(1, 5, 6)],
      ['measurement', may(1, 8, 9)],
      ['pricing', may(1, 5, 6)],
      ['advertising', may(1, 2, 3, 4, 7)],
      ['training', may(1, 5, 6, 10)],
    ])
    return everything.filter((purpose) => !granted.get(purpose))
  } catch {
    return everything
  }
}
