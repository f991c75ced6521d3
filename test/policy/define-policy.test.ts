import { describe, expect, test } from 'vitest'
import { definePolicy, type PolicyInput } from '../../src/policy/define-policy.ts'
import { errorOf } from '../config/error-of.ts'

const controller = { name: 'Shop', contact: 'privacy@shop.example', country: 'DE' }
const vendor = {
  name: 'Mailer',
  does: 'sends mails',
  country: 'DE',
  purposes: ['measurement'],
  receives: ['user.contact.email'],
  keeps: { class: 'short', days: 1 },
}

describe('a right policy', () => {
  test('gets its defaults and cannot be changed', () => {
    const policy = definePolicy({ controller })
    expect(policy).toEqual({
      controller,
      retention: {},
      features: {},
      segments: {},
      vendors: {},
      prices: { dependOn: ['catalogue'] },
    })
    expect(Object.isFrozen(policy)).toBe(true)
  })
})

describe('a wrong declaration stops the start with its path and what it must be', () => {
  const wrong: [string, string, RegExp, object][] = [
    ['no controller', 'controller', /is required/, { controller: undefined }],
    ['an unknown part', 'vendor', /is not an option; see docs\/guide\/policy\.md/, { vendor: {} }],
    [
      'a country in words',
      'controller.country',
      /ISO 3166-1.*"DE"/,
      { controller: { ...controller, country: 'Germany' } },
    ],
    [
      'a category that is none',
      'vendors.mailer.receives[0]',
      /data category/,
      { vendors: { mailer: { ...vendor, receives: ['user.shoe_size'] } } },
    ],
    [
      'a purpose that is none',
      'vendors.mailer.purposes[0]',
      /"contextual", "behavioural"/,
      { vendors: { mailer: { ...vendor, purposes: ['fun'] } } },
    ],
    [
      'a vendor that gets nothing',
      'vendors.mailer.receives',
      /at least one data category/,
      { vendors: { mailer: { ...vendor, receives: [] } } },
    ],
    [
      'a day that is none',
      'vendors.mailer.agreement.until',
      /a day, such as "2026-11-30"/,
      {
        vendors: {
          mailer: { ...vendor, agreement: { from: '2026-01-01', until: 'next year', covers: [] } },
        },
      },
    ],
    [
      'a feature that is none',
      'segments.tall.features[0]',
      /must be a feature: product, /,
      { segments: { tall: { purpose: 'behavioural', features: ['height'] } } },
    ],
    [
      'half a day',
      'retention.short.days',
      /whole number of days/,
      { retention: { short: { days: 0.5 } } },
    ],
    [
      'a name with spaces',
      'retention.very short',
      /lower-case letters/,
      { retention: { 'very short': { days: 1 } } },
    ],
  ]

  test.each(wrong)('%s: %s', (_, option, message, change) => {
    const error = errorOf(() => definePolicy({ controller, ...change } as PolicyInput))
    expect(error).toMatchObject({ code: 'ERR_CONFIG_INVALID', option })
    expect(error.message).toMatch(message)
  })
})
