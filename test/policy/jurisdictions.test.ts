import { describe, expect, test } from 'vitest'
import {
  foodPricingBans,
  type JurisdictionId,
  jurisdictionIds,
  jurisdictionOf,
  jurisdictions,
  placeOf,
  purposes,
  rules,
  stricterRule,
} from '../../src/policy/index.ts'

// Written by hand, cell by cell: contextual, behavioural, measurement, pricing, advertising, training;
// then Global Privacy Control; then the ages under which a parent agrees, only opt-in counts, and
// nothing but contextual is left.
const table: [JurisdictionId, string, string, string, string, string, string, string, number[]][] =
  [
    ['eu', 'N', 'OI', 'OI', 'OFF', 'OI', 'OI', 'honoured', [16, 18, 18]],
    ['uk', 'N', 'OI', 'OI', 'OFF', 'OI', 'OI', 'honoured', [13, 18, 18]],
    ['us-ca', 'N', 'OO', 'OO', 'OFF', 'OO', 'OO', 'binding', [13, 16, 0]],
    ['us-opt-out', 'N', 'OO', 'OO', 'OFF', 'OO', 'OO', 'binding', [13, 18, 18]],
    ['us-law', 'N', 'OO', 'OO', 'OFF', 'OO', 'OO', 'honoured', [13, 18, 13]],
    ['us-none', 'N', 'OO', 'OO', 'OFF', 'OO', 'OO', 'honoured', [13, 13, 0]],
    ['ca-qc', 'N', 'OI', 'OI', 'OFF', 'OI', 'OI', 'honoured', [14, 14, 0]],
    ['ca', 'N', 'OI', 'OO', 'OFF', 'OI', 'OI', 'honoured', [13, 13, 0]],
    ['br', 'N', 'OI', 'OO', 'OFF', 'OI', 'OI', 'honoured', [18, 18, 18]],
    ['unknown', 'N', 'OI', 'OI', 'OFF', 'OI', 'OI', 'honoured', [18, 18, 18]],
  ]

test('there is a row for each, and no other', () => {
  expect([...jurisdictions.keys()]).toEqual(table.map(([id]) => id))
  expect(jurisdictionIds).toEqual(table.map(([id]) => id))
})

describe.each(table)('%s', (id, ctx, beh, msr, prc, ads, trn, force, ages) => {
  const row = jurisdictions.get(id)

  test.each([
    ['contextual', ctx],
    ['behavioural', beh],
    ['measurement', msr],
    ['pricing', prc],
    ['advertising', ads],
    ['training', trn],
  ] as const)('%s asks %s', (purpose, rule) => {
    expect(row?.rules[purpose]).toBe(rule)
  })

  test(`Global Privacy Control is ${force}, and denies advertising and training`, () => {
    expect(row?.gpc.force).toBe(force)
    expect([...(row?.gpc.denies ?? [])].sort()).toEqual(['advertising', 'training'])
  })

  test(`the ages are ${ages}`, () => {
    const { parentUnder, optInUnder, contextualUnder } = row?.minors ?? {}
    expect([parentUnder, optInUnder, contextualUnder]).toEqual(ages)
  })
})

test('no row is milder than the others where it says that it is the strictest', () => {
  const strictest = jurisdictions.get('unknown')
  for (const { rules, minors } of jurisdictions.values()) {
    for (const purpose of purposes) {
      const rule = strictest?.rules[purpose] ?? 'N'
      expect(stricterRule(rules[purpose], rule)).toBe(rule)
    }
    expect(strictest?.minors.parentUnder).toBeGreaterThanOrEqual(minors.parentUnder)
    expect(strictest?.minors.optInUnder).toBeGreaterThanOrEqual(minors.optInUnder)
    expect(strictest?.minors.contextualUnder).toBeGreaterThanOrEqual(minors.contextualUnder)
  }
})

const places: [JurisdictionId, string][] = [
  ['eu', 'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE'],
  ['eu', 'IS LI NO'],
  ['eu', 'EU EU-AT EU-FR EU-DE EU-IE EU-SE'],
  ['uk', 'GB'],
  ['us-ca', 'US-CA'],
  ['us-opt-out', 'US-CO US-CT US-DE US-MD US-MN US-MT US-NE US-NH US-NJ US-OR US-TX'],
  ['us-law', 'US-VA US-UT US-IA US-IN US-KY US-TN US-RI'],
  ['us-none', 'US-NY US-FL US-WA US-DC US-IL US-GA'],
  ['ca-qc', 'CA-QC'],
  ['ca', 'CA-ON CA-BC CA-AB CA-MB CA-SK CA-NS CA-NB CA-NL CA-PE CA-YT CA-NT CA-NU'],
  ['br', 'BR'],
  ['unknown', 'US CA XX T1 CH JP AU PR US-XX US-QC CA-CA EU-US EU-GB EU-XX eu US-ca'],
]

test.each(places)('%s holds in %s', (id, codes) => {
  for (const code of codes.split(' ')) {
    expect(`${code} ${jurisdictionOf(placeOf(code)).id}`).toBe(`${code} ${id}`)
  }
})

test('the fifty states and the capital each have a row', () => {
  const states =
    'AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY'
  const ids = states.split(' ').map((region) => jurisdictionOf({ country: 'US', region }).id)
  expect(ids).toHaveLength(51)
  expect(ids).not.toContain('unknown')
})

test('a place without a name has the strictest law', () => {
  for (const place of [{}, { country: '' }, { country: undefined, region: 'CA' }]) {
    expect(jurisdictionOf(place).id).toBe('unknown')
  }
})

test('Maryland keeps large food retailers from personal prices', () => {
  expect([...foodPricingBans]).toEqual(['US-MD'])
})

test.each(rules.flatMap((one) => rules.map((other) => [one, other] as const)))(
  'the stricter of %s and %s is one of them, whichever comes first',
  (one, other) => {
    const stricter = stricterRule(one, other)
    expect(rules.indexOf(stricter)).toBe(Math.max(rules.indexOf(one), rules.indexOf(other)))
    expect(stricterRule(other, one)).toBe(stricter)
  },
)
